"""The notice of 13 May 2015 makes 3 and 4 September holidays and the 6th a working day: open cases follow, once."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.builders import a_city
from tests.builders_cases import (
    CITIZEN,
    WINDOW,
    a_guide,
    a_licence,
    an_applicant,
    an_application,
    submit_signed,
    the_case,
)
from tests.builders_editions import an_edition
from tests.modules.cases.test_cases import PROGRAM

from qingdan.base.events.models import Event
from qingdan.base.messages.models import Message
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Case
from qingdan.cases.services.accepting import accept_case
from qingdan.cases.services.recomputing import recompute_all
from qingdan.data.calendar import load_calendar
from qingdan.rules.deadline import deadline
from qingdan.rules.power_item import DayKind

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G5")]
BEFORE = load_calendar().known_on(date(2015, 5, 12))
FIRST = datetime(2015, 8, 3, 1, tzinfo=UTC)
LATER = datetime(2015, 9, 8, 1, tzinfo=UTC)
DAYS = {"check_due_on", "decision_due_on", "promised_due_on", "service_due_on", "due_on", "version"}


def _open_cases(count: int) -> None:
    """Received day by day over a month, all but every third accepted the same day."""
    for number in range(count):
        at = FIRST + timedelta(days=number % 30)
        code = an_application(once=f"case-{number}", at=at)
        receipt = submit_signed(code=code, version=2, by=CITIZEN, at=at)
        if number % 3:
            accept_case(number=receipt.number, version=the_case(receipt.number).version, by=WINDOW, at=at)


def _rows() -> dict[str, dict[str, Any]]:
    with reading(WINDOW):
        return {one["number"]: one for one in Case.objects.values()}


@pytest.mark.parametrize("count", [12, pytest.param(500, marks=pytest.mark.soak)])
def test_open_cases__move_by_the_right_days_and_are_told_once(count: int) -> None:
    a_city()
    an_edition([a_licence()], effective_on=date(2015, 5, 1), shown_on=date(2015, 5, 1))
    a_guide()
    with writing(CITIZEN):
        an_applicant()
    _open_cases(count)
    recompute_all(by=PROGRAM, at=LATER, calendar=BEFORE)
    before = _rows()
    with reading(WINDOW):
        told, known = Message.objects.count(), Event.objects.filter(kind="DeadlinesMoved").count()

    moved = recompute_all(by=PROGRAM, at=LATER)

    after = _rows()
    changed = {number for number in before if before[number] != after[number]}
    with reading(WINDOW):
        assert Message.objects.count() - told == moved == len(changed) > 0
        assert Event.objects.filter(kind="DeadlinesMoved").count() - known == moved
    for number, row in after.items():
        assert {name for name in row if row[name] != before[number][name]} <= DAYS
        if row["accepted_on"]:
            assert row["decision_due_on"] == _end(row["accepted_on"], 20)
            assert row["promised_due_on"] == _end(row["accepted_on"], 10)
        else:
            assert row["check_due_on"] == _end(row["received_at"].date(), 5)
    assert recompute_all(by=PROGRAM, at=LATER) == 0


def _end(start: date, days: int) -> date:
    return deadline(load_calendar(), start=start, days=days, kind=DayKind.WORKING).ends_on
