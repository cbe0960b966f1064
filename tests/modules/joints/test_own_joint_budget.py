"""The applicant's page of a joint application: as many statements, however many departments there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders_cases import CITIZEN, LATER
from tests.builders_joints import FIVE, LAND, RIVER, a_joint_city, accepted_jointly, decided_branch

from qingdan.base.clock import day_of
from qingdan.base.transactions import reading
from qingdan.cases.queries.progress import progress_of
from qingdan.joints.models import JointApplication
from qingdan.joints.queries.own_joint import OwnJoint, own_joint
from qingdan.joints.queries.parts import parts_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G-budget", "RQ-A8")]
MOST_QUERIES = 16


def asked_for(number: str) -> tuple[OwnJoint, int]:
    """The page, and how many statements it took; what is kept by digest was read before."""
    for _ in range(2):
        with reading(CITIZEN), CaptureQueriesContext(connection) as questions:
            found = own_joint(CITIZEN, number, on=day_of(LATER))
    return found, len(questions)


def test_the_page__asks_as_often_for_two_departments_as_for_five() -> None:
    plan = a_joint_city(names=FIVE)
    few = accepted_jointly(plan, items=(LAND, RIVER), once="few")
    many = accepted_jointly(plan, items=tuple(FIVE), once="many")
    for number in (few, many):
        decided_branch(number, LAND)

    (small, least), (large, most) = asked_for(few), asked_for(many)

    assert (len(small.progress.lanes), len(large.progress.lanes)) == (2, 5)
    assert least == most <= MOST_QUERIES
    assert len(small.granted) == len(large.granted) == 1


def test_each_lane__says_what_the_page_of_its_own_case_says() -> None:
    number = accepted_jointly(a_joint_city())
    decided_branch(number, LAND)

    found, _ = asked_for(number)

    with reading(CITIZEN):
        parts = parts_of(JointApplication.objects.get(number=number))
        alone = [progress_of(row.case, day_of(LATER)) for row in parts.rows]
    assert [one.progress for one in found.progress.lanes] == alone
