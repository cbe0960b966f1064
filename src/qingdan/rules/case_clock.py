"""The legal clock of a case, worked out from the marks its steps left: what runs, until when, what is left.

Source: 行政许可法 Art. 32(4) (five working days to tell what lacks; not told, accepted from receipt on), Art. 42
(limit and one extension), Art. 44 (ten working days to serve), Art. 45 (time not counted, told in writing), Art. 82.
The statutory and the promised limit run side by side and stand together. Nothing is stored but the marks: a change of
the calendar or of a day read wrongly changes every clock by itself.

Readings:
- After a correction the five days run anew from the day the rest was filed; deemed acceptance goes back to that day.
- An extension lengthens both limits: the promise is part of what the head of the agency extends.
- A pause is not counted from its first day on and counted again from the day of the result, or from the day after the
  last day told to the applicant, whichever comes first: a result that nobody enters does not stop a clock.
- The first day of a pause is a day of it (approval.md §1.2): fifteen working days told on a Monday end on the Friday
  of the third week. The day of acceptance is counted by no limit, so it is none of the days that a pause takes.
- A case handed on (Art. 43) counts here up to the day on which it is handed on, that day too; where it is carried on it
  counts from the day after, as with every limit. What was used of a limit before a case was moved is taken off there.
- A branch of a joint application has its own limits, and none of them goes on after what is left of the 45 days of the
  whole (Art. 42(2)); a pause of the branch is not counted in either.
- A limit of no days (当场) ends on the day it begins.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qingdan.rules.calendar import ONE_DAY, WorkingCalendar
from qingdan.rules.case_state import ClockEffect
from qingdan.rules.deadline import Deadline, DeadlineStatus, Pause, deadline
from qingdan.rules.power_item import DayKind, Limit

CHECK_DAYS, SERVICE_DAYS = 5, 10
"""Working days: Art. 32(4), Art. 44."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMark:
    """What a step did to the clocks on a day.

    `days`: of an extension, or used up elsewhere. `until`: last day told for a pause.
    """

    effect: ClockEffect
    on: date
    days: int = 0
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JointLimit:
    """The working days of a whole joint application, counted from the day it was accepted."""

    start: date
    days: int


class DayUse(StrEnum):
    """What a day after the first was to the clock."""

    COUNTED = "counted"
    STOPPED = "stopped"  # would count, but the clock stands
    OFF = "off"  # no working day


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockDay:
    """A day of the walk; `number` of the counted ones, from 1, else 0."""

    day: date
    use: DayUse
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningLimit:
    """A limit that has begun: its first day (not counted), its length with extension, its end, the days so far.

    `cut`: a joint application's own end came first, and `total` is what that leaves.
    `used` of `total` days are counted up to the day asked about (or to its end by a decision); `left` is never below 0;
    `over` counts the days after its end, 0 while it lasts.
    """

    start: date
    kind: DayKind
    total: int
    ends_on: date
    status: DeadlineStatus
    used: int
    left: int
    over: int
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClock:
    """All clocks of a case on a day. None: has not begun, or has ended before it mattered.

    `check` is the time to tell what lacks, while nothing was told and nothing accepted; `standing_since` the first day
    of a pause that lasts.
    """

    received_on: date | None
    accepted_on: date | None
    deemed: bool
    check: RunningLimit | None
    statutory: RunningLimit | None
    promised: RunningLimit | None
    service: RunningLimit | None
    pauses: tuple[Pause, ...]
    standing_since: date | None


