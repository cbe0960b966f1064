"""Run as a program by the test that kills it: acts on joint applications at random until killed. `PLAN SEED FOLDER`."""

import sys
from datetime import timedelta
from pathlib import Path
from random import Random

import django

django.setup()

from tests.builders import NOW  # noqa: E402
from tests.builders_joints import submitted_jointly  # noqa: E402
from tests.joint_walk import random_joint_act  # noqa: E402


def run(plan: str, seed: int, folder: Path) -> None:
    """A joint application after the other, thirty acts each."""
    chance, count = Random(seed), 0
    while True:
        count += 1
        number, at = submitted_jointly(plan, once=f"killed-{seed}-{count}").number, NOW
        (folder / f"begun-{seed}").touch()
        for _ in range(30):
            at += timedelta(hours=chance.choice([1, 3]))
            random_joint_act(chance, number, at)


if __name__ == "__main__":
    run(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
