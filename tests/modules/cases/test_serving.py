"""Service: from which day, signed by whom, recorded how; the electronic one by the system alone; a pause cut short."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.builders import CITY, NOW
from tests.builders_cases import (
    CITIZEN,
    DAY,
    HANDLER,
    HEAD,
    ID_NUMBER,
    LATER,
    WINDOW,
    a_serving_city,
    accepted,
    decided,
    handed_over,
    the_case,
)

from qingdan.base.actor import SYSTEM
from qingdan.base.clock import day_of
from qingdan.base.refusal import Refused
from qingdan.base.snapshots.queries import thaw
from qingdan.base.transactions import reading
from qingdan.cases.models import CasePaper, CaseService
from qingdan.cases.queries.progress import progress_of
from qingdan.cases.services.consent import agree_to_electronic
from qingdan.cases.services.requests import Asked, approve, ask, end_pause
from qingdan.cases.services.timers import run_timers

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G5", "RQ-A11")]
PROGRAM = replace(SYSTEM, region=CITY, regions=(CITY,))
OTHER = {"signer": "other", "receiver": "江大灯", "receiver_id": "11010519491231002X", "relation": "父亲"}


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    a_serving_city()


def _last_paper(number: str) -> Any:
    with reading(WINDOW):
        return thaw(CasePaper.objects.filter(case__number=number).latest("pk").digest)


@pytest.mark.parametrize(
    ("said", "key", "field"),
    [
        ({"given_on": None}, "desk.required", "given_on"),
        ({"given_on": day_of(LATER - DAY)}, "case.given_between", "given_on"),
        ({"given_on": day_of(LATER + DAY)}, "case.given_between", "given_on"),
        ({"method": "pigeon"}, "desk.choice", "method"),
        ({"method": "electronic"}, "case.electronic_by_system", "method"),
        ({"receiver": "别人"}, "case.not_self", "receiver"),
        ({"receiver_id": "11010519491231003X"}, "case.not_own_number", "receiver_id"),
        ({"signer": "agent"}, "case.not_agent", "receiver"),
        (OTHER | {"relation": " "}, "desk.required", "relation"),
        (OTHER | {"receiver_id": "110105194912310021"}, "case.citizen_id", "receiver_id"),
        ({"method": "post", "mail_number": "12"}, "case.mail_number", "mail_number"),
        ({"method": "left", "refused": "不在"}, "desk.required", "witnesses"),
        ({"proof": ""}, "case.service_proved", "service_proof"),
    ],
)
def test_service__is_refused_beside_its_field(said: dict[str, Any], key: str, field: str) -> None:
    number = decided()
    with pytest.raises(Refused) as refused:
        handed_over(number, **said)
    assert [(one.key, one.where.field) for one in refused.value.problems] == [(key, field)]


def test_the_record__says_who_signed_for_whom_and_what() -> None:
    number = decided(granted=False)
    handed_over(number, at=LATER + DAY, **OTHER)

    record = _last_paper(number)
    assert (record["receiver"], record["signed_by"], record["relation"]) == ("江小灯", "江大灯", "父亲")
    assert record["document"].startswith("不予行政许可决定书 ") and number in record["document"]
    assert (record["served_on"], record["review_until"]) == ("2026-06-02", "2026-08-03")


def test_an_announcement__is_service_after_thirty_days() -> None:
    number = decided()
    handed_over(number, method="announced", receiver="", receiver_id="", proof="临江日报第二版")

    with reading(WINDOW):
        service = CaseService.objects.get(case__number=number)
    assert (service.given_on, service.on) == (date(2026, 6, 1), date(2026, 7, 1))
    assert _last_paper(number)["review_until"] == "2026-08-31"


def test_the_system__serves_who_agreed_and_records_the_arrival() -> None:
    number = decided()
    assert run_timers(by=PROGRAM, at=LATER)["serve"] == 0
    agree_to_electronic(number=number, agreed=True, by=CITIZEN, at=LATER)
    assert run_timers(by=PROGRAM, at=LATER)["serve"] == 1

    record = _last_paper(number)
    assert the_case(number).state == "served" and record["method"] == "电子送达"
    assert "送到申请人的账户" in record["proof"] and "2026年6月1日" in record["proof"]
    assert run_timers(by=PROGRAM, at=LATER)["serve"] == 0


def test_a_pause__says_the_same_days_on_page_and_paper_and_is_cut_short_in_writing() -> None:
    number = accepted()
    asked = Asked(action="suspend", kind="expert_review", ground="第四条", reason="请专家看", days=15)
    ask(number=number, asked=asked, by=HANDLER, at=LATER)
    approve(number=number, action="suspend", by=HEAD, at=LATER)
    told = _last_paper(number)
    with reading(WINDOW):
        shown = progress_of(the_case(number), day_of(LATER)).pauses
    assert (told["stopped_days"], [one.days for one in shown]) == ("15", [15])

    end_pause(number=number, result="专家意见一号", by=HANDLER, at=LATER + 3 * DAY)
    notice = _last_paper(number)
    assert (notice["kind"], notice["stopped_days"]) == ("resumption_notice", "2")
    assert notice["decision_until"] == str(the_case(number).decision_due_on)
    assert notice["resumes_on"] == str(day_of(NOW + 3 * DAY))


def test_who_collects__with_the_own_number_is_served() -> None:
    number = decided()
    handed_over(number, receiver_id=ID_NUMBER.lower())
    assert the_case(number).state == "served"
