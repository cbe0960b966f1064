"""The days of a transition period as it is written."""

from datetime import date

import pytest

from qingdan.rules.vocabulary.transition import transition_days

pytestmark = pytest.mark.requirement("C20")
START = date(2024, 2, 29)


@pytest.mark.parametrize(
    ("printed", "days"),
    [
        ("2年", (START, date(2026, 2, 27))),
        ("24个月", (START, date(2026, 2, 27))),
        ("一年半", (START, date(2025, 8, 28))),
        ("1—3年", (START, date(2027, 2, 27))),
        ("2026年6月1日至2028年5月31日", (date(2026, 6, 1), date(2028, 5, 31))),
        ("2026-06-01 至 2028-05-31", (date(2026, 6, 1), date(2028, 5, 31))),
        ("2026年6月至2028年5月", None),
        ("2028年5月31日至2026年6月1日", None),
        ("2026年2月30日至2028年5月31日", None),
        ("视情况", None),
        ("", None),
    ],
)
def test_transition_days__as_written(printed: str, days: tuple[date, date] | None) -> None:
    assert transition_days(printed, START) == days


def test_transition_days__from_a_day_that_stays() -> None:
    assert transition_days("1年", date(2026, 6, 1)) == (date(2026, 6, 1), date(2027, 5, 31))
