"""Run as a program by the test that kills it: registers enterprises, and takes some back, until it is killed."""

import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import django

django.setup()

from tests.builders import NOW  # noqa: E402
from tests.builders_registrations import (  # noqa: E402
    ISSUER,
    LATER,
    ONE,
    OWNER,
    REGISTRAR,
    THREE,
    a_draft,
    agreed_by_all,
    submitted,
)

from qingdan.registrations.services.applying import withdraw_registration  # noqa: E402
from qingdan.registrations.services.issuing import issue_registration  # noqa: E402
from qingdan.registrations.services.reviewing import accept_registration  # noqa: E402

DIGITS = "零一二三四五六七八九"


def run(seed: int, folder: Path) -> None:
    """One after the other; every third is taken back after its code was drawn."""
    chance, number = Random(seed), 0
    while True:
        number += 1
        word = "".join(DIGITS[int(one)] for one in f"{seed:03d}{number:03d}")
        who = replace(OWNER, username=f"citizen-{seed}-{number}")
        code = a_draft(word, mode=chance.choice([ONE, THREE]), by=who, at=NOW)
        (folder / f"begun-{seed}").touch()
        registration = submitted(code, by=who).number
        accept_registration(number=registration, by=REGISTRAR, at=LATER)
        agreed_by_all(registration)
        if number % 3:
            issue_registration(number=registration, by=ISSUER, at=LATER)
        else:
            withdraw_registration(number=registration, by=who, at=LATER)


if __name__ == "__main__":
    run(int(sys.argv[1]), Path(sys.argv[2]))