def case_clock(
    calendar: WorkingCalendar,
    marks: Sequence[ClockMark],
    *,
    statutory: Limit,
    promised: Limit | None,
    today: date,
    joint: JointLimit | None = None,
) -> CaseClock:
    """The clocks of a case with these marks, in the order they were left, as they stand at the end of a day.

    `joint`: of a branch, the limit of the whole.
    """
    walk = _Walk(calendar=calendar, today=today, joint=joint)
    for mark in marks:
        walk.mark(mark)
    start = walk.accepted_on
    undecided = walk.decided_on is None
    return CaseClock(
        received_on=walk.received_on,
        accepted_on=start,
        deemed=walk.deemed,
        check=walk.running(walk.check_from, walk.check_limit),
        statutory=walk.running(start, statutory, decision=True),
        promised=walk.running(start, promised, decision=True) if promised else None,
        service=walk.running(walk.serve_from, Limit(days=SERVICE_DAYS, kind=DayKind.WORKING, printed="")),
        pauses=tuple(walk.pauses),
        standing_since=walk.standing.on if walk.standing and undecided and walk.stands else None,
    )


def clock_days(
    calendar: WorkingCalendar, *, start: date, until: date, kind: DayKind, pauses: Sequence[Pause]
) -> Iterator[ClockDay]:
    """Each day after `start` up to `until` with what it was to the clock: how a deadline is shown day by day."""
    day, number = start, 0
    while day < until:
        day += ONE_DAY
        if kind is DayKind.WORKING and not calendar.is_working(day):
            yield ClockDay(day=day, use=DayUse.OFF)
        elif any(pause.start <= day < pause.until for pause in pauses):
            yield ClockDay(day=day, use=DayUse.STOPPED)
        else:
            number += 1
            yield ClockDay(day=day, use=DayUse.COUNTED, number=number)


def pause_until(calendar: WorkingCalendar, *, first: date, days: int, accepted_on: date) -> date:
    """The last day of a pause of so many working days that begins on a day: so many are not counted, no more."""
    day, left = max(first - ONE_DAY, accepted_on), days
    while left:
        day += ONE_DAY
        left -= calendar.is_working(day)
    return day


def stopped_days(calendar: WorkingCalendar, pause: Pause, *, accepted_on: date) -> int:
    """How many working days a pause takes out of the limits."""
    day, found = max(pause.start - ONE_DAY, accepted_on), 0
    while day + ONE_DAY < pause.until:
        day += ONE_DAY
        found += calendar.is_working(day)
    return found


