"""A joint application taken in at the lead's window: one screen, a case for every department, a receipt on paper."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders_cases import CITIZEN, ID_NUMBER, WINDOW
from tests.builders_files import PDF, given
from tests.builders_joints import (
    BUILD,
    LAND,
    NAMES,
    PROGRAM,
    RIVER,
    at_unit,
    branch,
    checked,
    states,
    the_joint,
)

from qingdan.base.clock import day_of, now
from qingdan.base.transactions import reading
from qingdan.cases.models import CaseMaterial
from qingdan.joints.models import JointApplication
from qingdan.joints.queries.tracking import tracked_joint
from qingdan.joints.services.checking import accept_joint, tell_defects

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G4", "RQ-P3", "RQ-A2")]
INTAKE = "/desk/joint-intake/"
MOST_QUERIES = 16
TYPED: dict[str, Any] = {
    "once": "a" * 32,
    "items": [*NAMES],
    "id_kind": "citizen_id",
    "name": "江小灯",
    "id_number": ID_NUMBER,
    "phone": "13800000000",
    "answer-f1": "灯火路",
    "answer-f2": "3",
    "answer-f3": "左岸",
    "material-1": "paper",
    "material-2": "scan",
}


def _mark(page: str) -> str:
    return re.findall(r'name="mark" value="([0-9a-f]+)"', page)[0]


def _send(desk: Any, plan: str, **more: Any) -> Any:
    chosen = "&".join(f"items={one}" for one in more.get("items", NAMES))
    page = desk("window-001").get(f"{INTAKE}?plan={plan}&{chosen}").text
    return desk("window-001").post(f"{INTAKE}send/", TYPED | {"plan": plan, "mark": _mark(page)} | more)


def _number(answer: Any) -> str:
    return str(answer["Location"].split("/")[3])


def _made() -> int:
    with reading(PROGRAM):
        return JointApplication.objects.filter(once="a" * 32).count()


def test_one_screen__makes_a_case_for_every_department(desk: Any, plan: str) -> None:
    answer = _send(desk, plan, **{"scan-1": given(PDF, "合格证.pdf"), "agent_name": "代小办"})
    receipt, number = desk("window-001").get(answer["Location"]).text, _number(answer)

    assert set(states(number).values()) == {"received"} and the_joint(number).channel == "window"
    river = branch(number, RIVER)
    assert (river.applicant_id, river.applicant_name, river.agent_name) == (None, "江小灯", "代小办")
    assert river.answers == {"street": "灯火路", "lamps": "3", "bank": "左岸"}
    with reading(WINDOW):
        filed = CaseMaterial.objects.filter(case__joint=number, case__item_code=BUILD).order_by("place")
        assert list(filed.values_list("place", "grade", "source")) == [(1, "B", "paper"), (2, "C", "paper")]
        assert filed[0].file is not None
    for words in (
        number,
        river.number,
        "市河道局",
        "江小灯",
        "代小办代办",
        "只显示这一次",
        "最晚答复",
        "/papers/",
    ):
        assert words in receipt
    assert "收件时已经给过" in desk("handler-001").get(f"/desk/joints/{number}/receipt/").text
    assert desk("window-003").get(f"/desk/joints/{number}/receipt/").status_code == 404


def test_its_query_code__opens_the_whole_and_staff_see_whose_it_is(desk: Any, plan: str) -> None:
    answer = _send(desk, plan)
    number = _number(answer)
    code = re.findall(
        r"查询码</dt><dd><b class=\"num\">([^<]+)", desk("window-001").get(answer["Location"]).text
    )

    with reading(CITIZEN):
        tracked = tracked_joint(number, code[0], by=CITIZEN, today=day_of(now()))
    assert [one.progress.item_name for one in tracked.lanes] == [*NAMES.values()]
    assert "江小灯" in desk("window-003").get(f"/desk/joints/{number}/").text
    assert "江小灯" in desk("window-003").get("/desk/joints/").text
    assert "江小灯" not in desk("centre").get(f"/desk/joints/{number}/").text


def test_sent_twice__is_one_application(desk: Any, plan: str) -> None:
    assert len({_send(desk, plan)["Location"] for _ in range(3)}) == 1
    assert _made() == 1
    answer = _send(desk, plan, name="李四")
    assert answer.status_code == 422 and "没有收下这一次" in answer.text and _made() == 1


def test_what_lacks__is_taken_all_the_same(desk: Any, plan: str) -> None:
    lacking = {"material-1": "", "material-2": "", "answer-f1": "", "answer-f2": "很多", "phone": ""}

    number = _number(_send(desk, plan, **lacking))

    assert branch(number, LAND).answers["lamps"] == "很多"
    with reading(WINDOW):
        assert not CaseMaterial.objects.filter(case__joint=number).exists()


def test_some_matters__have_a_form_of_their_own(desk: Any, plan: str) -> None:
    page = desk("window-001").get(f"{INTAKE}?plan={plan}&items={LAND}&items={BUILD}").text
    assert "岸别" not in page and "岸别" in desk("window-001").get(INTAKE).text

    number = _number(_send(desk, plan, items=[LAND, BUILD]))

    assert states(number) == {LAND: "received", BUILD: "received"}


WRONG = (
    ({"name": " "}, "name", "没有填"),
    ({"id_number": "110105194912310021"}, "id_number", "公民身份号码"),
    ({"items": [LAND]}, "items", "至少选两个"),
    ({"items": [RIVER, BUILD]}, "items", "牵头"),
    ({"items": ["灯"]}, "items", "至少选两个"),
    ({"mark": "0" * 32}, "send", "办事指南在填的时候改过"),
    ({"once": ""}, "once", "没有收下这一次"),
    ({"material-9": "paper"}, "place", "办事指南里没有这份材料"),
    ({"scan-1": given(b"<svg onload=alert(1)>", "灯.svg")}, "material-1", ""),
    ({"scan-9": given(PDF, "灯.pdf")}, "place", "办事指南里没有这份材料"),
)


@pytest.mark.parametrize(("more", "field", "words"), WRONG)
def test_a_wrong_word__is_refused_beside_its_field_and_nothing_is_kept(
    desk: Any, plan: str, more: dict[str, Any], field: str, words: str
) -> None:
    answer = _send(desk, plan, **more)

    assert answer.status_code == 422 and f'id="e-{field}"' in answer.text and words in answer.text
    assert "江小灯" in answer.text or "name" in more
    assert _made() == 0


def test_hostile_words__are_only_words(desk: Any, plan: str) -> None:
    hostile = {"name": "<script>alert(1)</script>\x00", "answer-f1": "{{ 7|add:7 }}<b>", "agent_name": "<i>"}

    answer = _send(desk, plan, **hostile)

    for who, address in (
        ("window-001", answer["Location"]),
        ("handler-003", f"/desk/joints/{_number(answer)}/"),
    ):
        page = desk(who).get(address).text
        assert "<script>alert" not in page and "<i>" not in page and "&lt;script&gt;" in page


def test_another_unit__takes_in_nothing_by_a_plan_that_it_does_not_lead(desk: Any, plan: str) -> None:
    page = desk("window-003").get(f"{INTAKE}?plan={plan}").text
    assert "没有由本单位牵头的" in page and "answer-f1" not in page

    answer = desk("window-003").post(f"{INTAKE}send/", TYPED | {"plan": plan, "mark": ""})

    assert answer.status_code == 404 and _made() == 0
    assert desk("approver-001").get(INTAKE).status_code == 404


def test_the_lead__is_shown_the_way_and_nobody_else(desk: Any, plan: str) -> None:
    for address in ("/desk/joints/", "/desk/intake/"):
        assert INTAKE in desk("window-001").get(address).text
        assert INTAKE not in desk("window-003").get(address).text
    assert INTAKE not in desk("principal-001").get("/desk/joints/").text


def test_what_lacks__is_brought_to_the_window_once_for_all_who_asked(desk: Any, plan: str) -> None:
    number = _number(_send(desk, plan, **{"material-1": "", "answer-f3": ""}))
    for item, lacks in ((LAND, ["material-1"]), (RIVER, ["material-1", "field-bank"]), (BUILD, [])):
        checked(number, item, *lacks, at=now())
    tell_defects(number=number, version=the_joint(number).version, by=at_unit(WINDOW, LAND), at=now())
    page = desk("window-001").get(f"/desk/joints/{number}/").text
    assert "收补正材料" in page and "市河道局：看不清" in page and 'name="material-2"' not in page
    assert "收下补正" not in desk("handler-001").get(f"/desk/joints/{number}/").text

    half = desk("window-001").post(f"/desk/joints/{number}/supplement/", {"answer-f3": "右岸"})
    assert half.status_code == 422 and 'id="e-material-1"' in half.text
    other = desk("window-003").post(f"/desk/joints/{number}/supplement/", {"material-1": "paper"})
    assert other.status_code == 404 and states(number)[RIVER] == "correcting"
    brought = {"answer-f3": "右岸", "material-1": "paper", "scan-1": given(PDF, "合格证.pdf")}
    assert desk("window-001").post(f"/desk/joints/{number}/supplement/", brought).status_code == 302

    assert set(states(number).values()) == {"received"} and branch(number, RIVER).answers["bank"] == "右岸"
    with reading(WINDOW):
        filed = CaseMaterial.objects.filter(case__joint=number, place=1)
        assert sorted(filed.values_list("case__item_code", "grade")) == [(LAND, "B"), (RIVER, "B")]
    for item in (LAND, RIVER):
        checked(number, item, at=now())
    accept_joint(number=number, version=the_joint(number).version, by=at_unit(WINDOW, LAND), at=now())
    assert states(number) == {LAND: "under_review", RIVER: "under_review", BUILD: "waiting"}


def test_queries__stay_few(desk: Any, plan: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert "answer-f3" in desk("window-001").get(INTAKE).text

    assert len(asked) <= MOST_QUERIES, [one["sql"][:120] for one in asked]
