"""Hearings: the right told, asked for in five days, called seven before, recorded (行政许可法 Art. 46–48)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.builders import NOW, PASSWORD, SETTER
from tests.builders_cases import (
    APPROVER,
    CITIZEN,
    DAY,
    HANDLER,
    HEAD,
    LATER,
    WINDOW,
    a_serving_city,
    reviewed,
    the_case,
)
from tests.builders_powers import OWN

from qingdan.base.people.services import appoint, open_account
from qingdan.base.refusal import Missing, Refused
from qingdan.base.snapshots.queries import thaw
from qingdan.base.transactions import reading
from qingdan.cases.models import CasePaper
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.cases.services.hearings import (
    HearingCalled,
    HearingRecord,
    ask_for_hearing,
    call_hearing,
    offer_hearing,
    record_hearing,
)
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G5")]
IN_TIME = datetime(
    2026, 6, 12, 2, tzinfo=UTC
)  # told on Monday 1 June: the seventh working day after is 10 June


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    a_serving_city()
    open_account(username="someone_else", name="主持", password=PASSWORD, by=SETTER, at=NOW)
    appoint(username="someone_else", unit=OWN, role=Role.APPROVER, by=SETTER, at=NOW)


def _asked() -> str:
    number = reviewed()
    offer_hearing(number=number, by=HANDLER, at=LATER)
    ask_for_hearing(number=number, by=CITIZEN, at=LATER)
    return number


def _call(
    number: str, time: datetime = IN_TIME, presider: str = "someone_else", place: str = "会议室"
) -> str:
    called = HearingCalled(time=time, place=place, presider=presider)
    return call_hearing(number=number, called=called, by=HANDLER, at=LATER)


def _decide(number: str) -> str:
    decided = Decided(granted=True, facts="好", clauses=(1,))
    version = the_case(number).version
    return decide_case(number=number, version=version, decided=decided, by=APPROVER, at=IN_TIME + DAY)


def test_the_right__is_told_with_its_last_day() -> None:
    number = reviewed()
    code = offer_hearing(number=number, by=HANDLER, at=LATER)

    with reading(WINDOW):
        content = thaw(CasePaper.objects.get(code=code).digest)
    assert content["until"] == "2026-06-08"
    with pytest.raises(Refused, match="offered_already"):
        offer_hearing(number=number, by=HANDLER, at=LATER)


def test_asking__is_held_within_twenty_days() -> None:
    number = reviewed()
    offer_hearing(number=number, by=HANDLER, at=LATER)

    assert ask_for_hearing(number=number, by=CITIZEN, at=LATER) == date(2026, 6, 30)


def test_asking__after_five_days_is_too_late() -> None:
    number = reviewed()
    offer_hearing(number=number, by=HANDLER, at=LATER)

    ask_late = LATER + timedelta(days=8)
    with pytest.raises(Refused, match="too_late"):
        ask_for_hearing(number=number, by=CITIZEN, at=ask_late)
    with pytest.raises(Missing):
        ask_for_hearing(number=number, by=HANDLER, at=LATER)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ({"time": datetime(2026, 6, 10, 2, tzinfo=UTC)}, "short_notice"),
        ({"time": datetime(2026, 7, 1, 2, tzinfo=UTC)}, "too_far"),
        ({"presider": "handler"}, "presider_reviews"),
        ({"presider": "nobody"}, "no_such_presider"),
        ({"presider": ""}, "required"),
        ({"place": " "}, "required"),
    ],
)
def test_calling__keeps_the_limits(words: dict[str, object], key: str) -> None:
    number = _asked()

    with pytest.raises(Refused, match=key):
        _call(number, **words)  # type: ignore[arg-type]


def test_a_hearing__asked_for_keeps_the_decision_back_until_its_record() -> None:
    number = _asked()
    _call(number)
    record = HearingRecord(record="双方都说了", present="江小灯", signatures="江小灯")
    with pytest.raises(Refused, match="heard"):
        _decide(number)
    with pytest.raises(Refused, match="not_held"):
        record_hearing(number=number, record=record, by=HEAD, at=LATER)
    record_hearing(number=number, record=record, by=HEAD, at=IN_TIME)

    assert _decide(number)
