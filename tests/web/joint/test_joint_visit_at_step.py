"""A joint visit on the page of a branch: seen at the step where somebody must go, taken over into it, kept with it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders_cases import HANDLER
from tests.builders_joint_desk import called_jointly
from tests.builders_joints import BUILD, LAND, PROGRAM, RIVER, at_unit, branch

from qingdan.base.clock import day_of, now
from qingdan.base.transactions import reading
from qingdan.cases.models import CaseTask
from qingdan.cases.services.running import StepDone, do_step
from qingdan.joints.services.sessions import Said, give_opinion

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-084", "RQ-A8", "RQ-N10")]
MOST_QUERIES = 28
"""A branch's page: that of any case, its whole and how the others stand, the visits."""
MINE, THEIRS = "灯塔要移五米", "只写给牵头单位的话"


def _said(number: str, item: str, text: str, stance: str = "conditional") -> None:
    said = Said(stance=stance, clause="条例第三条", text=text)
    give_opinion(number=number, session=1, item=item, said=said, by=at_unit(HANDLER, item), at=now())


def _at_the_visit(plan: str, *, answered: bool = True) -> tuple[str, str]:
    """The river's branch at the step where two go and see; number of the whole, of the branch."""
    number = called_jointly(plan)
    _said(number, LAND, THEIRS)
    if answered:
        _said(number, RIVER, MINE)
    case, by = branch(number, RIVER), at_unit(HANDLER, RIVER)
    do_step(number=case.number, version=case.version, step=3, said=StepDone(opinion="好"), by=by, at=now())
    return number, case.number


def _typed(number: str, **more: Any) -> dict[str, Any]:
    case = branch(number, RIVER)
    visitors = ["handler-003", "second-003"]
    return {
        "version": case.version,
        "step": "4",
        "opinion": f"{MINE}，其余合格",
        "visitors": visitors,
        "joint_session": "1",
        "occurred_on": day_of(now()).isoformat(),
    } | more


def _tasks(case: str) -> list[tuple[int, str]]:
    with reading(PROGRAM):
        done = CaseTask.objects.filter(case__number=case, step=4, done_at__isnull=False)
        return list(done.values_list("joint_session", "opinion"))


def test_the_step__begins_with_what_was_said_at_the_visit(desk: Any, plan: str) -> None:
    number, case = _at_the_visit(plan)

    text = desk("handler-003").get(f"/desk/cases/{case}/").text
    form = text.partition('id="f-opinion"')[2].partition("</textarea>")[0]

    assert MINE in form and "附条件同意" in form and "条例第三条" in form
    assert "答复了意见的：市灯笼局、市河道局" in text and THEIRS not in text
    assert f'href="/desk/joints/{number}/?session=1#session-1"' in text
    assert 'name="joint_session" value="1" checked' in text
    assert f'value="{day_of(now()).isoformat()}"' in text


def test_the_step__is_done_resting_on_the_visit_and_says_so(desk: Any, plan: str) -> None:
    number, case = _at_the_visit(plan)

    answer = desk("handler-003").post(f"/desk/cases/{case}/step/send/", _typed(number))

    assert answer.status_code == 302 and _tasks(case) == [(1, f"{MINE}，其余合格")]
    text = desk("handler-003").get(f"/desk/cases/{case}/").text
    assert f'href="/desk/joints/{number}/#session-1">依据联合踏勘</a>' in text


def test_who_goes_alone__takes_the_mark_away(desk: Any, plan: str) -> None:
    number, case = _at_the_visit(plan)

    desk("handler-003").post(f"/desk/cases/{case}/step/send/", _typed(number, joint_session=""))

    assert _tasks(case) == [(0, f"{MINE}，其余合格")]
    assert "依据联合踏勘" not in desk("handler-003").get(f"/desk/cases/{case}/").text


def test_without_an_own_answer__the_visit_is_named_and_nothing_filled_in(desk: Any, plan: str) -> None:
    number, case = _at_the_visit(plan, answered=False)

    text = desk("handler-003").get(f"/desk/cases/{case}/").text
    answer = desk("handler-003").post(f"/desk/cases/{case}/step/send/", _typed(number))

    assert "本部门还没有答复" in text and 'name="joint_session"' not in text
    assert answer.status_code == 422 and 'id="e-joint_session"' in answer.text and _tasks(case) == []


def test_a_refused_step__keeps_what_was_typed(desk: Any, plan: str) -> None:
    number, case = _at_the_visit(plan)
    wrong = _typed(number, visitors=["nobody"], opinion="改过的意见")

    text = desk("handler-003").post(f"/desk/cases/{case}/step/send/", wrong).text

    assert (
        "改过的意见" in text and MINE not in text.partition('id="f-opinion"')[2].partition("</textarea>")[0]
    )
    assert 'name="joint_session" value="1" checked' in text


def test_other_steps_and_others__see_nothing_of_it(desk: Any, plan: str) -> None:
    number = called_jointly(plan)
    _said(number, RIVER, MINE)
    at_first = desk("handler-003").get(f"/desk/cases/{branch(number, RIVER).number}/").text
    other = desk("handler-001").get(f"/desk/cases/{branch(number, LAND).number}/").text

    assert "踏勘过" not in at_first and MINE not in other
    assert desk("handler-001").get(f"/desk/cases/{branch(number, BUILD).number}/").status_code == 404


def test_queries_of_the_page__stay_few(desk: Any, plan: str) -> None:
    _, case = _at_the_visit(plan)
    desk("handler-003").get(f"/desk/cases/{case}/")
    with CaptureQueriesContext(connection) as asked:
        desk("handler-003").get(f"/desk/cases/{case}/")

    assert len(asked) <= MOST_QUERIES, [one["sql"][:110] for one in asked]
