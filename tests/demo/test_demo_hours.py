"""Things happen in the demonstration on working days, in office hours, whenever it is founded."""

from datetime import UTC, date, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.base.clock import SHANGHAI, day_of
from qingdan.data.calendar import load_calendar
from qingdan.demo.hours import at_work, worked_after, worked_before

pytestmark = pytest.mark.requirement("G-demo")
NOWS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


def in_hours(at: datetime) -> bool:
    """Whether an instant lies in office hours of a working day."""
    return load_calendar().is_working(day_of(at)) and 9 <= at.astimezone(SHANGHAI).hour < 16


@given(NOWS, st.integers(1, 8), st.integers(0, 99))
def test_worked_before__lies_in_hours_before_today(now: datetime, days: int, seed: int) -> None:
    at = worked_before(now, days, Random(seed))

    assert in_hours(at) and day_of(at) < day_of(now)


@given(st.dates(date(2024, 1, 1), date(2027, 12, 1)), st.integers(0, 8), st.integers(0, 99))
def test_worked_after__lies_in_hours_on_the_day_or_later(day: date, days: int, seed: int) -> None:
    at = worked_after(day, days, Random(seed))

    assert in_hours(at) and day_of(at) >= day
    assert in_hours(at_work(day, Random(seed)))
