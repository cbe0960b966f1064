"""A program that acts on joint applications is killed in the middle: after the timers turn again all are whole."""

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
from tests.builders_cases import CITIZEN, an_applicant
from tests.builders_joints import NAMES, PROGRAM, a_joint_city, officers_of
from tests.database_copy import copied_database, drop_copy
from tests.joint_walk import joint_broken

from qingdan.base.db.address import Address
from qingdan.base.events.queries import faults
from qingdan.base.transactions import reading, writing
from qingdan.joints.models import JointApplication
from qingdan.joints.services.applying import discard_joint
from qingdan.joints.services.moving import run_joint_timers

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("R-084", "G-hostile")
COPY, PATIENCE = "joints_killed", 60.0
PLAN: list[str] = []


@pytest.fixture
def city(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[Address]:
    """A copy of the empty city to write into for good."""
    with copied_database(city_cluster, COPY, django_db_blocker) as address:
        PLAN[:] = [a_joint_city()]
        for item in NAMES:
            officers_of(item)
        with writing(CITIZEN):
            an_applicant()
        yield address
    drop_copy(city_cluster, COPY)


@pytest.mark.parametrize("kills", [2, pytest.param(200, marks=pytest.mark.soak)], ids=["few", "all"])
def test_a_killed_program__leaves_every_joint_application_whole(
    city: Address, kills: int, tmp_path: Path, root: Path
) -> None:
    whole: set[str] = set()
    for seed in range(kills):
        _killed(city, seed, tmp_path, root)
        run_joint_timers(by=PROGRAM, at=NOW)
        whole |= _whole_but(whole)
        _throw_drafts_away()

    assert whole and _whole_but(set()) == whole
    assert faults() == []


def _whole_but(known: set[str]) -> set[str]:
    with reading(PROGRAM):
        rows = JointApplication.objects.exclude(number="").values_list("number", flat=True)
        numbers = set(rows) - known
    assert [(one, found) for one in numbers for found in joint_broken(one)] == []
    return numbers


def _throw_drafts_away() -> None:
    with reading(CITIZEN):
        codes = list(JointApplication.objects.filter(number="").values_list("code", flat=True))
    for code in codes:
        discard_joint(code=code, by=CITIZEN, at=NOW)


def _killed(city: Address, seed: int, folder: Path, root: Path) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "qingdan.config.settings",
        "DATABASE_URL": city.url("app"),
        "DATABASE_OWNER_URL": city.url("owner"),
        "QINGDAN_HOME": str(folder / "home"),
        "PYTHONPATH": f"{root}{os.pathsep}{root / 'src'}",
    }
    words = [sys.executable, "-m", "tests.joint_program", PLAN[0], str(seed), str(folder)]
    program = subprocess.Popen(words, env=environment, cwd=root)
    until = time.monotonic() + PATIENCE
    while not (folder / f"begun-{seed}").exists():
        assert program.poll() is None and time.monotonic() < until
        time.sleep(0.02)
    time.sleep(Random(seed).uniform(0, 1.5))
    program.kill()
    program.wait()
