"""The working calendar (工作日历): which days are worked, by the holiday notices known on a day.

Source: 行政许可法 Art. 82 (limits are working days, holidays excluded); 全国年节及纪念日放假办法; the yearly
notices of the State Council. A working day is a weekday that no notice gives off, or a Saturday or Sunday
that a notice has worked. In a year whose notice is not known yet, the holidays on fixed days of the year (New Year,
Labour Day, National Day) are off all the same: the measures themselves give them.
A later notice overrules an earlier one for the same day: in 2015, 2019 and 2020 the
calendar changed within the year, so a calendar is always "as known on a day".
Extra holidays of a place and opening days of a service hall do not count: the legal clock knows neither.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice: the weekdays it gives off and the weekend days it has worked.

    `year` is the year it arranges (often with the last days of the December before); `changes` marks a change
    within the year, which alone does not make a year published. `number`, `title` are "" and `issued` is None
    where they are not known.
    """

    year: int
    number: str = ""
    title: str = ""
    issued: date | None = None
    changes: bool = False
    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def known_since(self) -> date:
        """The day from which it counts as known.

        Where the day of issue is not known: the first day of its year. Every notice came before its year, so
        this says "not yet" rather than claim knowledge.
        """
        return self.issued or date(self.year, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedHolidays:
    """Days of every year that the measures give off to all, by month and day, from the day `since` until the next."""

    number: str
    issued: date
    since: date
    days: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCalendar:
    """The notices known, the years they arrange, and for each day a notice speaks of the last that does.

    `fixed`: the holidays of the measures, in the order in which they came into force.
    """

    notices: tuple[Notice, ...]
    published: frozenset[int]
    spoken: Mapping[date, Notice]
    fixed: tuple[FixedHolidays, ...] = ()

    def is_working(self, day: date) -> bool:
        """Whether the day is worked. In a year that is not published: Monday to Friday but the fixed holidays."""
        notice = self.spoken.get(day)
        if notice is None:
            return day.weekday() < _SATURDAY and self.fixed_on(day) is None
        return day in notice.worked

    def fixed_on(self, day: date) -> FixedHolidays | None:
        """The measures that give the day off of themselves; None in a year that is published: its notice decides."""
        if self.is_published(day):
            return None
        in_force = next((one for one in reversed(self.fixed) if one.since <= day), None)
        return in_force if in_force and (day.month, day.day) in in_force.days else None

    def is_published(self, day: date) -> bool:
        """Whether the arrangement of the day's year is known."""
        return day.year in self.published

    def notice_of(self, day: date) -> Notice | None:
        """The notice that decides about the day; None where the day of the week does."""
        return self.spoken.get(day)

    def next_working(self, day: date) -> date:
        """The day itself if worked, else the first worked day after it. OverflowError past year 9999."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def known_on(self, day: date) -> "WorkingCalendar":
        """The calendar as known at the end of a day: with what was issued up to it."""
        return calendar_of(
            (notice for notice in self.notices if notice.known_since() <= day),
            fixed=(one for one in self.fixed if one.issued <= day),
        )

    def notices_between(self, first: date, last: date) -> Iterator[Notice]:
        """Those that say something of the days from first to last, or arrange a year among these."""
        for notice in self.notices:
            arranges = not notice.changes and first.year <= notice.year <= last.year
            if arranges or any(first <= day <= last for day in notice.off | notice.worked):
                yield notice


def calendar_of(notices: Iterable[Notice], *, fixed: Iterable[FixedHolidays] = ()) -> WorkingCalendar:
    """A calendar of these notices, in the order in which they became known, and of these fixed holidays."""
    ordered = tuple(sorted(notices, key=lambda notice: (notice.known_since(), notice.changes)))
    return WorkingCalendar(
        notices=ordered,
        published=frozenset(notice.year for notice in ordered if not notice.changes),
        spoken={day: notice for notice in ordered for day in notice.off | notice.worked},
        fixed=tuple(sorted(fixed, key=lambda one: one.since)),
    )
