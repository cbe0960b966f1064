"""Calling together, answering, summing up on the desk: what is typed is taken for what it was typed for, once."""

import re
from typing import Any

import pytest
from tests.builders_joint_desk import called_jointly, reviewed_jointly
from tests.builders_joints import BUILD, LAND, PROGRAM, RIVER, the_joint

from qingdan.base.clock import day_of, now
from qingdan.base.events.models import Event
from qingdan.base.transactions import reading
from qingdan.data.labels import long_date
from qingdan.joints.models import JointSession
from qingdan.web.shared.numbers import day_typed

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-084", "RQ-A8")]


def _at(number: str, name: str = "") -> str:
    return f"/desk/joints/{number}/{f'{name}/' if name else ''}"


def _form(number: str, name: str) -> str:
    return f'action="{_at(number, name)}"'


def _send(desk: Any, who: str, number: str, name: str, **typed: Any) -> Any:
    return desk(who).post(_at(number, name), {"version": the_joint(number).version} | typed)


def _call(desk: Any, number: str, **typed: Any) -> Any:
    today = day_of(now()).isoformat()
    asked = {"kind": "visit", "matter": "看地", "due_on": today, "held_on": today, "items": [LAND, RIVER]}
    return _send(desk, "window-001", number, "call", **asked | typed)


@pytest.mark.parametrize("field", ["due_on", "held_on"])
def test_day_of_a_week__is_no_day(desk: Any, plan: str, field: str) -> None:
    number = reviewed_jointly(plan)
    year, week, day = day_of(now()).isocalendar()

    answer = _call(desk, number, **{field: f"{year}-W{week:02}-{day}"})

    assert answer.status_code == 422 and f'id="e-{field}"' in answer.text
    with reading(PROGRAM):
        assert not JointSession.objects.filter(joint__number=number).exists()


def test_day_that_never_comes__is_refused_beside_its_field(desk: Any, plan: str) -> None:
    number = reviewed_jointly(plan)

    answer = _call(desk, number, held_on="9999-12-31")

    assert answer.status_code == 422 and 'id="e-held_on"' in answer.text
    assert long_date(day_of(now())) in answer.text


def test_double_click_on_calling__shows_the_links_again(desk: Any, plan: str) -> None:
    number = reviewed_jointly(plan)
    once = _once(desk("window-001").get(_at(number)).text)
    asked = {"version": the_joint(number).version, "once": once, "bodies": "灯塔村\n供电公司", "items": []}
    asked |= {"kind": "consultation", "held_on": ""}
    first, second = (_call(desk, number, **asked) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 200)
    assert _links(first.text) == _links(second.text) and len(_links(first.text)) == 2
    other = _call(desk, number, **{**asked, "bodies": "灯塔村"})
    assert other.status_code == 422 and 'id="e-once"' in other.text and _once(other.text) != once


def test_link_that_was_lost__is_made_anew_on_its_line(desk: Any, plan: str) -> None:
    number = reviewed_jointly(plan)
    old = _links(_call(desk, number, kind="consultation", bodies="灯塔村").text)
    page = desk("window-001").get(_at(number)).text
    assert page.count("换一个新链接</button>") == 1 and "给灯塔村换一个新链接" in page
    assert "换一个新链接" not in desk("handler-003").get(_at(number)).text

    asked = {"session": "1", "body": "灯塔村", "once": _once(page)}
    answer = _send(desk, "window-001", number, "link", **asked)

    assert answer.status_code == 200 and "原来的链接作废" in answer.text
    (new,) = _links(answer.text)
    assert new not in old and desk("window-001").get(old[0]).status_code == 404
    assert "确认收到" in desk("window-001").get(new).text
    assert "换发答复链接，旧的作废（灯塔村）" in desk("window-001").get(_at(number)).text
    assert _send(desk, "window-003", number, "link", **asked).status_code == 404


def _once(text: str) -> str:
    return re.findall(r'name="once" value="([0-9a-f]{32})"', text)[0]


def _links(text: str) -> list[str]:
    return re.findall(r"/joint/opinion/[^<]+/", text)


