from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.rules.vocabulary.transition import read_transition

pytestmark = pytest.mark.requirement("R-040")


@pytest.mark.parametrize(
    ("printed", "full", "begun"),
    [
        ("2年", 24, 24),
        ("两年过渡期", 24, 24),
        ("24个月", 24, 24),
        ("十二个月", 12, 12),
        ("一年半", 18, 18),
        ("1个半年", 18, 18),
        ("半年", 6, 6),
        ("1—3年", 12, 36),
        ("1年至3年", 12, 36),
        ("1-5年", 12, 60),
        ("90天", 3, 3),
        ("2022年1月至2024年12月", 36, 35),
        ("2022年1月 至 2025年1月", 37, 36),
        ("2022.1.1-2024.12.31", 36, 36),
        ("2022年1月31日至2023年1月30日", 12, 12),
        ("2022年2月1日至2025年2月1日", 36, 36),
        ("2022年2月1日至2025年2月2日", 36, 37),
        ("2022—2024年", 36, 24),
        ("自2022年起3年", 36, 36),
        ("1年（2022年1月至2022年12月）", 12, 11),
    ],
)
def test_transition__measured_in_months(printed: str, full: int, begun: int) -> None:
    period = read_transition(printed)

    assert period is not None
    assert (period.full, period.begun) == (full, begun)
    assert period.printed == printed


@pytest.mark.parametrize("printed", ["", "—", "培育中", "二〇二二年", "2022年2月30日至2025年1月1日", "第3项"])
def test_transition__cannot_be_measured(printed: str) -> None:
    assert read_transition(printed) is None


@pytest.mark.parametrize(
    ("printed", "short", "long"),
    [
        ("11个月", True, False),
        ("1年", False, False),
        ("3年", False, False),
        ("37个月", False, True),
        ("2022年1月至2022年12月", False, False),
        ("2022年1月至2022年11月", True, False),
        ("2022年1月至2025年1月", False, False),
        ("2022年1月至2025年2月", False, True),
        ("2022年1月1日至2022年12月30日", True, False),
        ("2022年1月至2026年12月", False, True),
    ],
)
def test_transition__one_to_three_years(printed: str, short: bool, long: bool) -> None:
    period = read_transition(printed)

    assert period is not None
    assert (period.too_short, period.too_long) == (short, long)


_DATES = st.dates(date(2010, 1, 1), date(2060, 12, 31))


@given(_DATES, _DATES)
def test_transition__of_days_is_begun_when_not_full(first: date, last: date) -> None:
    period = read_transition(f"{first}至{last}")

    assert period is not None
    assert period.begun - period.full in {0, 1}


@given(st.text("2013年月日个半至—- ", max_size=30))
def test_transition__any_text_is_read_or_not(printed: str) -> None:
    period = read_transition(printed)

    assert period is None or period.printed == printed
