"""A case followed by number and query code: what is shown, what is not, and that nobody guesses (RQ-G6)."""

import re
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from tests.builders import CITY, NOW
from tests.builders_cases import (
    CITIZEN,
    HANDLER,
    HEAD,
    LATER,
    WINDOW,
    a_serving_city,
    accepted,
    submitted,
    the_case,
)

from qingdan.base.clock import day_of, now
from qingdan.base.transactions import reading
from qingdan.cases.models import CaseObjection
from qingdan.cases.services.accepting import accept_case
from qingdan.cases.services.applying import CaseReceipt
from qingdan.cases.services.objections import answer_objection
from qingdan.cases.services.requests import Asked, approve, ask
from qingdan.web.portal.throttle import AN_HOUR

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G6")]
LOOK, OBJECT = "/cases/track/look/", "/cases/track/object/"


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    cache.clear()
    a_serving_city()


def look(number: str, code: str, address: str = LOOK, **more: str) -> Any:
    return Client().post(address, {"number": number, "query_code": code, **more})


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(answer.content.decode())))


def paused() -> CaseReceipt:
    """A case whose clock stands, with its code."""
    receipt = submitted()
    number = receipt.number
    accept_case(number=number, version=the_case(number).version, by=WINDOW, at=LATER)
    stop = Asked(action="suspend", kind="expert_review", ground="第四十五条", reason="要评审", days=5)
    ask(number=number, asked=stop, by=HANDLER, at=LATER)
    approve(number=number, action="suspend", by=HEAD, at=LATER)
    return receipt


def test_look__shows_state_and_days_and_nobodys_name() -> None:
    receipt = submitted()
    answer = look(receipt.number, receipt.code.lower())

    assert answer.status_code == 200 and not answer.cookies
    assert "已收件，待受理" in words(answer) and "告知是否受理" in words(answer)
    assert CITIZEN.name not in words(answer) and "灯笼合格证" not in words(answer)
    assert '<ol class="days">' in answer.content.decode()


def test_look__says_why_the_clock_stands_and_how_long() -> None:
    receipt = paused()
    said = words(look(receipt.number, receipt.code))

    assert "停止计时" in said and "专家评审" in said and "5 个工作日" in said


@pytest.mark.parametrize("number", ["right", "260601-360900-013-99999-7", "nonsense"])
def test_look__answers_a_wrong_number_as_a_wrong_code(number: str) -> None:
    receipt = submitted()
    answer = look(receipt.number if number == "right" else number, "AAAAA-AAAAA")

    assert answer.status_code == 422
    assert "编号和查询码对不上" in words(answer)


def test_look__takes_a_number_in_one_piece() -> None:
    receipt = submitted()

    assert look(receipt.number.replace("-", ""), receipt.code.replace("-", " ")).status_code == 200


def test_guesses__are_blocked_before_the_fiftieth_and_the_right_code_too() -> None:
    receipt = submitted()
    said = [words(look(receipt.number, f"AAAAA-{place:05d}")) for place in range(50)]

    assert any("次数太多" in one for one in said)
    assert look(receipt.number, receipt.code).status_code == 422
    assert "次数太多" in words(look(receipt.number, receipt.code, OBJECT, text=""))


def test_guesses__at_one_number_shut_out_neither_other_numbers_nor_other_addresses() -> None:
    receipt, other = submitted(), submitted(once="other")
    for place in range(25):
        look(receipt.number, f"AAAAA-{place:05d}")

    assert look(receipt.number, receipt.code).status_code == 422
    assert look(other.number, other.code).status_code == 200
    elsewhere = Client(REMOTE_ADDR="203.0.113.7")
    asked = {"number": receipt.number, "query_code": receipt.code}
    assert elsewhere.post(LOOK, asked).status_code == 200


def test_guesses__at_many_numbers_are_blocked_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(AN_HOUR, "case_guess_all", 40)
    receipt = submitted()
    for place in range(AN_HOUR["case_guess_all"]):
        look(f"nonsense{place}", "AAAAA-AAAAA")

    assert look(receipt.number, receipt.code).status_code == 422


def test_right_codes__are_not_counted() -> None:
    receipt = submitted()

    assert {look(receipt.number, receipt.code).status_code for _ in range(45)} == {200}


def test_objection__is_taken_in_once_and_answered_on_the_page() -> None:
    receipt = submitted()
    first = look(receipt.number, receipt.code, OBJECT, text="窗口没有给回执")
    second = look(receipt.number, receipt.code, OBJECT, text="还没有")
    answer_objection(number=receipt.number, answer="回执在文书里", by=WINDOW, at=LATER)

    assert "异议已经收到" in words(first) and "窗口没有给回执" in words(first)
    assert second.status_code == 422 and "等答复" in words(second)
    assert "回执在文书里" in words(look(receipt.number, receipt.code))
    with reading(WINDOW):
        assert CaseObjection.objects.get().due_on > day_of(now())


def test_objection__without_the_code_is_none() -> None:
    answer = look(submitted().number, "AAAAA-AAAAA", OBJECT, text="不服")

    assert answer.status_code == 422 and "对不上" in words(answer)


def test_county_page__finds_a_case_of_the_city() -> None:
    receipt = submitted(at=NOW)

    assert receipt.number[7:13] == CITY
    assert look(receipt.number, receipt.code, f"/360902{LOOK}").status_code == 200


def test_accepted_case__shows_both_limits_side_by_side() -> None:
    receipt = submitted()
    accepted_number = accepted(once="other")
    assert accepted_number != receipt.number
    accept_case(number=receipt.number, version=the_case(receipt.number).version, by=WINDOW, at=LATER)
    said = words(look(receipt.number, receipt.code))

    assert "承诺办结" in said and "法定期限" in said and "正在办分办" in said
