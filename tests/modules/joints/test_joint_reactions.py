"""What a department did wakes the others: a job in the same transaction, done as often as it comes."""

from dataclasses import replace

import pytest
from django.db import connection
from tests.builders import CITY
from tests.builders_cases import CITIZEN, LATER, WINDOW
from tests.builders_joints import (
    BUILD,
    LAND,
    PROGRAM,
    a_joint_city,
    accepted_jointly,
    at_unit,
    branch,
    decided_without_worker,
    states,
    submitted_jointly,
    the_joint,
)

from qingdan.base.transactions import reading
from qingdan.cases.models import Case
from qingdan.cases.services.accepting import need_no_licence
from qingdan.joints.models import JointApplication
from qingdan.joints.reactions import MOVES, joint_moves
from qingdan.joints.services.checking import withdraw_joint

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-084", "RQ-A2")]


def _waiting_jobs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'number' FROM procrastinate_jobs WHERE task_name = %s", [MOVES])
        return [number for (number,) in cursor.fetchall()]


def test_a_decision__wakes_who_waited_for_it() -> None:
    number = accepted_jointly(a_joint_city())

    decided_without_worker(number, LAND)
    assert _waiting_jobs() == [number]
    assert states(number)[BUILD] == "waiting"
    for _ in range(2):  # done twice it does no more
        joint_moves(number=number, region=CITY)
    assert states(number)[BUILD] == "under_review"


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

    withdraw_joint(number=number, items=[LAND], by=CITIZEN, at=LATER)

    assert _waiting_jobs() == [number]
    joint_moves(number=number, region=CITY)
    assert states(number)[BUILD] == "terminated"


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
