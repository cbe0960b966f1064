"""From which day a decision counts as served, and till when one may go further."""

from datetime import date

import pytest

from qingdan.data.calendar import load_calendar
from qingdan.rules.case_clock import pause_until, stopped_days
from qingdan.rules.case_service import ServiceMethod, remedies_from, served_on
from qingdan.rules.deadline import Pause

pytestmark = pytest.mark.requirement("RQ-A11")
CALENDAR = load_calendar()


@pytest.mark.parametrize(
    ("method", "on"),
    [
        (ServiceMethod.COUNTER, "2026-06-01"),
        (ServiceMethod.POST, "2026-06-01"),
        (ServiceMethod.LEFT, "2026-06-01"),
        (ServiceMethod.ELECTRONIC, "2026-06-01"),
        (ServiceMethod.ANNOUNCED, "2026-07-01"),
    ],
)
def test_service__counts_from_its_day(method: ServiceMethod, on: str) -> None:
    assert str(served_on(method, date(2026, 6, 1))) == on


@pytest.mark.parametrize(
    ("served", "review", "suit"),
    [
        ("2026-06-01", "2026-07-31", "2026-12-01"),
        ("2026-06-02", "2026-08-03", "2026-12-02"),  # 1 August is a Saturday
        ("2026-04-02", "2026-06-01", "2026-10-08"),  # 2 October is a holiday
    ],
)
def test_remedies__are_counted_from_service_and_end_on_a_working_day(
    served: str, review: str, suit: str
) -> None:
    found = remedies_from(CALENDAR, date.fromisoformat(served))
    assert (str(found.review_until), str(found.suit_until)) == (review, suit)


@pytest.mark.parametrize(
    ("first", "accepted", "days", "last"),
    [
        ("2015-09-08", "2015-09-01", 8, "2015-09-17"),  # the example of the domain: the 18th counts again
        ("2026-06-01", "2026-05-25", 1, "2026-06-01"),
        ("2026-06-01", "2026-06-01", 15, "2026-06-23"),  # begun on the day of acceptance, over 端午
        ("2026-06-06", "2026-06-01", 2, "2026-06-09"),  # begun on a Saturday
    ],
)
def test_a_pause__takes_as_many_days_as_were_told(first: str, accepted: str, days: int, last: str) -> None:
    start, taken = date.fromisoformat(first), date.fromisoformat(accepted)
    until = pause_until(CALENDAR, first=start, days=days, accepted_on=taken)
    pause = Pause(start=start, until=date.fromordinal(until.toordinal() + 1))

    assert str(until) == last
    assert stopped_days(CALENDAR, pause, accepted_on=taken) == days
