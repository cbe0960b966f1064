"""Run as a program by the test that kills it: acts on cases at random until it is killed. `SEED FOLDER`."""

import sys
from datetime import timedelta
from pathlib import Path
from random import Random

import django

django.setup()

from tests.builders import NOW  # noqa: E402
from tests.builders_cases import submitted  # noqa: E402
from tests.case_walk import random_act  # noqa: E402


def run(seed: int, folder: Path) -> None:
    """A case after the other, twelve acts each."""
    chance, number = Random(seed), 0
    while True:
        number += 1
        case, at = submitted(once=f"killed-{seed}-{number}").number, NOW
        (folder / f"begun-{seed}").touch()
        for _ in range(12):
            at += timedelta(hours=chance.choice([1, 5]))
            random_act(chance, case, at)


if __name__ == "__main__":
    run(int(sys.argv[1]), Path(sys.argv[2]))
