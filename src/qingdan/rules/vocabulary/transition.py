"""Transition periods (过渡期, 培育期) as departments write them.

Source: the plan's standard for 转移: where nobody can take the function over yet, a transition of one to three years
may be set. Read are a length (2年, 24个月, 一年半, 1—3年) or a span of days, months or years.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from qingdan.rules.numerals import NUMERAL, number_of
from qingdan.rules.pattern import pattern

SHORTEST, LONGEST = 12, 36  # months
_NO_LENGTH = 600  # months: 二〇二二年 is a date
_DATE = pattern(
    r"(20\d\d)(?!\d)(?:[年./\-](?:(1[0-2]|0?[1-9])(?!\d)(?:[月./\-](?:(3[01]|[12]\d|0?[1-9])(?!\d)日?)?)?)?)?"
)
_NUMBER = rf"({NUMERAL}{{1,5}}|半)"
_LENGTH = pattern(rf"{_NUMBER}(?:(?:年|个月)?[至到—–\-－~～]{{1,2}}{_NUMBER})?周?(年半|个半年|年|个月|天|日)")
_IN_DAYS = {"天", "日"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """A transition period in months.

    Where the words allow two lengths, `full` is the one that would pass as one year and `begun` the one that would
    pass as three: only what fails under every reading is a fault.
    """

    full: int
    begun: int
    printed: str = ""

    @property
    def too_short(self) -> bool:
        """Shorter than a year under every reading."""
        return self.full < SHORTEST

    @property
    def too_long(self) -> bool:
        """Longer than three years under every reading."""
        return self.begun > LONGEST


@lru_cache(maxsize=4096)
def read_transition(printed: str) -> Transition | None:
    """The transition a cell gives; None when it gives none that can be measured.

    Readings of a span: of days, the last day may count or not; of months (2022年1月至2025年1月) and of years
    (2022—2024年), the last one may count or not. A range of lengths (1—3年) must lie within as a whole.
    """
    text = "".join(printed.split())[:200]
    dates = [tuple(int(part or 0) for part in match.groups()) for match in _DATE.finditer(text)]
    if len(dates) >= 2:
        return _span(dates[0], dates[1], printed)
    return _length(_DATE.sub("，", text), printed)


def transition_days(printed: str, start: date) -> tuple[date, date] | None:
    """First and last day of a transition; None where the cell gives none that can be dated.

    Two whole days are those days. A length (2年, 24个月) counts from `start` and ends the day before the day of the
    same number; where it allows several (1—3年) it is the longest.
    """
    text = "".join(printed.split())[:200]
    dates = [match.groups() for match in _DATE.finditer(text)]
    if len(dates) >= 2:
        return _whole_days(dates[0], dates[1])
    found = _length(_DATE.sub("，", text), printed)
    return (start, _months_on(start, found.begun) - timedelta(days=1)) if found and found.begun > 0 else None


def _whole_days(first: tuple[str | None, ...], last: tuple[str | None, ...]) -> tuple[date, date] | None:
    if None in first or None in last:
        return None
    try:
        begin, until = (date(*(int(part or 0) for part in one)) for one in (first, last))
    except ValueError:
        return None
    return (begin, until) if begin < until else None


def _months_on(day: date, months: int) -> date:
    """The day so many months on; the last of the month where that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for shorter in range(4):
        try:
            return date(year, month + 1, day.day - shorter)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _length(text: str, printed: str) -> Transition | None:
    found = _LENGTH.search(text)
    if found is None:
        return None
    first, last, unit = found.groups()
    months = [_months(number, unit) for number in (first, last) if number]
    if max(months) > _NO_LENGTH:
        return None
    return Transition(full=min(months), begun=max(months), printed=printed)


def _months(number: str, unit: str) -> int:
    value = number_of(number)
    if unit in _IN_DAYS:
        return value // 30
    if unit == "个月":
        return value
    half = number == "半" or unit in {"年半", "个半年"}
    return value * 12 + (6 if half else 0)


def _span(first: tuple[int, ...], last: tuple[int, ...], printed: str) -> Transition | None:
    year, month, day, last_year, last_month, last_day = *first, *last
    if not (month and last_month):
        years = last_year - year
        return Transition(full=(years + 1) * 12, begun=years * 12, printed=printed)
    months = (last_year - year) * 12 + last_month - month
    if not (day and last_day):
        return Transition(full=months + 1, begun=months, printed=printed)
    try:
        start, end = date(year, month, day), date(last_year, last_month, last_day)
    except ValueError:
        return None
    after = end + timedelta(days=1)
    full = (after.year - year) * 12 + after.month - month - (after.day < start.day)
    return Transition(full=full, begun=months + (end.day > start.day), printed=printed)
