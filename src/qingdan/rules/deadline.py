"""When a limit ends (期限届满): working days, natural days, extension, pauses, and how it came out.

Sources: 行政许可法 Art. 42 (limit and extension), Art. 45 (time that is not counted), Art. 82 (working days);
民事诉讼法 Art. 85 for what the Act leaves open: the first day is not counted, and a limit that ends on a
day off ends on the first working day after it. The second only matters for natural days.

A pause from A until B: A is not counted, B is. Pauses may overlap, touch, lie before the start or after the
end; a day is left out once. Reading: a pause that begins after the last day was counted, while a natural-day
limit only waits for the next working day, stops nothing: there is no day left to leave out.

A day needed of a year whose arrangement is not known makes the result provisional: worked out as if Monday to
Friday were worked but for the holidays on fixed days, it is the earliest day the limit can end. Reading: December
counts as known once its own year's notice is there, though the next notice may still move a day of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qingdan.rules.calendar import ONE_DAY, FixedHolidays, Notice, WorkingCalendar
from qingdan.rules.note import Note
from qingdan.rules.power_item import DayKind


class DeadlineStatus(StrEnum):
    """Whether every day needed lies in a year whose arrangement is known."""

    PUBLISHED = "published"
    PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """The clock stands from the day `start` and runs again on the day `until`; equal days pause nothing."""

    start: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The end of a limit.

    `ends_on` is the last day; while `status` is provisional, the earliest day it can be. `paused_days` are the
    calendar days left out for pauses. `notices` were needed; `explanation` tells the steps.
    """

    ends_on: date
    status: DeadlineStatus
    paused_days: int
    notices: tuple[Notice, ...]
    explanation: tuple[Note, ...]


def deadline(
    calendar: WorkingCalendar,
    *,
    start: date,
    days: int,
    kind: DayKind,
    extension: int = 0,
    pauses: Sequence[Pause] = (),
) -> Deadline:
    """The end of a limit of `days` (≥ 1) and `extension` (≥ 0) days of one kind that begins after `start`.

    Raises OverflowError where it would end after the year 9999.
    """
    running = _running_days(calendar, start=start, total=days + extension, kind=kind, pauses=pauses)
    last = running[-1]
    ends_on = calendar.next_working(last)
    needed = running if kind is DayKind.WORKING else [last, ends_on]
    unknown = sorted({day.year for day in needed if not calendar.is_published(day)})
    explanation = [
        *_opening(start, days, extension, kind),
        *_pausing(pauses, start, last),
        *(_skipping(calendar, running) if kind is DayKind.WORKING else ()),
        *_ending(last, ends_on, days + extension, kind),
        *(Note(key="deadline.provisional", params={"year": str(year)}) for year in unknown),
    ]
    return Deadline(
        ends_on=ends_on,
        status=DeadlineStatus.PROVISIONAL if unknown else DeadlineStatus.PUBLISHED,
        paused_days=(last - start).days - len(running),
        notices=tuple(calendar.notices_between(needed[0], ends_on)),
        explanation=tuple(explanation),
    )


def _running_days(
    calendar: WorkingCalendar, *, start: date, total: int, kind: DayKind, pauses: Sequence[Pause]
) -> list[date]:
    """The days on which the clock runs, from the day after `start` to the last that is counted.

    Walks day by day: limits are some hundred days at most, and a walk is easily checked by hand.
    """
    running: list[date] = []
    day = start
    while total:
        day += ONE_DAY
        if any(pause.start <= day < pause.until for pause in pauses):
            continue
        running.append(day)
        total -= kind is DayKind.NATURAL or calendar.is_working(day)
    return running


def _opening(start: date, days: int, extension: int, kind: DayKind) -> Iterator[Note]:
    yield Note(key=f"deadline.{kind}", params={"start": str(start), "days": days})
    if extension:
        yield Note(key="deadline.extended", params={"extension": extension, "total": days + extension})


def _pausing(pauses: Sequence[Pause], start: date, last: date) -> Iterator[Note]:
    for pause in sorted(pauses, key=lambda one: (one.start, one.until)):
        first, end = max(pause.start, start + ONE_DAY), min(pause.until, last + ONE_DAY)
        stands = max(0, (end - first).days)
        key = "deadline.paused" if stands else "deadline.pause_without_effect"
        yield Note(key=key, params={"start": str(pause.start), "until": str(pause.until), "days": stands})


def _skipping(calendar: WorkingCalendar, running: Sequence[date]) -> Iterator[Note]:
    """The days left out: rows that are given off one by one, mere weekends in a word; then days made up."""
    weekend_days = 0
    for row in _rows([day for day in running if not calendar.is_working(day)]):
        given = next((one for day in row if (one := calendar.notice_of(day) or calendar.fixed_on(day))), None)
        if given is None:
            weekend_days += len(row)
        else:
            key = "deadline.holiday" if len(row) > 1 else "deadline.day_off"
            yield _about(key, given, first=str(row[0]), last=str(row[-1]), days=len(row))
    if weekend_days:
        yield Note(key="deadline.weekends", params={"days": weekend_days})
    for day in running:
        notice = calendar.notice_of(day)
        if notice is not None and calendar.is_working(day):
            yield _about("deadline.made_up", notice, day=str(day))


def _about(key: str, given: Notice | FixedHolidays, **params: str | int) -> Note:
    return Note(key=key, params={**params, "number": given.number})


def _rows(days: Sequence[date]) -> Iterator[list[date]]:
    """Days cut into rows of neighbours."""
    row: list[date] = []
    for day in days:
        if row and day - row[-1] != ONE_DAY:
            yield row
            row = []
        row.append(day)
    if row:
        yield row


def _ending(last: date, ends_on: date, total: int, kind: DayKind) -> Iterator[Note]:
    key = f"deadline.last_{kind}" if ends_on == last else "deadline.moved"
    yield Note(key=key, params={"total": total, "last": str(last), "ends_on": str(ends_on)})
