"""A program that acts on cases is killed in the middle, at random: each act is whole or was never done."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from tests.builders import NOW
from tests.builders_cases import CITIZEN, WINDOW, a_serving_city, an_applicant
from tests.case_walk import broken
from tests.database_copy import copied_database, drop_copy

from qingdan.base.db.address import Address
from qingdan.base.events.queries import faults
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Case, CaseDecision, CaseMark, CasePaper
from qingdan.cases.services.discarding import discard_application

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("RQ-G5", "G-hostile")
COPY, PATIENCE = "cases_killed", 60.0


@pytest.fixture
def city(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[Address]:
    """A copy of the empty city to write into for good."""
    with copied_database(city_cluster, COPY, django_db_blocker) as address:
        a_serving_city()
        with writing(CITIZEN):
            an_applicant()
        yield address
    drop_copy(city_cluster, COPY)


@pytest.mark.parametrize("kills", [2, pytest.param(200, marks=pytest.mark.soak)], ids=["few", "all"])
def test_a_killed_program__leaves_every_case_whole(
    city: Address, kills: int, tmp_path: Path, root: Path
) -> None:
    whole: set[str] = set()
    for seed in range(kills):
        _killed(city, seed, tmp_path, root)
        whole |= _whole_but(whole)
        _throw_drafts_away()

    assert whole and _whole_but(set()) == whole  # none was broken by a later program
    assert faults() == []
    _each_effect_once()


def _throw_drafts_away() -> None:
    """What was begun and not submitted: an account may have so many drafts and no more."""
    with reading(CITIZEN):
        codes = list(Case.objects.filter(number="").values_list("code", flat=True))
    for code in codes:
        discard_application(code=code, by=CITIZEN, at=NOW)


def _whole_but(known: set[str]) -> set[str]:
    """The cases beside those that are known, each of them whole."""
    with reading(WINDOW):
        numbers = set(Case.objects.exclude(number="").values_list("number", flat=True)) - known
        assert [(one, found) for one in numbers for found in broken(one)] == []
    return numbers


def _killed(city: Address, seed: int, folder: Path, root: Path) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "qingdan.config.settings",
        "DATABASE_URL": city.url("app"),
        "DATABASE_OWNER_URL": city.url("owner"),
        "QINGDAN_HOME": str(folder / "home"),
        "PYTHONPATH": os.pathsep.join([str(root), str(root / "src")]),
    }
    words = [sys.executable, "-m", "tests.case_program", str(seed), str(folder)]
    program = subprocess.Popen(words, env=environment, cwd=root)
    until = time.monotonic() + PATIENCE
    while not (folder / f"begun-{seed}").exists():
        assert program.poll() is None and time.monotonic() < until
        time.sleep(0.02)
    time.sleep(Random(seed).uniform(0, 1.5))
    program.kill()
    program.wait()


def _each_effect_once() -> None:
    """A decided case has one decision and one paper of it; one extended or accepted was so once."""
    with reading(WINDOW):
        for case in Case.objects.exclude(number=""):
            kinds = list(CasePaper.objects.filter(case=case).values_list("kind", flat=True))
            decided = CaseDecision.objects.filter(case=case).count()
            begun = CaseMark.objects.filter(case=case, effect__startswith="decision_start").count()
            assert kinds.count("grant") + kinds.count("refusal") == decided <= 1
            assert kinds.count("acceptance") + kinds.count("deemed_acceptance") == begun <= 1
            assert kinds.count("receipt") == 1