def test_what_was_called_together__is_called_off_by_the_lead_and_stays_to_be_seen(
    desk: Any, plan: str
) -> None:
    number = called_jointly(plan)
    page = desk("window-001").get(_at(number)).text
    assert "?off=1#session-1" in page and _at(number, "call-off") not in page
    assert "?off=1" not in desk("handler-003").get(_at(number)).text
    assert _at(number, "call-off") in desk("window-001").get(_at(number), {"off": "1"}).text
    assert _at(number, "call-off") not in desk("handler-003").get(_at(number), {"off": "1"}).text

    refused = _send(desk, "window-001", number, "call-off", off="1", why="")
    assert refused.status_code == 422 and 'id="e-why"' in refused.text
    assert _send(desk, "window-003", number, "call-off", off="1", why="改期").status_code == 404
    assert _send(desk, "window-001", number, "call-off", off="1", why="下大雨").status_code == 302

    text = desk("handler-003").get(_at(number)).text
    assert "已取消" in text and "下大雨" in text and "取消联合踏勘" in text
    assert _at(number, "opinion") not in text and "等答复" not in text


def test_same_answer_twice__is_taken_once(desk: Any, plan: str) -> None:
    number = called_jointly(plan)
    said = {"session": "1", "item": RIVER, "stance": "disagree", "clause": "第四条", "text": "太近 河"}

    answers = [_send(desk, "handler-003", number, "opinion", **said) for _ in range(2)]

    assert [one.status_code for one in answers] == [302, 302]
    with reading(PROGRAM):
        assert Event.objects.filter(subject=f"joint:{number}", kind="OpinionGiven").count() == 1


def test_answer_to_what_was_answered__fills_no_other_sessions_form(desk: Any, plan: str) -> None:
    number = called_jointly(plan)
    assert _call(desk, number).status_code == 302
    said = {"session": "2", "item": RIVER, "stance": "agree"}
    assert _send(desk, "handler-003", number, "opinion", **said).status_code == 302
    again = {**said, "stance": "disagree", "clause": "第四条", "text": "太近河"}

    answer = _send(desk, "handler-003", number, "opinion", **again)

    assert answer.status_code == 422
    assert _form(number, "opinion") not in answer.text and "?session=1#session-1" in answer.text
    part = answer.text[answer.text.index('id="session-2"') :]
    assert "你写的" in part and "不同意" in part and "第四条" in part and "太近河" in part
    assert 'id="f-stance"' in part and "已经答复过" in part


def test_answer_that_lacks_something__stands_in_the_form_it_was_typed_for(desk: Any, plan: str) -> None:
    number = called_jointly(plan)
    assert _call(desk, number).status_code == 302
    said = {"session": "2", "stance": "disagree", "clause": "", "text": "太近河"}

    answer = _send(desk, "handler-003", number, "opinion", item=RIVER, **said)
    part = answer.text[answer.text.index('id="session-2"') :]
    assert answer.status_code == 422 and answer.text.count(_form(number, "opinion")) == 1
    assert 'name="session" value="2"' in part and ">\n太近河</textarea>" in part and "你写的" not in part


def test_opinion_of_another_matter__fills_no_form(desk: Any, plan: str) -> None:
    number = called_jointly(plan)
    said = {"session": "1", "stance": "disagree", "clause": "", "text": "太近河"}
    answer = _send(desk, "handler-003", number, "opinion", item=LAND, **said)

    assert answer.status_code == 404


def test_summing_up_what_was_summed_up__fills_no_other_sessions_form(desk: Any, plan: str) -> None:
    number = called_jointly(plan)
    assert _call(desk, number).status_code == 302
    for session, items in ((1, (LAND, RIVER, BUILD)), (2, (LAND, RIVER))):
        for item in items:
            said = {"session": str(session), "item": item, "stance": "agree"}
            assert _send(desk, f"handler-{item[6:9]}", number, "opinion", **said).status_code == 302
    closed = {"session": "2", "conclusion": "退后十步"}
    assert _send(desk, "window-001", number, "close", **closed).status_code == 302

    answer = _send(desk, "window-001", number, "close", **{**closed, "conclusion": "退后百步"})

    assert answer.status_code == 422 and _form(number, "close") not in answer.text
    part = answer.text[answer.text.index('id="session-2"') :]
    assert "你写的" in part and "退后百步" in part and "退后百步" not in answer.text[: -len(part)]
    empty = _send(desk, "window-001", number, "close", session="1", conclusion="")
    assert empty.status_code == 422 and 'name="session" value="1"' in empty.text


@pytest.mark.parametrize("words", ["2026-W49-1", "20261201", "2026-12-1", "２０２６-12-01", "2026-02-30", ""])
def test_what_no_date_field_sends__is_no_day(words: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        day_typed(words)


def test_day__is_read_as_date_fields_send_it() -> None:
    assert day_typed("2026-12-01").isoformat() == "2026-12-01"
