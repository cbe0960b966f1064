"""Reading time limits and comparing promise and statute."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.data.calendar import load_calendar
from qingdan.rules.power_item import DayKind, Limit
from qingdan.rules.time_limit import exceeds, natural_span, parse_limit

pytestmark = pytest.mark.requirement("C28")
WORKING, NATURAL = DayKind.WORKING, DayKind.NATURAL


@pytest.mark.parametrize(
    ("printed", "days", "kind"),
    [
        ("90日", 90, NATURAL),
        ("30天", 30, NATURAL),
        ("15个工作日", 15, WORKING),
        ("20工作日", 20, WORKING),
        ("二十个工作日", 20, WORKING),
        ("一百二十日", 120, NATURAL),
        ("１５　个工作日", 15, WORKING),
        ("自受理之日起20个工作日内", 20, WORKING),
        ("自收到申请当日起5个工作日", 5, WORKING),
        ("受理后三十日内办结", 30, NATURAL),
        ("60个自然日", 60, NATURAL),
        ("90日历日", 90, NATURAL),
        ("20日（工作日）", 20, WORKING),
        ("20（工作日）", 20, WORKING),
        ("30日(自然日)", 30, NATURAL),
        ("两周", 14, NATURAL),
        ("1个星期", 7, NATURAL),
        ("48小时", 2, NATURAL),
        ("36小时", 2, NATURAL),
        ("24小时", 1, NATURAL),
        ("2小时", 0, NATURAL),
        ("1.5个工作日", 2, WORKING),
        ("0.5个工作日", 0, WORKING),
        ("半个工作日", 0, WORKING),
        ("半天", 0, NATURAL),
        ("半个月", 15, NATURAL),
        ("一个半月", 45, NATURAL),
        ("即时", 0, WORKING),
        ("即办件", 0, WORKING),
        ("当场办结", 0, WORKING),
        ("当日", 0, WORKING),
        ("随到随办", 0, WORKING),
        ("5-10个工作日", 10, WORKING),
        ("3—5日", 5, NATURAL),
        ("三至五个工作日", 5, WORKING),
        ("5个工作日到10个工作日", 10, WORKING),
        ("20个工作日（可延长10个工作日）", 20, WORKING),
        ("20个工作日，经批准可以延长10个工作日", 20, WORKING),
        ("20个工作日（不含公示7日）", 20, WORKING),
        ("10个工作日（法定10个工作日）", 10, WORKING),
        ("7300日", 7300, NATURAL),
    ],
)
def test_parse_limit__forms_of_print(printed: str, days: int, kind: DayKind) -> None:
    assert parse_limit(f" {printed} ") == Limit(days=days, kind=kind, printed=printed)


@pytest.mark.parametrize(
    ("printed", "days", "months"),
    [
        ("1个月", 30, 1),
        ("3个月", 90, 3),
        ("三个月内", 90, 3),
        ("半年", 180, 6),
        ("1个季度", 90, 3),
        ("1年", 365, 12),
        ("一年半", 545, 18),
        ("2年", 730, 24),
        ("十二个月", 365, 12),
        ("3-6个月", 180, 6),
    ],
)
def test_parse_limit__months_and_years_keep_their_number(printed: str, days: int, months: int) -> None:
    assert parse_limit(printed) == Limit(days=days, kind=NATURAL, printed=printed, months=months)


@pytest.mark.parametrize(
    "printed",
    [
        "", "—", "——", "-", "/", "无", "无时限", "20", "按规定", "长期", "每年1次", "每月15日前", "2015年12月31日前",
        "12月31日前", "2015年", "法定20个工作日，承诺5个工作日", "简易程序当场，一般程序60日", "7301日",
        "9999年", "工作日", "可延长10日", "X日" * 10_000, "9" * 5000, "（" * 3000 + "日",
    ],
)  # fmt: skip
def test_parse_limit__none_or_several_are_no_limit(printed: str) -> None:
    assert parse_limit(printed) is None


def limit(printed: str) -> Limit:
    found = parse_limit(printed)
    assert found
    return found


@pytest.mark.parametrize(
    ("promised", "statutory", "longer"),
    [
        ("90日", "60日", True),
        ("60日", "60日", False),
        ("6个月", "90日", True),
        ("3个月", "90日", False),
        ("90日", "3个月", False),
        ("93日", "3个月", True),
        ("92日", "3个月", False),
        ("3个月", "88日", True),
        ("3个月", "89日", False),
        ("4个月", "3个月", True),
        ("1年", "12个月", False),
        ("366日", "1年", False),
        ("367日", "1年", True),
        ("21个工作日", "20个工作日", True),
        ("20个工作日", "20个工作日", False),
        ("40个工作日", "90日", False),
        ("20个工作日", "30日", False),
        ("30个工作日", "30日", True),
        ("10个工作日", "10日", False),
        ("11个工作日", "10日", True),
        ("30日", "20个工作日", False),
        ("60日", "20个工作日", True),
        ("1个工作日", "即时", True),
        ("即时", "1个工作日", False),
        ("即时", "当场", False),
        ("2小时", "即时", False),
    ],
)
def test_exceeds__only_what_is_longer_under_every_calendar(
    promised: str, statutory: str, longer: bool
) -> None:
    assert exceeds(limit(promised), limit(statutory)) is longer


@pytest.mark.parametrize(
    ("printed", "span"),
    [
        ("1个月", (28, 31)),
        ("2个月", (59, 62)),
        ("3个月", (89, 92)),
        ("半年", (181, 184)),
        ("1年", (365, 366)),
        ("4年", (1461, 1461)),
        ("60日", (60, 60)),
        ("当场", (0, 0)),
        ("1个工作日", (1, 17)),
        ("5个工作日", (5, 17)),
        ("6个工作日", (6, 24)),
        ("12个工作日", (14, 32)),
    ],
)
def test_natural_span__fewest_and_most(printed: str, span: tuple[int, int]) -> None:
    assert natural_span(limit(printed)) == span


@given(st.integers(1, 250), st.dates(min_value=date(2004, 1, 1), max_value=date(2025, 10, 1)))
def test_natural_span__holds_for_every_start_of_the_calendar(count: int, start: date) -> None:
    fewest, most = natural_span(Limit(days=count, kind=WORKING))
    day, left = start, count
    while left and day.year < 2027:
        day += timedelta(1)
        left -= load_calendar().is_working(day)

    assert left or fewest <= (day - start).days <= most


@given(
    st.text(
        alphabet="0123456789十百二三半个工作日天月年周小时（）()-—~至，。当场即延长不含每起X 　", max_size=60
    )
    | st.text()
)
def test_parse_limit__takes_any_text(text: str) -> None:
    found = parse_limit(text)

    assert found is None or (0 <= found.days <= 7300 and found.printed == text.strip())
