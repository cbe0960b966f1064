"""A joint application on the desk: what is offered to whom, every act by its form, what is refused and where."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders_cases import WINDOW
from tests.builders_joint_desk import (
    all_checked,
    called_jointly,
    correcting_jointly,
    extension_asked,
    received_jointly,
    reviewed_jointly,
)
from tests.builders_joints import BUILD, LAND, PROGRAM, RIVER, branch, decided_branch, states, the_joint

from qingdan.base.clock import day_of, now
from qingdan.base.transactions import reading
from qingdan.cases.models import CasePaper
from qingdan.joints.models import JointBranch, JointOpinion, JointRequest

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-084", "RQ-A2", "RQ-A8", "RQ-A9")]
HOSTILE = "<script>alert(1)</script>'\"\u202e{{ 7|add:7 }}"
MOST_QUERIES = 40


def _at(number: str, name: str = "") -> str:
    return f"/desk/joints/{number}/{f'{name}/' if name else ''}"


def _send(desk: Any, who: str, number: str, name: str, **typed: Any) -> Any:
    return desk(who).post(_at(number, name), {"version": the_joint(number).version} | typed)


def _lacking(item: str = RIVER, **more: str) -> dict[str, Any]:
    subject = "field-bank"
    typed = {f"what-{subject}": "没有写清楚", f"how-{subject}": "写左岸或者右岸"}
    return {"item": item, "verdict": "lacking", "defects": [subject], "defects_shown": "1"} | typed | more


OFFERED = (
    ("window-001", received_jointly, {"check", "joint_call"}),
    ("window-003", received_jointly, {"check"}),
    ("handler-004", received_jointly, {"check"}),
    ("approver-003", received_jointly, set()),
    ("centre", received_jointly, set()),
    ("window-001", lambda plan: all_checked(plan, "field-bank"), {"check", "tell", "joint_call"}),
    ("window-003", lambda plan: all_checked(plan, "field-bank"), {"check"}),
    ("window-001", all_checked, {"check", "accept", "joint_call"}),
    ("window-001", correcting_jointly, {"check", "joint_call", "supplement"}),
    ("window-003", correcting_jointly, set()),
    ("principal-001", reviewed_jointly, {"ask"}),
    ("principal-003", reviewed_jointly, set()),
    ("handler-003", called_jointly, {"opinion"}),
    ("window-003", called_jointly, set()),
    ("government", extension_asked, {"answer"}),
    ("principal-001", extension_asked, set()),
    ("supervisor", extension_asked, set()),
)


@pytest.mark.parametrize(("who", "stands", "offered"), OFFERED)
def test_the_page__offers_what_is_lawful_now(
    desk: Any, plan: str, who: str, stands: Any, offered: set[str]
) -> None:
    number = stands(plan)

    text = desk(who).get(_at(number)).text

    forms = {name for name in ("check", "tell", "accept", "opinion", "close", "ask", "answer", "serve",
             "supplement") if
             f'action="{_at(number, name)}"' in text}  # fmt: skip
    assert forms | ({"joint_call"} if f'action="{_at(number, "call")}"' in text else set()) == offered


def test_each_checks__and_the_lead_tells_once_what_all_found(desk: Any, plan: str) -> None:
    number = received_jointly(plan)
    for who, item in (("window-001", LAND), ("handler-004", BUILD)):
        assert _send(desk, who, number, "check", item=item, verdict="complete").status_code == 302
    assert _send(desk, "window-003", number, "check", **_lacking()).status_code == 302
    page = desk("window-001").get(_at(number)).text
    assert "市河道局" in page and "写左岸或者右岸" in page

    assert _send(desk, "window-001", number, "tell").status_code == 302

    assert states(number) == {LAND: "received", RIVER: "correcting", BUILD: "received"}
    with reading(WINDOW):
        assert CasePaper.objects.filter(case__joint=number, kind="correction_notice").count() == 1
    again = _send(desk, "window-001", number, "tell")
    assert again.status_code == 422 and "一次告知" in again.text


def test_all_complete__the_lead_accepts_and_the_lanes_say_who_waits_for_whom(desk: Any, plan: str) -> None:
    number = all_checked(plan)

    assert _send(desk, "window-001", number, "accept").status_code == 302

    text = desk("window-004").get(_at(number)).text
    assert "等：灯塔用地许可" in text and "承诺 30 个工作日" in text and "总限 45 个工作日" in text
    assert "<svg" in text and "总限到期" in text


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"verdict": ""}, "verdict", "选"),
        ({"verdict": "lacking"}, "defects", "没有勾选"),
        (_lacking(**{"how-field-bank": ""}), "how-field-bank", "要填"),
        ({"verdict": "lacking", "defects": ["material-99"]}, "defects", "办事指南"),
        (_lacking(verdict="complete"), "defects", "又勾了缺的"),
        (_lacking(verdict="complete") | {"defects": []}, "what-field-bank", "没有勾“列入”"),
        (_lacking() | {"what-material-1": "看不清"}, "what-material-1", "没有勾“列入”"),
        (_lacking(verdict="finished"), "verdict", "选"),
    ],
)
def test_a_wrong_check__is_refused_beside_its_field(
    desk: Any, plan: str, typed: dict[str, Any], field: str, words: str
) -> None:
    number = received_jointly(plan)

    answer = _send(desk, "window-003", number, "check", **({"item": RIVER} | typed))

    assert answer.status_code == 422 and f'id="e-{field}"' in answer.text, answer.text
    assert words in answer.text.split(f'id="e-{field}"')[1]
    assert str(typed.get("how-field-bank", "")) in answer.text
    assert branch(number, RIVER).state == "received"


def test_a_check__has_one_button_which_is_no_verdict_and_leaves_offered_words_alone(
    desk: Any, plan: str
) -> None:
    number = received_jointly(plan)
    form = desk("window-003").get(_at(number)).text.split('/check/"')[1].split("</form>")[0]
    assert form.count("<button") == 1 and 'name="verdict" value="complete">' in form
    _send(desk, "window-003", number, "check", **_lacking())

    again = _lacking(verdict="complete") | {"defects": []}

    assert _send(desk, "window-003", number, "check", **again).status_code == 302
    assert branch(number, RIVER).state == "received"


def test_two_at_once__the_later_is_told_and_keeps_what_was_typed(desk: Any, plan: str) -> None:
    number = received_jointly(plan)
    version = the_joint(number).version
    _send(desk, "handler-003", number, "check", item=RIVER, verdict="complete")

    answer = _send(desk, "window-003", number, "check", **_lacking(), version=version)

    assert answer.status_code == 422 and "别人办过" in answer.text and "写左岸或者右岸" in answer.text
    with reading(PROGRAM):
        assert JointBranch.objects.get(joint__number=number, item=RIVER).checked is True


def test_another_departments_matter__is_not_checked_by_mine(desk: Any, plan: str) -> None:
    number = received_jointly(plan)

    assert _send(desk, "window-003", number, "check", item=LAND, verdict="complete").status_code == 404
    assert _send(desk, "window-003", number, "accept").status_code == 404
    assert _send(desk, "principal-003", number, "ask", days="5", reason="忙").status_code == 404
    assert _send(desk, "principal-001", number, "answer", verdict="approve").status_code == 404


def test_a_visit__is_called_answered_in_one_table_and_summed_up(desk: Any, plan: str) -> None:
    number = reviewed_jointly(plan)
    today = day_of(now()).isoformat()
    asked = {"kind": "visit", "matter": "看地", "due_on": today, "held_on": today, "items": [LAND, RIVER]}
    assert _send(desk, "window-001", number, "call", **asked).status_code == 302
    for who, item, said in (
        ("handler-001", LAND, {"stance": "agree"}),
        ("handler-003", RIVER, {"stance": "disagree", "clause": "", "text": "太近"}),
    ):
        answer = _send(desk, who, number, "opinion", session="1", item=item, **said)
    assert answer.status_code == 422 and 'id="e-clause"' in answer.text
    said = {"stance": "disagree", "clause": "第四条", "text": HOSTILE}
    assert _send(desk, "handler-003", number, "opinion", session="1", item=RIVER, **said).status_code == 302

    text = desk("window-001").get(_at(number)).text
    assert "不同意" in text and "&lt;script&gt;" in text and HOSTILE not in text
    assert _send(desk, "window-001", number, "close", session="1", conclusion="退后十步").status_code == 302
    with reading(PROGRAM):
        assert JointOpinion.objects.filter(session__joint__number=number, stance="").count() == 0


def test_who_has_no_account__gets_a_link_that_is_shown_once(desk: Any, plan: str) -> None:
    number = reviewed_jointly(plan)
    asked = {
        "kind": "consultation",
        "matter": "要不要灯塔",
        "due_on": day_of(now()).isoformat(),
        "bodies": "灯塔村\n供电公司",
    }

    answer = _send(desk, "window-001", number, "call", **asked)

    assert answer.status_code == 200 and answer.text.count("/joint/opinion/") == 2
    page = desk("window-001").get(_at(number)).text
    assert "灯塔村" in page and "/joint/opinion/" not in page and "还没有确认收到" in page


def test_more_days__are_asked_by_the_leads_head_and_answered_by_the_government(desk: Any, plan: str) -> None:
    number = reviewed_jointly(plan)
    assert _send(desk, "principal-001", number, "ask", days="16", reason="忙").status_code == 422
    assert _send(desk, "principal-001", number, "ask", days="10", reason="专家没有看完").status_code == 302
    assert "专家没有看完" in desk("government").get(_at(number)).text
    assert number in desk("government").get("/desk/joints/").text

    assert _send(desk, "government", number, "answer", verdict="approve").status_code == 302

    assert the_joint(number).extended == 10
    assert "总限 55 个工作日" in desk("window-001").get(_at(number)).text
    with reading(PROGRAM):
        assert JointRequest.objects.get(joint__number=number).approved is True


def test_decisions_that_are_out__are_served_together(desk: Any, plan: str) -> None:
    number = reviewed_jointly(plan)
    for item in (LAND, RIVER, BUILD):
        decided_branch(number, item, at=now())
    served = {
        "method": "counter", "given_on": day_of(now()).isoformat(), "signer": "self", "receiver": "江小灯",
        "receiver_id": "11010519491231002X", "service_proof": "本人签字",
    }  # fmt: skip

    assert _send(desk, "window-001", number, "serve", **served).status_code == 302

    assert set(states(number).values()) <= {"served", "archived"}


def test_the_page__asks_the_database_a_fixed_number_of_times(desk: Any, plan: str) -> None:
    number = called_jointly(plan)

    with CaptureQueriesContext(connection) as questions:
        desk("handler-001").get(_at(number))

    assert len(questions) <= MOST_QUERIES, [one["sql"][:120] for one in questions]


def test_the_record_of_a_branch__names_the_person_it_was_done_for(desk: Any, plan: str) -> None:
    number = all_checked(plan)
    _send(desk, "window-001", number, "accept")

    text = desk("handler-003").get(f"/desk/cases/{branch(number, RIVER).number}/").text

    assert "系统（代程window-001）" in text and "（代window" not in text
    assert "（代citizen）" not in text and "（代系统）" not in text


def test_the_next_step__stands_open(desk: Any, plan: str) -> None:
    number = received_jointly(plan)
    fresh = desk("window-003").get(_at(number)).text
    assert 'data-opens="lacks"' in fresh and '<details id="lacks"' in fresh
    _send(desk, "window-003", number, "check", **_lacking())
    assert '<details id="lacks" open>' in desk("window-003").get(_at(number)).text


def test_serving__stands_open_when_all_have_decided(desk: Any, plan: str) -> None:
    number = reviewed_jointly(plan)
    for item in (LAND, RIVER, BUILD):
        decided_branch(number, item, at=now())

    assert "<details open><summary>统一送达" in desk("window-001").get(_at(number)).text
