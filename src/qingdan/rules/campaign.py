"""When what a plan asks for falls due: on the plan's own dates, or shifted to another day of notice.

Source: 宜春市"三单一网"工作实施方案 (2015-03-24), its dates and its one limit in working days; counting by
`rules.deadline`. Readings:
- On its own day of notice a plan's dates stand as printed, also where they fall on a day off (2015-05-30, 10-31 are
  Saturdays): a date that the plan itself names is known from the start, nobody may add to it.
- Shifted, a fixed date keeps its number of calendar days from the notice, because the plan gives time for work, not
  a season. The day that comes out was chosen by nobody, so one that is a day off moves to the next working day, as a
  limit in natural days does. So does the last day of a phase; the next phase then begins the day after.
- A limit in working days is counted anew, from the day the unit received the notice, the first day not counted. A
  unit that never said when is bound from the day of notice: silence must not lengthen a limit.
- Who joins later has the time that the others had: a limit in working days runs from joining at the earliest. A
  fixed date stands for whoever joined before its phase began; who joined within the phase or after it has as many
  calendar days after joining as the phase gave the others from its first day. Nobody is late on the day of joining,
  and nobody gains time for phases that still lie ahead.
- What the plan asks for without a day is never late.
- The day something is due is used up to its last minute, and today counts as used (screens.md §6).
A day that lies in a year without published holidays makes the date provisional: the earliest it can be.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum

from qingdan.rules.calendar import ONE_DAY, WorkingCalendar
from qingdan.rules.campaign_template import (
    CampaignTemplate,
    DeadlineKind,
    Happening,
    Milestone,
    Obligation,
    Phase,
)
from qingdan.rules.deadline import DeadlineStatus, deadline
from qingdan.rules.note import Note
from qingdan.rules.power_item import DayKind
from qingdan.rules.problem import Problem, Severity, Where

_CHINA = timezone(timedelta(hours=8))


class PhaseState(StrEnum):
    """Where a day stands to a phase."""

    NOT_BEGUN = "not_begun"
    CURRENT = "current"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The last day of something owed, None where the plan names none; while provisional, the earliest it can be.

    `target_on`: the stricter reading of an unclear date, to aim at. `explanation` tells how the day came out.
    """

    on: date | None
    target_on: date | None = None
    status: DeadlineStatus = DeadlineStatus.PUBLISHED
    explanation: tuple[Note, ...] = ()

    @property
    def is_provisional(self) -> bool:
        """Whether the holidays of a year it needs are not known yet."""
        return self.status is DeadlineStatus.PROVISIONAL


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledPhase:
    """A phase with its first and last day."""

    phase: Phase
    starts_on: date
    ends_on: date
    status: DeadlineStatus = DeadlineStatus.PUBLISHED

    def state(self, today: date) -> PhaseState:
        """Not begun, current (first and last day included) or over."""
        if today < self.starts_on:
            return PhaseState.NOT_BEGUN
        return PhaseState.CURRENT if today <= self.ends_on else PhaseState.OVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A template on the calendar: phases in order, dues by code of obligation, marks by codes of stream and mark."""

    template: CampaignTemplate
    notice_on: date
    phases: tuple[ScheduledPhase, ...]
    dues: Mapping[str, Due]
    milestones: Mapping[tuple[str, str], Due]

    @property
    def is_shifted(self) -> bool:
        """Whether it runs on another day of notice than the plan's own."""
        return self.notice_on != self.template.notice_on

    @property
    def is_provisional(self) -> bool:
        """Whether a date of it may still move, because holidays are not published."""
        dues = (*self.dues.values(), *self.milestones.values())
        statuses = [*(one.status for one in self.phases), *(one.status for one in dues)]
        return DeadlineStatus.PROVISIONAL in statuses

    def phase(self, code: str) -> ScheduledPhase:
        """The phase of that code; KeyError when there is none."""
        return {one.phase.code: one for one in self.phases}[code]

    def current(self, today: date) -> ScheduledPhase | None:
        """The phase in which a day lies; None before, after and in a gap between two."""
        return next((one for one in self.phases if one.state(today) is PhaseState.CURRENT), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remaining:
    """Days left, today used: tomorrow is the first. Negative: days past the due day, today among them."""

    natural: int
    working: int


def schedule(
    template: CampaignTemplate, *, calendar: WorkingCalendar, notice_on: date | None = None
) -> Schedule:
    """The template on its own dates, or shifted to a day of notice. OverflowError past the year 9999."""
    shift = _Shift(template=template, calendar=calendar, notice_on=notice_on or template.notice_on)
    return Schedule(
        template=template,
        notice_on=shift.notice_on,
        phases=shift.phases(),
        dues={one.code: shift.obligation(one) for one in template.obligations},
        milestones={(s.code, one.code): shift.milestone(one) for s in template.works for one in s.milestones},
    )


def due(
    plan: Schedule,
    obligation: str,
    *,
    calendar: WorkingCalendar,
    received_on: date | None = None,
    joined_on: date | None = None,
) -> Due:
    """When one unit owes it: for a limit in working days, from the day it received the notice.

    `joined_on`: the day it joined the work; None: it took part from the start. KeyError for an obligation the plan
    does not know.
    """
    owed = plan.template.obligation(obligation)
    if owed.kind is DeadlineKind.WORKING_DAYS:
        start = max(one for one in (plan.notice_on, joined_on, received_on) if one)
        return _working_days(calendar, start, owed.working_days)
    return _joined(plan, owed, joined_on, calendar) if joined_on else plan.dues[obligation]


def _joined(plan: Schedule, owed: Obligation, joined_on: date, calendar: WorkingCalendar) -> Due:
    """When who joined on a day owes what has a fixed date."""
    last, phase = plan.dues[owed.code], plan.phase(owed.phase)
    if last.on is None or joined_on <= phase.starts_on:
        return last
    days = max(1, (last.on - phase.starts_on).days)
    moved = deadline(calendar, start=joined_on, days=days, kind=DayKind.NATURAL)
    said = Note(key="campaign.joined", params={"on": str(joined_on), "days": days, "phase": phase.phase.name})
    return Due(on=moved.ends_on, status=moved.status, explanation=(said, *moved.explanation))


def notice_on_for(template: CampaignTemplate, obligation: str, *, due_on: date) -> date:
    """The day of notice for which a fixed date of the template falls on `due_on`, where that is a working day.

    Where it is a day off, the shifted schedule has the next working day. ValueError for what has no fixed date.
    """
    owed = template.obligation(obligation)
    if owed.due_on is None:
        raise ValueError(f"{obligation} has no fixed date")
    return due_on - (owed.due_on - template.notice_on)


def is_late(filed_at: datetime, due: Due) -> bool:
    """Whether something filed at an instant came after its last day, by the clocks of China."""
    return due.on is not None and filed_at.astimezone(_CHINA).date() > due.on


def is_overdue(today: date, due: Due) -> bool:
    """Whether something not filed by the end of yesterday is late today."""
    return due.on is not None and today > due.on


def days_left(today: date, due_on: date, calendar: WorkingCalendar) -> Remaining:
    """How many days are left after today; on the last day none."""
    first, last = sorted((today, due_on))
    span = [first + n * ONE_DAY for n in range(1, (last - first).days + 1)]
    working = sum(calendar.is_working(day) for day in span)
    sign = 1 if due_on >= today else -1
    return Remaining(natural=sign * len(span), working=sign * working)


def may_open(template: CampaignTemplate, phase: str, happened: Set[Happening]) -> tuple[Problem, ...]:
    """Why a phase cannot open yet: a problem for each gate whose condition has not happened.

    Source: R-043 (先建权力清单，再建责任清单), R-109 (every item lawful before it is decided on). Reading: a gate
    looks at what has happened, not at the calendar; a phase may open early or late.
    """
    asked = template.phase(phase)
    return tuple(
        Problem(
            code=gate.source.requirements[-1],
            key=f"{gate.source.requirements[-1]}.{gate.requires}",
            severity=Severity.BLOCKER,
            where=Where(field="phase", item=asked.name),
            params={"phase": asked.name},
            authority=f"实施方案{gate.source.section}",
        )
        for gate in template.gates
        if gate.phase == phase and gate.requires not in happened
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shift:
    """Carries the template's dates over to a day of notice."""

    template: CampaignTemplate
    calendar: WorkingCalendar
    notice_on: date

    def fixed(self, printed: date) -> Due:
        if self.notice_on == self.template.notice_on:
            return Due(on=printed, explanation=(Note(key="campaign.printed", params={"on": str(printed)}),))
        days = (printed - self.template.notice_on).days
        moved = deadline(self.calendar, start=self.notice_on, days=days, kind=DayKind.NATURAL)
        kept = Note(key="campaign.shifted", params={"on": str(printed), "days": days})
        return Due(on=moved.ends_on, status=moved.status, explanation=(kept, *moved.explanation))

    def obligation(self, owed: Obligation) -> Due:
        if owed.kind is DeadlineKind.WORKING_DAYS:
            return _working_days(self.calendar, self.notice_on, owed.working_days)
        if owed.due_on is None:
            return Due(on=None, explanation=(Note(key="campaign.unstated"),))
        return self.fixed(owed.due_on)

    def milestone(self, mark: Milestone) -> Due:
        if mark.due_on is None:
            return Due(on=None, explanation=(Note(key="campaign.unstated"),))
        last = self.fixed(mark.due_on)
        target = self.fixed(mark.target_on).on if mark.target_on else None
        return Due(on=last.on, target_on=target, status=last.status, explanation=last.explanation)

    def phases(self) -> tuple[ScheduledPhase, ...]:
        found: list[ScheduledPhase] = []
        for phase in self.template.phases:
            last = self.fixed(phase.ends_on)
            assert last.on is not None
            begins = self.notice_on + (phase.starts_on - self.template.notice_on)
            after = found[-1].ends_on + ONE_DAY if found else begins
            found.append(
                ScheduledPhase(phase=phase, starts_on=max(begins, after), ends_on=last.on, status=last.status)
            )
        return tuple(found)


def _working_days(calendar: WorkingCalendar, start: date, days: int) -> Due:
    counted = deadline(calendar, start=start, days=days, kind=DayKind.WORKING)
    return Due(on=counted.ends_on, status=counted.status, explanation=counted.explanation)
