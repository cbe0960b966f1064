"""Two who send one case up at once, one who decides while the applicant withdraws, a program killed while sending."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from tests.builders import CITY, COUNTY
from tests.builders_cases import APPROVER, HANDLER, LATER, who_visit
from tests.builders_referrals import (
    BOTH,
    C_APPROVER,
    OPINION,
    TRAVELLER,
    examined_case,
    pair,
    seen,
    sent,
    two_levels,
    walked,
)
from tests.database_copy import copied_database, drop_copy

from qingdan.applicants.models import Applicant
from qingdan.base.db.address import Address
from qingdan.base.events.queries import faults
from qingdan.base.refusal import Refused
from qingdan.base.transactions import reading
from qingdan.cases.models import Case, CaseDecision, CaseMaterial
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.referrals.models import Referral
from qingdan.referrals.services.returning import withdraw_application
from qingdan.referrals.services.sending import send_up
from qingdan.rules.case_state import CaseState
from qingdan.rules.referral import PairedCase, pair_faults

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("RQ-A18", "G-hostile")
COPY, PATIENCE = "referrals_at_once", 90.0


@pytest.fixture
def levels(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[Address]:
    """A copy of the empty city to write into for good."""
    with copied_database(city_cluster, COPY, django_db_blocker) as address:
        two_levels()
        who_visit()
        yield address
    drop_copy(city_cluster, COPY)


def _at_once(*acts: Callable[[], object]) -> list[object]:
    def one(act: Callable[[], object]) -> object:
        try:
            return act()
        except Refused as refused:
            return refused.problems[0].key
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


@pytest.mark.parametrize("times", [3, pytest.param(200, marks=pytest.mark.soak)], ids=["few", "all"])
def test_two_officers__send_up_at_once_and_one_wins(levels: Address, times: int) -> None:
    for one in range(times):
        number = examined_case(once=f"race-{one}")
        act = partial(
            send_up, number=number, version=seen(number).version, opinion=OPINION, by=C_APPROVER, at=LATER
        )
        said = _at_once(act, act, act)

        assert sorted(map(str, said)).count("desk.stale") == 2
        with reading(BOTH):
            (second,) = Case.objects.filter(carries=number)
        assert second.number in said and pair(number).second_number == second.number


@pytest.mark.parametrize("times", [2, pytest.param(200, marks=pytest.mark.soak)], ids=["few", "all"])
def test_deciding_and_withdrawing__at_once_leave_one_end(levels: Address, times: int) -> None:
    for one in range(times):
        number, there = sent(once=f"end-{one}")
        walked(there, HANDLER, visit=True)
        said = Decided(granted=True, facts="灯都合格", clauses=(1,))
        version = seen(there).version
        decide = partial(decide_case, number=there, version=version, decided=said, by=APPROVER, at=LATER)
        _at_once(decide, partial(withdraw_application, number=number, by=TRAVELLER, at=LATER))

        assert (seen(number).state, seen(there).state) in {
            ("granted", "returned"),
            ("withdrawn", "withdrawn"),
        }
    _whole()


@pytest.mark.parametrize("kills", [2, pytest.param(100, marks=pytest.mark.soak)], ids=["few", "all"])
def test_killed_while_sending_up__never_two_above_nor_none(
    levels: Address, kills: int, tmp_path: Path, root: Path
) -> None:
    for seed in range(kills):
        _killed(levels, seed, tmp_path, root)
        _whole()

    with reading(BOTH):
        assert Case.objects.exclude(carries="").exists() and Applicant.objects.count() == 1
    assert faults() == []


def _whole() -> None:
    """Each case that went up is above once, with its materials; each end is the end of both."""
    with reading(BOTH):
        first = {one.number: one for one in Case.objects.filter(region=COUNTY).exclude(number="")}
        above = list(Case.objects.filter(region=CITY))
        pairs = set(Referral.objects.values_list("first_number", "second_number"))
        filed = {one.number: CaseMaterial.objects.filter(case=one).count() for one in above}
        decided = CaseDecision.objects.filter(decided_in="").count()
        brought = CaseDecision.objects.exclude(decided_in="").count()
    gone = {number for number, one in first.items() if one.handed_on}
    assert {one.carries for one in above} == gone and len(above) == len(gone)
    assert pairs == {(one.carries, one.number) for one in above}
    assert set(filed.values()) <= {2} and decided == brought
    for second in above:
        one = first[second.carries]
        faulty = pair_faults(
            PairedCase(number=one.number, state=CaseState(one.state)),
            PairedCase(number=second.number, state=CaseState(second.state), carries=second.carries),
        )
        assert list(faulty) == []


def _killed(levels: Address, seed: int, folder: Path, root: Path) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "qingdan.config.settings",
        "DATABASE_URL": levels.url("app"),
        "DATABASE_OWNER_URL": levels.url("owner"),
        "QINGDAN_HOME": str(folder / "home"),
        "PYTHONPATH": os.pathsep.join([str(root), str(root / "src")]),
    }
    words = [sys.executable, "-m", "tests.referral_program", str(seed), str(folder)]
    program = subprocess.Popen(words, env=environment, cwd=root)
    until = time.monotonic() + PATIENCE
    while not (folder / f"begun-{seed}").exists():
        assert program.poll() is None and time.monotonic() < until
        time.sleep(0.02)
    time.sleep(Random(seed).uniform(0, 1.5))
    program.kill()
    program.wait()
