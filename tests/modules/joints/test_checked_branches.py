"""A department that has looked has nothing more to do: no queue, list or holder names its check any longer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders_cases import HANDLER, LATER, WINDOW
from tests.builders_joints import (
    LAND,
    OFFICE,
    PROGRAM,
    RIVER,
    a_joint_city,
    at_unit,
    branch,
    checked,
    mended,
    states,
    submitted_jointly,
    the_joint,
)

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.transactions import reading
from qingdan.cases.queries.managing import unit_load
from qingdan.cases.queries.queue import CasesAsked, queue_of
from qingdan.cases.queries.watching import watched
from qingdan.joints.queries.lanes import lanes_of
from qingdan.joints.queries.parts import parts_of
from qingdan.joints.queries.queue import JointsAsked, joint_queue, parts_in_words
from qingdan.joints.services.checking import tell_defects
from qingdan.joints.services.moving import run_joint_timers
from qingdan.rules.case_state import CaseState
from qingdan.rules.joint_run import Branch
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-084", "RQ-A2", "RQ-A4")]
TODAY, DAY = day_of(LATER), timedelta(days=1)
SUPERVISOR = replace(OFFICE, username="supervisor", roles=frozenset({Role.SUPERVISOR}))


def _todo(by: Actor, days: int = 0) -> list[str]:
    """Numbers in the person's queue; those over and near are no others."""
    today = TODAY + days * DAY
    with reading(by):
        found = queue_of(by, CasesAsked(), today=today, near_until=today + 30 * DAY)
    assert found.late + found.near == len(found.lines)
    return [one.number for one in found.lines]


def _near(by: Actor) -> int:
    with reading(by):
        found = joint_queue(by, JointsAsked(), today=TODAY, near_until=TODAY + 30 * DAY)
    return found.late + found.near


def _open(by: Actor) -> int:
    with reading(by):
        ageing = unit_load(by, today=TODAY, near_until=TODAY + 30 * DAY).ageing
    return ageing.late + ageing.today + ageing.soon + ageing.later


def _holders(number: str) -> dict[str, str]:
    with reading(PROGRAM):
        joint = the_joint(number)
        return {one.item: one.holder for one in lanes_of(joint, parts_of(joint), unit="", today=TODAY)}


@pytest.mark.parametrize("lacks", [(), ("material-1",)], ids=["complete", "lacking"])
def test_a_check_that_is_done__is_in_nobodys_hand(lacks: tuple[str, ...]) -> None:
    number = submitted_jointly(a_joint_city()).number
    window, case = at_unit(WINDOW, RIVER), branch(number, RIVER).number
    assert (_todo(window), _near(window), _open(window)) == ([case], 1, 1)

    checked(number, RIVER, *lacks)

    for by in (window, at_unit(HANDLER, RIVER)):
        assert (_todo(by), _near(by), _open(by)) == ([], 0, 0)
    assert _holders(number)[RIVER] == ""


def test_the_leads_own_check__lasts_till_it_has_acted_for_all() -> None:
    number = submitted_jointly(a_joint_city()).number
    checked(number, LAND)

    assert _todo(at_unit(WINDOW, LAND)) == [branch(number, LAND).number]
    assert _holders(number)[LAND]


def test_over_its_days__only_who_has_not_looked_is_named() -> None:
    number = submitted_jointly(a_joint_city()).number
    checked(number, RIVER)
    with reading(SUPERVISOR):
        late, _ = watched(SUPERVISOR, "overdue", today=TODAY + 30 * DAY)

    assert branch(number, RIVER).number not in {one.number for one in late} and len(late) == 2


def test_the_five_days__run_on_for_the_whole_and_accept_it() -> None:
    number = submitted_jointly(a_joint_city()).number
    for item in states(number):
        checked(number, item)

    assert branch(number, RIVER).check_due_on and the_joint(number).due_on
    assert run_joint_timers(by=PROGRAM, at=LATER + 30 * DAY)
    assert "received" not in states(number).values() and branch(number, RIVER).deemed


def test_what_was_corrected__is_to_be_looked_at_again() -> None:
    number = submitted_jointly(a_joint_city()).number
    for item in states(number):
        checked(number, item, *(("material-1", "field-bank") if item == RIVER else ()))
    by, version = at_unit(WINDOW, LAND), the_joint(number).version
    tell_defects(number=number, version=version, by=by, at=LATER)
    mended(number)

    assert _todo(at_unit(WINDOW, RIVER)) == [branch(number, RIVER).number]
    assert _holders(number)[RIVER]


def _lines(by: Actor) -> list[tuple[str, str]]:
    """What the person finds first, however far the days are."""
    with reading(by):
        queue = joint_queue(by, JointsAsked(), today=TODAY, near_until=TODAY - 30 * DAY)
    return [(one.number, one.state_name) for one in queue.lines]


def test_a_whole_that_waits_for_its_lead__is_found_by_it_however_far_its_day() -> None:
    number, lead = submitted_jointly(a_joint_city()).number, at_unit(WINDOW, LAND)
    for item in states(number):
        checked(number, item, *(("material-1", "field-bank") if item == RIVER else ()))
    assert _lines(lead) == [(number, "查完，有缺的，待牵头单位告知")]

    tell_defects(number=number, version=the_joint(number).version, by=lead, at=LATER)
    mended(number)
    assert _lines(lead) == []
    checked(number, RIVER)

    assert _lines(lead) == [(number, "材料齐全，待牵头单位受理")]


def test_states_with_commas__are_told_apart() -> None:
    states = (CaseState.UNDER_REVIEW, CaseState.WAITING)
    rows = [("u", Branch(item=state, state=state)) for state in states]

    assert parts_in_words("u", rows) == "已受理，正在审查；已受理，等待前面的事项办结"
