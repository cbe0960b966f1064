"""A joint visit at the step of a branch's chart where somebody must go and see: what is seen, what rests on it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders_cases import HANDLER, LATER, WINDOW
from tests.builders_joints import (
    LAND,
    PROGRAM,
    RIVER,
    a_joint_city,
    accepted_jointly,
    at_unit,
    branch,
    officers_of,
    the_joint,
)
from tests.kept_states import kept

from qingdan.base.clock import day_of
from qingdan.base.events.models import Event
from qingdan.base.refusal import Refused, Stale
from qingdan.base.transactions import reading
from qingdan.cases.models import CaseTask
from qingdan.cases.services.running import StepDone, do_step
from qingdan.joints.queries.visits import VisitShown, visits_at
from qingdan.joints.services.calling_off import call_off_session
from qingdan.joints.services.sessions import NewSession, Said, call_session, close_session, give_opinion
from qingdan.joints.services.visits import do_step_on_visit

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-084", "RQ-A8", "RQ-N10")]
TODAY, DAY = day_of(LATER), timedelta(days=1)
SEES = 4
"""The step of the chart where two go and see."""
CONDITIONAL = Said(stance="conditional", clause="条例第三条", text="移五米再建")


@kept
def _called(items: Sequence[str] = (LAND, RIVER), **more: Any) -> str:
    """In review, two departments asked to a visit today; the number."""
    number = accepted_jointly(a_joint_city())
    words = {
        "kind": "visit",
        "matter": "看灯塔的位置",
        "due_on": TODAY + 9 * DAY,
        "held_on": TODAY,
        "place": "灯塔山",
    }
    session = NewSession(**{**words, **more}, items=tuple(items))  # type: ignore[arg-type]
    version = the_joint(number).version
    call_session(number=number, version=version, session=session, by=at_unit(WINDOW, LAND), at=LATER)
    return number


@kept
def _said(number: str, item: str, said: Said = CONDITIONAL) -> None:
    give_opinion(number=number, session=1, item=item, said=said, by=at_unit(HANDLER, item), at=LATER)


def _visits(number: str, item: str = RIVER, step: int = SEES, days: int = 0) -> tuple[VisitShown, ...]:
    with reading(at_unit(HANDLER, item)):
        return visits_at(branch(number, item), step, TODAY + days * DAY)


@kept
def _at_the_visit(number: str, item: str = RIVER) -> None:
    """The step before it is done."""
    officers_of(item)
    case, by = branch(number, item), at_unit(HANDLER, item)
    do_step(number=case.number, version=case.version, step=3, said=StepDone(opinion="看过"), by=by, at=LATER)


def _rested(number: str, item: str = RIVER, *, session: int = 1, step: int = SEES) -> str:
    case, by = branch(number, item), at_unit(HANDLER, item)
    visitors = (f"handler-{item[6:9]}", f"second-{item[6:9]}")
    said = StepDone(opinion="移五米再建", visitors=visitors, occurred_on=TODAY)
    which = {"number": case.number, "version": case.version, "step": step}
    do_step_on_visit(**which, session=session, said=said, by=by, at=LATER)  # type: ignore[arg-type]
    return case.number


def test_a_visit__is_seen_at_the_step_with_the_own_opinion() -> None:
    number = _called()
    _said(number, RIVER)
    _said(number, LAND, Said(stance="agree", text="只给牵头单位看的话"))

    (one,) = _visits(number)

    assert (one.number, one.held_on, one.place, one.closed, one.rests) == (1, TODAY, "灯塔山", False, True)
    assert one.answered == ("市灯笼局", "市河道局") and one.stance == "附条件同意"
    assert one.opinion.splitlines()[1:] == ["条例第三条", "移五米再建"]
    assert one.opinion.startswith(f"{TODAY.year}年") and "（灯塔山）" in one.opinion
    assert "只给牵头单位看的话" not in str(one)


def test_a_visit_called_off__is_nothing_to_rest_on() -> None:
    number = _called()
    _said(number, RIVER)
    call_off_session(number=number, session=1, why="改天去", by=at_unit(WINDOW, LAND), at=LATER)

    assert _visits(number) == ()


def test_a_visit_summed_up__says_so_and_nothing_of_what_came_out() -> None:
    number = _called()
    for item in (LAND, RIVER):
        _said(number, item)
    by = at_unit(WINDOW, LAND)
    close_session(number=number, session=1, conclusion="三家都说可以", by=by, at=LATER)

    (one,) = _visits(number)

    assert one.closed and "三家都说可以" not in str(one)


def test_a_visit_not_answered__is_seen_and_nothing_rests_on_it() -> None:
    number = _called()

    (one,) = _visits(number)

    assert (one.rests, one.opinion, one.answered) == (False, "", ())


@pytest.mark.parametrize(
    ("called", "item", "step", "days", "seen"),
    [
        ({}, RIVER, SEES, 0, 1),
        ({}, RIVER, 5, 0, 0),
        ({"items": (LAND,)}, RIVER, SEES, 0, 0),
        ({"kind": "review"}, RIVER, SEES, 0, 0),
        ({"held_on": TODAY + DAY}, RIVER, SEES, 0, 0),
        ({"held_on": TODAY + DAY}, RIVER, SEES, 1, 1),
    ],
    ids=["its own", "other step", "not asked", "no visit", "not yet", "on its day"],
)
def test_a_visit__is_seen_where_it_was_one_of_the_department(
    called: dict[str, Any], item: str, step: int, days: int, seen: int
) -> None:
    assert len(_visits(_called(**called), item, step, days)) == seen


def test_the_step__keeps_that_it_rests_on_the_visit() -> None:
    number = _called()
    _said(number, RIVER)
    _at_the_visit(number)

    case = _rested(number)

    with reading(PROGRAM):
        tasks = CaseTask.objects.filter(case__number=case, done_at__isnull=False).order_by("step")
        assert list(tasks.values_list("step", "joint_session", "occurred_on")) == [
            (3, 0, TODAY),
            (4, 1, TODAY),
        ]
    told = Event.objects.filter(subject=f"case:{case}", kind="StepDone").order_by("pk")
    assert [one.data.get("joint_session") for one in told] == [None, 1]
    (rested,) = Event.objects.filter(subject=f"joint:{number}", kind="VisitRestedOn")
    assert (rested.data["item"], rested.data["session"]) == (RIVER, 1)


@pytest.mark.parametrize(
    ("said", "session"),
    [(None, 1), (Said(stance="not_concerned"), 1), (CONDITIONAL, 2)],
    ids=["not answered", "not concerned", "no such visit"],
)
def test_a_step__does_not_rest_on_a_visit_without_an_own_opinion(said: Said | None, session: int) -> None:
    number = _called()
    if said:
        _said(number, RIVER, said)
    _at_the_visit(number)

    with pytest.raises(Refused, match=r"joint\.no_visit"):
        _rested(number, session=session)


def test_another_step__does_not_rest_on_the_visit() -> None:
    number = _called()
    _said(number, RIVER)
    officers_of(RIVER)

    with pytest.raises(Refused, match=r"joint\.no_visit"):
        _rested(number, step=3)


def test_a_step_of_a_stale_page__is_refused_as_ever() -> None:
    number = _called()
    _said(number, RIVER)
    case = branch(number, RIVER)
    _at_the_visit(number)

    with pytest.raises(Stale):
        do_step_on_visit(
            number=case.number, version=case.version, step=SEES, session=1, said=StepDone(opinion="好"),
            by=at_unit(HANDLER, RIVER), at=LATER,
        )  # fmt: skip


def test_looking_for_visits__asks_once_and_of_other_cases_not_at_all() -> None:
    joint = branch(_called(), RIVER)
    with reading(PROGRAM):
        visits_at(joint, SEES, TODAY)
        with CaptureQueriesContext(connection) as of_joint:
            visits_at(joint, SEES, TODAY)
        with CaptureQueriesContext(connection) as of_another:
            visits_at(joint, 5, TODAY)

    assert (len(of_joint), len(of_another)) == (1, 0)
