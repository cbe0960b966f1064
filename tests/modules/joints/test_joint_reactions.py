"""What a department did wakes the others: a job in the same transaction, done as often as it comes."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from tests.builders import CITY
from tests.builders_cases import CITIZEN, LATER, WINDOW
from tests.builders_joints import (
    BUILD,
    LAND,
    PROGRAM,
    RIVER,
    a_joint_city,
    accepted_jointly,
    at_unit,
    branch,
    checked,
    decided_without_worker,
    states,
    submitted_jointly,
    the_joint,
)

from qingdan.base.transactions import reading
from qingdan.cases.models import Case
from qingdan.cases.services.accepting import need_no_licence, refuse_acceptance
from qingdan.cases.services.recomputing import recompute_all
from qingdan.data.calendar import load_calendar
from qingdan.joints.models import JointApplication
from qingdan.joints.reactions import MOVES, joint_moves
from qingdan.joints.services.checking import accept_joint, tell_defects, withdraw_joint

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-084", "RQ-A2")]


def _waiting_jobs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'number' FROM procrastinate_jobs WHERE task_name = %s", [MOVES])
        return [number for (number,) in cursor.fetchall()]


def test_a_decision__wakes_who_waited_for_it() -> None:
    number = accepted_jointly(a_joint_city())

    before = len(_waiting_jobs())

    decided_without_worker(number, LAND)
    assert _waiting_jobs() == [number] * (before + 1)
    assert states(number)[BUILD] == "waiting"
    for _ in range(2):  # done twice it does no more
        joint_moves(number=number, region=CITY)
    assert states(number)[BUILD] == "under_review"


def test_days_that_moved__are_those_of_the_whole_again() -> None:
    number = accepted_jointly(a_joint_city())
    whole = the_joint(number)
    kept = whole.due_on
    assert kept
    before, unarranged = len(_waiting_jobs()), load_calendar().known_on(date(2025, 6, 1))

    assert recompute_all(by=PROGRAM, at=LATER, calendar=unarranged)  # a holiday less
    assert _waiting_jobs() == [number] * (before + 1)
    joint_moves(number=number, region=CITY)
    after = the_joint(number)
    assert after.due_on == branch(number, LAND).promised_due_on != kept
    assert after.version == whole.version  # whoever has a form of it open may still send it


def test_what_needs_no_licence__is_no_obstacle() -> None:
    number = submitted_jointly(a_joint_city()).number
    case = branch(number, LAND)

    need_no_licence(
        number=case.number, version=case.version, reason="不用", by=at_unit(WINDOW, LAND), at=LATER
    )

    assert _waiting_jobs() == [number]
    joint_moves(number=number, region=CITY)
    assert the_joint(number).open


def test_what_was_taken_back__ends_what_waited_for_it_at_once() -> None:
    number = accepted_jointly(a_joint_city())

    before = len(_waiting_jobs())

    withdraw_joint(number=number, items=[LAND], by=CITIZEN, at=LATER)

    assert states(number)[BUILD] == "terminated"
    assert _waiting_jobs() == [number] * (before + 1)
    joint_moves(number=number, region=CITY)
    assert states(number) == {LAND: "withdrawn", RIVER: "under_review", BUILD: "terminated"}


def test_before_acceptance__what_waits_for_what_was_taken_back_ends_with_it() -> None:
    number = submitted_jointly(a_joint_city()).number
    for item in (LAND, RIVER):
        checked(number, item)
    checked(number, BUILD, "material-1")
    tell_defects(number=number, version=the_joint(number).version, by=at_unit(WINDOW, LAND), at=LATER)
    assert states(number)[BUILD] == "correcting"

    withdraw_joint(number=number, items=[LAND], by=CITIZEN, at=LATER)

    assert states(number) == {LAND: "withdrawn", RIVER: "received", BUILD: "terminated"}
    joint_moves(number=number, region=CITY)  # the building no longer holds up the river's
    assert states(number)[RIVER] == "under_review"


def test_before_acceptance__what_waits_for_what_is_not_accepted_ends() -> None:
    number = submitted_jointly(a_joint_city()).number
    case = branch(number, LAND)

    refuse_acceptance(
        number=case.number, version=case.version, reason="不归我们", clause="第一条", competent="市舟楫局",
        elsewhere=True, by=at_unit(WINDOW, LAND), at=LATER,
    )  # fmt: skip
    joint_moves(number=number, region=CITY)

    assert states(number) == {LAND: "not_accepted", RIVER: "received", BUILD: "terminated"}


def test_accepted_before_the_worker_came__what_failed_takes_nothing_along() -> None:
    number = submitted_jointly(a_joint_city()).number
    for item in (LAND, RIVER, BUILD):
        checked(number, item)
    case = branch(number, LAND)
    refuse_acceptance(
        number=case.number, version=case.version, reason="不归我们", clause="第一条", competent="市舟楫局",
        elsewhere=True, by=at_unit(WINDOW, LAND), at=LATER,
    )  # fmt: skip

    accept_joint(number=number, version=the_joint(number).version, by=at_unit(WINDOW, LAND), at=LATER)

    assert states(number) == {LAND: "not_accepted", RIVER: "under_review", BUILD: "terminated"}


def test_acceptance__wakes_the_worker() -> None:
    """A matter that no list has any more ends then, and who waits for it with it."""
    number = accepted_jointly(a_joint_city())

    assert _waiting_jobs() == [number]


@pytest.mark.requirement("RQ-A2", "G-hostile")
def test_a_department__sees_its_own_branch_alone() -> None:
    number = accepted_jointly(a_joint_city())

    for who in (at_unit(WINDOW, LAND), CITIZEN):
        with reading(who):
            assert JointApplication.objects.visible_to(who).filter(number=number).exists()
    with reading(at_unit(WINDOW, LAND)):
        cases = Case.objects.visible_to(at_unit(WINDOW, LAND)).filter(joint=number)
        assert [one.item_code for one in cases] == [LAND]
    stranger = replace(WINDOW, unit=f"{CITY}009")
    with reading(PROGRAM):
        assert not JointApplication.objects.visible_to(stranger).filter(number=number).exists()