@dataclass(slots=True, kw_only=True)
class _Walk:
    """Goes through the marks."""

    calendar: WorkingCalendar
    today: date
    joint: JointLimit | None = None
    received_on: date | None = None
    accepted_on: date | None = None
    decided_on: date | None = None
    check_from: date | None = None
    serve_from: date | None = None
    deemed: bool = False
    extension: int = 0
    carried: int = 0
    used_of_check: int = 0
    used_of_decision: int = 0
    standing: ClockMark | None = None
    closed: list[Pause] | None = None

    def mark(self, mark: ClockMark) -> None:
        """Takes one step's effect in."""
        match mark.effect:
            case ClockEffect.CHECK_STARTS:
                self.received_on = self.check_from = mark.on
                self.used_of_check, self.carried = self.carried, 0
            case ClockEffect.CHECK_ENDS:
                self.check_from = None
            case ClockEffect.CHECK_LAPSED:
                self.check_from, self.deemed = None, True
            case ClockEffect.DECISION_STARTS:
                self.accepted_on, self.check_from = mark.on, None
                self.used_of_decision, self.carried = self.carried, 0
            case ClockEffect.DECISION_STARTED_AT_RECEIPT:
                self.accepted_on, self.check_from, self.deemed = self.received_on, None, True
            case ClockEffect.STANDS:
                self.standing = mark
            case ClockEffect.RUNS_AGAIN:
                self._end_pause(mark.on)
            case ClockEffect.GROWS:
                self.extension += mark.days
            case ClockEffect.SERVICE_STARTS:
                self.decided_on, self.serve_from = self.decided_on or mark.on, mark.on
            case ClockEffect.HANDED_ON:
                self.decided_on, self.check_from = mark.on, None
            case ClockEffect.CARRIES:
                self.carried = mark.days
            case ClockEffect.ENDS:
                self.decided_on = self.decided_on or mark.on
                self.check_from = self.serve_from = None
            case ClockEffect.NONE:
                pass

    def _end_pause(self, on: date) -> None:
        if self.standing:
            self.closed = [*(self.closed or ()), self._pause(self.standing, on)]
            self.standing = None

    def _pause(self, mark: ClockMark, ended: date) -> Pause:
        told = mark.until + ONE_DAY if mark.until else ended
        return Pause(start=mark.on, until=max(mark.on, min(told, ended)))

    @property
    def stands(self) -> bool:
        """Whether the clock stands on the day asked about."""
        return self.standing is not None and self.pauses[-1].until > self.today

    @property
    def pauses(self) -> list[Pause]:
        """The pauses; one that lasts goes to the day told, or to tomorrow where none was told."""
        if self.standing is None:
            return list(self.closed or ())
        last = self.decided_on or max(self.today + ONE_DAY, (self.standing.until or self.today) + ONE_DAY)
        return [*(self.closed or ()), self._pause(self.standing, last)]

    @property
    def check_limit(self) -> Limit:
        """The five days, without those that were used up elsewhere."""
        days = max(0, CHECK_DAYS - self.used_of_check)
        return Limit(days=days, kind=DayKind.WORKING, printed="")

    def running(self, start: date | None, limit: Limit, *, decision: bool = False) -> RunningLimit | None:
        """A limit that began on a day; None where it has not."""
        if start is None:
            return None
        total = _days_of(limit, start) + (self.extension - self.used_of_decision if decision else 0)
        total = max(0, total)
        pauses = self.pauses if decision else []
        end = self._end(start, limit, total, pauses)
        whole = self._whole(pauses) if decision and self.joint else None
        if cut := whole is not None and whole.ends_on < end.ends_on:
            assert whole
            end, total = whole, self._counted(start, whole.ends_on, limit.kind, pauses)
        until = self.decided_on or self.today if decision else self.today
        counted = [
            one.day
            for one in clock_days(self.calendar, start=start, until=until, kind=limit.kind, pauses=pauses)
            if one.use is DayUse.COUNTED
        ]
        used = sum(day <= end.ends_on for day in counted)
        return RunningLimit(
            start=start,
            kind=limit.kind,
            total=total,
            ends_on=end.ends_on,
            status=end.status,
            used=min(used, total),
            left=max(0, total - used),
            over=len(counted) - used,
            cut=cut,
        )

    def _whole(self, pauses: Sequence[Pause]) -> Deadline:
        """The end of the joint application's days, as it is for this branch."""
        assert self.joint
        working = Limit(days=self.joint.days, kind=DayKind.WORKING, printed="")
        return self._end(self.joint.start, working, self.joint.days, pauses)

    def _counted(self, start: date, until: date, kind: DayKind, pauses: Sequence[Pause]) -> int:
        days = clock_days(self.calendar, start=start, until=until, kind=kind, pauses=pauses)
        return sum(one.use is DayUse.COUNTED for one in days)

    def _end(self, start: date, limit: Limit, total: int, pauses: Sequence[Pause]) -> Deadline:
        if total:
            return deadline(self.calendar, start=start, days=total, kind=limit.kind, pauses=pauses)
        return Deadline(
            ends_on=start, status=DeadlineStatus.PUBLISHED, paused_days=0, notices=(), explanation=()
        )


def _days_of(limit: Limit, start: date) -> int:
    """Months and years are counted by the calendar, to the day of the same number or the month's last."""
    return (months_after(start, limit.months) - start).days if limit.months else limit.days


def months_after(start: date, months: int) -> date:
    """The day of the same number so many months on, or that month's last."""
    years, month = divmod(start.month - 1 + months, 12)
    last = monthrange(start.year + years, month + 1)[1]
    return date(start.year + years, month + 1, min(start.day, last))
