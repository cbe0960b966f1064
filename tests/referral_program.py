"""Run as a program by the test that kills it: examines and sends up cases until it is killed. `SEED FOLDER`."""

import sys
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from tests.builders import NOW  # noqa: E402
from tests.builders_referrals import decided_above, sent  # noqa: E402


def run(seed: int, folder: Path) -> None:
    """A case after the other; each second one is decided above."""
    number = 0
    while True:
        number += 1
        if number == 2:
            (folder / f"begun-{seed}").touch()
        _, there = sent(once=f"killed-{seed}-{number}", at=NOW + timedelta(hours=1))
        if number % 2:
            decided_above(there)


if __name__ == "__main__":
    run(int(sys.argv[1]), Path(sys.argv[2]))
