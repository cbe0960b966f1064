"""Refused forms of joint approval name their fields as the forms do."""

from typing import Any

import pytest
from tests.builders_joint_desk import called_jointly, received_jointly, reviewed_jointly
from tests.builders_joints import BUILD, LAND, RIVER, decided_branch, the_joint
from tests.web.form_names import called, miscalled

from qingdan.base.clock import day_of, now

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-084", "RQ-A8")]
LONG = "长" * 5_000


def refused(desk: Any, who: str, number: str, name: str, **typed: Any) -> str:
    form = {"version": the_joint(number).version} | typed
    answer = desk(who).post(f"/desk/joints/{number}/{name}/", form)
    assert answer.status_code == 422
    return str(answer.text)


def test_a_call__names_its_fields(desk: Any, plan: str) -> None:
    number = reviewed_jointly(plan)
    typed = dict.fromkeys(("matter", "place", "part", "bodies"), LONG)
    page = refused(desk, "window-001", number, "call", **typed)

    assert called(page).keys() >= {"kind", "matter", "place", "part", "bodies", "due_on"}
    assert miscalled(page) == {}
    today = day_of(now()).isoformat()
    visit = {"kind": "visit", "matter": "看地", "due_on": today, "items": [LAND]}
    assert miscalled(refused(desk, "window-001", number, "call", **visit)) == {}


def test_a_check__names_what_lacks_and_what_is_to_be_done(desk: Any, plan: str) -> None:
    number = received_jointly(plan)
    typed = {"item": RIVER, "verdict": "lacking", "defects": ["field-bank", "material-1"]}
    page = refused(desk, "window-003", number, "check", **typed)

    assert called(page).keys() == {f"{name}-{one}" for one in typed["defects"] for name in ("what", "how")}
    assert miscalled(page) == {}
    assert miscalled(refused(desk, "window-003", number, "check", item=RIVER)) == {}


@pytest.mark.parametrize("method", ["counter", "mail", "left", "notice"])
def test_a_service__names_its_fields(desk: Any, plan: str, method: str) -> None:
    number = reviewed_jointly(plan)
    for item in (LAND, RIVER, BUILD):
        decided_branch(number, item, at=now())
    page = refused(desk, "window-001", number, "serve", method=method)

    assert called(page) and miscalled(page) == {}


def test_an_opinion__names_its_fields(desk: Any, plan: str) -> None:
    number = called_jointly(plan)
    asked = {"session": "1", "item": RIVER, "clause": LONG, "text": LONG}
    page = refused(desk, "handler-003", number, "opinion", **asked)

    assert called(page) and miscalled(page) == {}
    assert miscalled(refused(desk, "handler-003", number, "opinion", **asked | {"stance": "agree"})) == {}


def test_the_intake__names_who_stands_there_and_what_is_asked(desk: Any, plan: str) -> None:
    page = desk("window-001").get("/desk/joint-intake/", {"plan": plan}).text
    mark = page.split('name="mark" value="')[1].split('"')[0]
    said = dict.fromkeys(("address", "agent_name", "phone"), LONG) | {"name": "江小灯", "id_kind": "zz"}
    form = {"plan": plan, "mark": mark, "once": "a" * 32, "id_number": "1"} | said
    answer = desk("window-001").post("/desk/joint-intake/send/", form)

    assert answer.status_code == 422 and "id_kind" in called(answer.text)
    assert miscalled(answer.text) == {}


def test_more_days__are_called_as_their_form_does(desk: Any, plan: str) -> None:
    number = reviewed_jointly(plan)
    page = refused(desk, "principal-001", number, "ask", days="99", reason="忙")

    assert called(page) and miscalled(page) == {}
