"""How far a case is, as anybody with its number and code may know: states and dates, no names, no papers.

Who has it and till when, the limits side by side, each day with what it was to the clock, pauses with their reason.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qingdan.base.events.queries import Happening, histories_of, history_of
from qingdan.cases.models import Case, CaseDecision, CaseTask
from qingdan.cases.queries.clock import Marks, clock_of, marks_of, marks_of_many
from qingdan.data.calendar import load_calendar
from qingdan.data.case import case_names
from qingdan.rules.calendar import ONE_DAY
from qingdan.rules.case_clock import CaseClock, DayUse, RunningLimit, clock_days, stopped_days
from qingdan.rules.case_state import CLOSED, HOLDERS, CaseState, ClockEffect, Party, PauseReason
from qingdan.rules.deadline import DeadlineStatus
from qingdan.rules.power_item import DayKind

_DECIDED = {CaseState.GRANTED, CaseState.REFUSED, CaseState.SERVED, CaseState.ARCHIVED, CaseState.RETURNED}


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitShown:
    """A limit that runs or ran. `kind`: check, promised, statutory, service; `working`: counted in working days.

    `assumed`: the year's holidays were not published yet, the end may move.
    """

    kind: str
    total: int
    working: bool
    used: int
    left: int
    over: int
    ends_on: date
    assumed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DayShown:
    """A day of the clock. `use`: used, pause, left, late; `ends`: limits whose last day it is.

    `printed`: 3, the first of a month 5/1.
    """

    day: date
    use: str
    number: int
    printed: str
    today: bool
    ends: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseShown:
    """A pause: its kind (`PauseReason`), first and last day, working days that were not counted."""

    reason: str
    name: str
    first: date
    last: date
    days: int
    lasting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHappening:
    """What was done: the action's key and words, the step's name where it was one of the chart, the exit taken.

    `not_needed`: the step only found that something is not needed (不要), which did not happen then.
    """

    action: str
    words: str
    step: str
    exit: str
    not_needed: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """`holder`: who has it, in words; `steps`: the steps of the chart that are open; `due_on`: till when.

    `result`: what came out, in words, "" while nothing has; `granted`: how it was decided; `ended_on`: the day on which
    the clock of the decision stopped for ever. `joint`: the number of the joint application that it is part of.
    """

    number: str
    joint: str
    item_code: str
    item_name: str
    unit_name: str
    state: str
    state_name: str
    closed: bool
    holder: str
    steps: tuple[str, ...]
    due_on: date | None
    received_at: datetime | None
    accepted_on: date | None
    deemed: bool
    decided_on: date | None
    ended_on: date | None
    result: str
    granted: bool | None
    limits: tuple[LimitShown, ...]
    days: tuple[DayShown, ...]
    pauses: tuple[PauseShown, ...]
    happenings: tuple[CaseHappening, ...]
    overdue_reason: str
    trial: bool


def progress_of(
    case: Case,
    today: date,
    history: Sequence[Happening] | None = None,
    decided: Mapping[int, bool] | None = None,
    tasks: Sequence[CaseTask] | None = None,
    *,
    marks: Marks | None = None,
) -> Progress:
    """The progress of a case on a day.

    `history`: its events, newest first, `decided`: as `granted_of`, `tasks`: all of its steps, `marks`: of its clocks,
    where they were read already.
    """
    marks = marks_of(case) if marks is None else marks
    clock = clock_of(case, today, [mark for mark, _ in marks])
    state = CaseState(case.state)
    ended = _ended(case, marks)
    granted = (granted_of([case]) if decided is None else decided).get(case.pk)
    days = tuple(_days(clock, ended, today))
    open_steps = _open_steps(case, tasks)
    return Progress(
        number=case.number,
        joint=case.joint,
        item_code=case.item_code,
        item_name=case.item_name,
        unit_name=case.unit.name,
        state=state.value,
        state_name=case_names("states")[state],
        closed=state in CLOSED,
        holder=holder_words(case, open_steps),
        steps=tuple(one.name for one in open_steps),
        due_on=case.due_on,
        received_at=case.received_at,
        accepted_on=case.accepted_on,
        deemed=case.deemed,
        decided_on=case.decided_on,
        ended_on=ended,
        result=result_words(state, granted),
        granted=granted,
        limits=tuple(_limits(clock)),
        days=days,
        pauses=tuple(_pauses(marks, clock)),
        happenings=tuple(_happenings(case, history)),
        overdue_reason=case.overdue_reason,
        trial=case.trial,
    )


def progress_of_many(cases: Sequence[Case], today: date, decided: Mapping[int, bool]) -> dict[int, Progress]:
    """The progress of several cases on a day, by key, in three statements however many."""
    marks, tasks = marks_of_many(one.pk for one in cases), open_tasks_of(cases)
    past = histories_of([f"case:{one.number}" for one in cases])
    return {
        one.pk: progress_of(
            one, today, past[f"case:{one.number}"], decided, tasks.get(one.pk, ()), marks=marks[one.pk]
        )
        for one in cases
    }


def open_tasks_of(cases: Iterable[Case]) -> dict[int, list[CaseTask]]:
    """The steps that wait to be done, by key of their case; none of a case that is not under review."""
    found: dict[int, list[CaseTask]] = {}
    reviewed = [one.pk for one in cases if one.state == CaseState.UNDER_REVIEW]
    for one in CaseTask.objects.filter(case__in=reviewed, done_at=None):
        found.setdefault(one.case_id, []).append(one)
    return found


def _open_steps(case: Case, tasks: Sequence[CaseTask] | None) -> Sequence[CaseTask]:
    if case.state != CaseState.UNDER_REVIEW:
        return ()
    if tasks is None:
        return list(CaseTask.objects.filter(case=case, done_at=None))
    return [one for one in tasks if one.done_at is None]


def granted_of(cases: Iterable[Case]) -> dict[int, bool]:
    """How the cases that are decided were decided, by key."""
    decided = [one.pk for one in cases if one.decided_on]
    if not decided:
        return {}
    return dict(CaseDecision.objects.filter(case__in=decided).values_list("case", "granted"))


def result_words(state: CaseState, granted: bool | None) -> str:
    """What came out of a case: the decision, or how it ended without one; "" while it is open."""
    if granted is not None and state in _DECIDED:
        return case_names("results")["granted" if granted else "refused"]
    return case_names("states")[state] if state in CLOSED else ""


def holder_words(case: Case, open_steps: Sequence[CaseTask]) -> str:
    """Who has a case: you, or the unit with the party; "" where nobody has anything to do with it any more.

    `open_steps`: those of its chart while it is under review, else none; when all are of one party, that party has it:
    the decider when only the decision is left.
    """
    if case.state == CaseState.REFERRED:
        return case.handed_to
    if case.state == CaseState.RECEIVED and case.check_done:
        return ""
    party = HOLDERS.get(CaseState(case.state))
    if len(whose := {one.party for one in open_steps}) == 1:
        party = Party(whose.pop())
    if party is None or party is Party.PROGRAM:
        return ""
    name = case_names("parties")[party]
    return name if case.state in {CaseState.DRAFT, CaseState.CORRECTING} else f"{case.unit.name}　{name}"


def _limits(clock: CaseClock) -> Iterator[LimitShown]:
    for kind in ("check", "promised", "statutory", "service"):
        limit: RunningLimit | None = getattr(clock, kind)
        if limit is not None:
            yield LimitShown(
                kind=kind,
                total=limit.total,
                working=limit.kind is DayKind.WORKING,
                used=limit.used,
                left=limit.left,
                over=limit.over,
                ends_on=limit.ends_on,
                assumed=limit.status is not DeadlineStatus.PUBLISHED,
            )


def _ended(case: Case, marks: Marks) -> date | None:
    """The day of the decision, or on which the case ended without one, or went on elsewhere."""
    if case.handed_on:
        return case.handed_on
    if case.decided_on or CaseState(case.state) not in CLOSED:
        return case.decided_on
    return next((mark.on for mark, _ in marks if mark.effect is ClockEffect.ENDS), None)


def _days(clock: CaseClock, ended: date | None, today: date) -> Iterator[DayShown]:
    """The days of the decision, or before acceptance those of the check; none after the day on which it ended."""
    limit = clock.statutory or clock.check
    if limit is None:
        return
    until_now = min(filter(None, (today, ended)))
    pauses = clock.pauses if clock.statutory else ()
    ends = _ends(clock)
    month = 0
    last = until_now if ended else max(limit.ends_on, until_now)
    for one in clock_days(load_calendar(), start=limit.start, until=last, kind=limit.kind, pauses=pauses):
        if one.use is DayUse.OFF:
            continue
        yield DayShown(
            day=one.day,
            use=_use(one.use, one.day, until_now, limit.ends_on),
            number=one.number,
            printed=str(one.day.day) if one.day.month == month else f"{one.day.month}/{one.day.day}",
            today=one.day == today,
            ends=tuple(ends.get(one.day, ())),
        )
        month = one.day.month


def _ends(clock: CaseClock) -> dict[date, list[str]]:
    """Last days with the limits that end on them."""
    ends: dict[date, list[str]] = {}
    for name in ("promised", "statutory", "check"):
        limit: RunningLimit | None = getattr(clock, name)
        if limit:
            ends.setdefault(limit.ends_on, []).append(name)
    return ends


def _use(use: DayUse, day: date, until_now: date, ends_on: date) -> str:
    if use is DayUse.STOPPED:
        return "pause"
    if day > until_now:
        return "left"
    return "late" if day > ends_on else "used"


def _pauses(marks: Marks, clock: CaseClock) -> Iterator[PauseShown]:
    reasons = [reason for mark, reason in marks if mark.effect is ClockEffect.STANDS]
    for place, (reason, pause) in enumerate(zip(reasons, clock.pauses, strict=False), 1):
        if pause.until > pause.start:
            yield PauseShown(
                reason=reason,
                name=case_names("pauses")[PauseReason(reason)] if reason in set(PauseReason) else "",
                first=pause.start,
                last=pause.until - ONE_DAY,
                days=stopped_days(load_calendar(), pause, accepted_on=clock.accepted_on or pause.start),
                lasting=clock.standing_since is not None and place == len(clock.pauses),
            )


def _happenings(case: Case, history: Sequence[Happening] | None) -> Sequence[CaseHappening]:
    words = case_names("actions")
    if history is None:
        history = history_of(f"case:{case.number}") if case.number else []
    return [
        CaseHappening(
            action=one.data["action"],
            words=words[one.data["action"]],
            step=str(one.data.get("name", "")),
            exit=str(one.data.get("exit", "")),
            not_needed=one.data.get("exit") == case_names("exits")["not_needed"],
            at=one.at,
        )
        for one in reversed(history)
        if one.data.get("action") in words and "to" in one.data
    ]
