"""Days of what was decided, as every page counts them."""

from datetime import date

import pytest

from qingdan.cases.queries.urgency import days_taken

pytestmark = pytest.mark.requirement("R-119")
FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)


def test_days_taken__leave_the_first_day_out_as_the_clock_does() -> None:
    assert (days_taken(FRIDAY, FRIDAY), days_taken(FRIDAY, MONDAY)) == (0, 1)
