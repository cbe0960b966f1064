"""Two who act on one case in the same instant, in a database of their own: one act is kept, the other reads whose."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from tests.builders_account import signed_in
from tests.builders_case_desk import accepted_now, asked_now, reviewed_now, seated
from tests.builders_cases import (
    APPROVER,
    CITIZEN,
    HANDLER,
    HEAD,
    WINDOW,
    a_serving_city,
    an_applicant,
    the_case,
)
from tests.database_copy import copied_database, drop_copy
from tests.in_turn import second_after_first

from qingdan.base.clock import now
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import CaseDecision
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.cases.services.objections import answer_objection, object_to_case
from qingdan.cases.services.requests import approve, decline
from qingdan.cases.services.running import StepDone, do_step
from qingdan.referrals.services.returning import withdraw_application

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("RQ-A4", "RQ-G5", "G-hostile")
COPY = "decided_at_once"
FACTS = "灯柱高三米，合格"


@pytest.fixture(scope="module", autouse=True)
def own_database(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[None]:
    """A copy of the empty city to write into for good."""
    with copied_database(city_cluster, COPY, django_db_blocker):
        a_serving_city()
        seated()
        with writing(CITIZEN):
            an_applicant()
        yield
    drop_copy(city_cluster, COPY)


def _decide(number: str, *, granted: bool = True) -> Callable[[], object]:
    said = Decided(granted=granted, facts="都合格", clauses=(1,), reasons="" if granted else "太暗")
    version = the_case(number).version
    return partial(decide_case, number=number, version=version, decided=said, by=APPROVER, at=now())


def _withdraw(number: str) -> Callable[[], object]:
    return partial(withdraw_application, number=number, by=CITIZEN, at=now())


def _post(who: str, number: str, name: str, **typed: Any) -> Callable[[], object]:
    """The form as it stood before; what its sender then sees (status, text)."""
    client, sent = signed_in(who, factor_ago=0), {"version": the_case(number).version} | typed

    def send() -> tuple[int, str]:
        answer = client.post(f"/desk/cases/{number}/{name}/send/", sent)
        return answer.status_code, answer.text

    return send


def _second_page(first: Callable[[], object], second: Callable[[], object]) -> str:
    answered = second_after_first(first, second, by=APPROVER)
    assert isinstance(answered, tuple)
    status, text = answered
    assert status == 422
    return str(text)


def _decisions(number: str) -> int:
    with reading(WINDOW):
        return CaseDecision.objects.filter(case__number=number).count()


def test_two_who_decide_at_once__the_second_reads_who_decided_what() -> None:
    number = reviewed_now("two")
    second = _post("approver", number, "decide", verdict="refuse", facts=FACTS, clauses="1", reason="太暗")

    text = _second_page(_decide(number), second)

    assert _decisions(number) == 1 and the_case(number).state == "granted"
    assert "这一件又往下办了" in text and f"{APPROVER.name}　准予许可" in text
    assert "没有记下" in text and FACTS in text and "太暗" in text


def test_decided_while_withdrawn__reads_that_it_was_taken_back() -> None:
    number = reviewed_now("back")
    second = _post("approver", number, "decide", verdict="grant", facts=FACTS, clauses="1")

    text = _second_page(_withdraw(number), second)

    assert _decisions(number) == 0 and the_case(number).state == "withdrawn"
    assert "这一件又往下办了" in text and "撤回申请" in text and FACTS in text


def test_withdrawn_while_decided__is_refused_and_the_decision_stays() -> None:
    number = reviewed_now("late")
    client = signed_in(CITIZEN.username)

    def withdraw() -> tuple[int, str]:
        answer = client.post(f"/my/cases/{number}/withdraw/")
        return answer.status_code, answer.text

    text = _second_page(_decide(number), withdraw)

    assert the_case(number).state == "granted"
    assert "现在不能这样办" in text and "准予许可" in text


def test_two_who_do_one_step__the_second_keeps_what_he_wrote_and_no_other_step_gets_it() -> None:
    number = accepted_now("step")
    version = the_case(number).version
    first = partial(
        do_step, number=number, version=version, step=3, said=StepDone(opinion="先看完"), by=HANDLER, at=now()
    )
    text = _second_page(first, _post("handler_2", number, "step", step="3", opinion=FACTS))

    box = text.partition('id="f-opinion"')[2].partition("</textarea>")[0]
    assert f"{HANDLER.name}　办理环节" in text and FACTS in text and FACTS not in box


@pytest.mark.parametrize(("first", "words"), [("approve", "：同意"), ("decline", "：不同意")])
def test_two_heads_who_answer_one_request__the_second_reads_the_answer(first: str, words: str) -> None:
    number = accepted_now(f"ask-{first}")
    asked_now(number)
    one: dict[str, Callable[[], object]] = {
        "approve": partial(approve, number=number, action="suspend", by=HEAD, at=now()),
        "decline": partial(decline, number=number, action="suspend", answer="不用", by=HEAD, at=now()),
    }
    second = _post("principal", number, "answer", action="suspend", verdict="decline", answer=FACTS)

    text = _second_page(one[first], second)

    assert f"{HEAD.name} 刚刚答复过{words}" in text and FACTS in text


def test_two_who_answer_one_objection__the_second_reads_the_first() -> None:
    number = accepted_now("object")
    object_to_case(number=number, text="太慢", by=CITIZEN, at=now())
    first = partial(answer_objection, number=number, answer="马上办", by=HANDLER, at=now())

    text = _second_page(first, _post("handler_2", number, "objection", answer=FACTS))

    assert "刚刚有人答复过" in text and "马上办" in text and FACTS in text


def test_a_step_that_was_just_done__cannot_be_handed_over_any_more() -> None:
    number = accepted_now("take")
    version = the_case(number).version
    first = partial(
        do_step, number=number, version=version, step=3, said=StepDone(opinion="看完"), by=HANDLER, at=now()
    )

    assert "刚刚有人办过" in _second_page(
        first, _post("handler_2", number, "take", step="3", holder="handler_2")
    )


def test_a_hearing_offered_while_it_is_decided__is_told_so() -> None:
    number = reviewed_now("hear")

    text = _second_page(_decide(number), _post("handler", number, "hearing", part="offer"))

    assert "这一件又往下办了" in text and f"{APPROVER.name}　准予许可" in text
