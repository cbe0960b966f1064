"""Time limits as registers print them (法定时限, 承诺时限): reading one, and comparing promise and statute.

Source: GB/T 39046-2020 table 4 (limit and unit, 工作日 or 自然日, are elements of an item); 行政许可法 Art. 42
(the agency may promise less, never more). Readings:
- A bare 日 or 天 is a natural day; 月 and 年 are natural, 30 and 365 days, their number of months kept.
- 即时, 当场, 当日 and parts of a day are a limit of 0 days.
- Of a range the longer end binds: the unit may take that long.
- What may be added (可延长…) or is left out (不含…) is no part of the limit.
- Several different limits in one cell, or none, are no limit we could compare: None, never a guess.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from math import ceil
from unicodedata import normalize

from qingdan.rules.numerals import NUMERAL, number_of
from qingdan.rules.pattern import pattern
from qingdan.rules.power_item import DayKind, Limit

_LONGEST_CELL = 400
_LONGEST_LIMIT = 20 * 365  # anything longer is a date or a misprint
_SPACES = pattern(r"\s+")
_NO_LIMIT = pattern(
    r"[12]\d{3}年(?:\d{1,2}月(?:\d{1,2}日)?)?"  # dates
    r"|每?(?:\d{1,2})?月\d{1,2}日|每[年季月周日天]|[当之]日起"
    r"|(?:延长|顺延|延期|不含|不包括|不包含|不计)[^，,。；;()]{0,24}"  # what may be added or is left out
)
_COUNT = rf"(?:\d{{1,4}}(?:\.\d{{1,2}})?|{NUMERAL}{{1,6}}|半)"
_UNIT = r"(?:工作日|自然日|日历日|小时|半?月|星期|季度|周|年半?|日|天)"
_AMOUNT = pattern(
    rf"(?:{_COUNT}(?:个?{_UNIT})?[-—–~至到])?(?P<count>{_COUNT})\(?个?(?P<unit>{_UNIT})(?:\(?(?P<kind>工作日|自然日))?"
)
_AT_ONCE = pattern("即时|即办|即来即办|当场|当日|当天|立即|立等可取|随到随办|现场办结")
_MONTHS = {"月": 1, "季度": 3, "年": 12}
_DAYS = {"周": 7, "星期": 7}


@lru_cache(maxsize=4096)
def parse_limit(printed: str) -> Limit | None:
    """The limit a cell prints (15个工作日, 二十日, 3个月, 半年, 5-10个工作日, 当场办结); None if not just one."""
    words = _NO_LIMIT.sub("；", _SPACES.sub("", normalize("NFKC", printed[:_LONGEST_CELL])))
    read = {amount for amount in _amounts(words) if amount[0] <= _LONGEST_LIMIT}
    if _AT_ONCE.search(words):
        read.add((0, DayKind.WORKING, 0))
    if len(read) != 1:
        return None
    days, kind, months = read.pop()
    return Limit(days=days, kind=kind, printed=printed.strip(), months=months)


def _amounts(words: str) -> Iterator[tuple[int, DayKind, int]]:
    for match in _AMOUNT.finditer(words):
        count, unit = _number(match["count"]), match["unit"]
        if unit.startswith("半"):  # 一个半月
            count, unit = count + 0.5, unit[1:]
        if unit.endswith("半"):  # 一年半
            count, unit = count + 0.5, unit[:-1]
        working = "工作日" in (unit, match["kind"])
        yield _days(count, unit), DayKind.WORKING if working else DayKind.NATURAL, _months(count, unit)


def _number(count: str) -> float:
    if count == "半":
        return 0.5
    return float(count) if count.isascii() else number_of(count)


def _days(count: float, unit: str) -> int:
    """Whole days: what is begun counts, but less than one day is over the same day."""
    if unit == "小时":
        count /= 24
    if unit in _MONTHS:
        years, months = divmod(count * _MONTHS[unit], 12)
        return int(years * 365 + months * 30)
    count *= _DAYS.get(unit, 1)
    return ceil(count) if count >= 1 else 0


def _months(count: float, unit: str) -> int:
    months = count * _MONTHS.get(unit, 0)
    return int(months) if months == int(months) else 0


def exceeds(promised: Limit, statutory: Limit) -> bool:
    """Whether the promise is longer than the statute allows, whatever the day of the start and the holidays.

    Source: 行政许可法 Art. 42. Reading: limits of different units are compared by the shortest the promise can
    come to and the longest the statute can; only what is longer even then is a fault.
    """
    if promised.kind is statutory.kind is DayKind.WORKING:
        return promised.days > statutory.days
    return natural_span(promised)[0] > natural_span(statutory)[1]


def natural_span(limit: Limit) -> tuple[int, int]:
    """The fewest and the most natural days a limit can come to.

    Working days: five a week and, at best, two weekend days worked within; at worst it starts before a long
    holiday and meets others on the way. The bounds hold for every start of the calendar of 2004–2026 (tested).
    """
    if limit.months:
        return _month_span(limit.months)
    if limit.kind is DayKind.NATURAL:
        return limit.days, limit.days
    days = limit.days
    if not days:
        return 0, 0
    weekends = (days - 1) // 5 * 2
    return days + max(0, weekends - 2), -(-days // 5) * 7 + 10 + days // 12


@cache
def _month_span(months: int) -> tuple[int, int]:
    firsts = [date(2001 + index // 12, index % 12 + 1, 1) for index in range(48 + months + 1)]
    spans = [(firsts[start + months] - firsts[start]).days for start in range(48)]
    return min(spans), max(spans)
