"""What a branch of a joint application did with its days, one after the other without a gap: how its lane is drawn.

Source: 行政许可法 Art. 32, 42, 44, 45; screens.md 11 (lanes). Worked out from the same marks as its clocks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qingdan.rules.calendar import ONE_DAY
from qingdan.rules.case_clock import ClockMark
from qingdan.rules.case_state import CaseState, ClockEffect


class LaneUse(StrEnum):
    """What a stretch of days was."""

    CHECK = "check"
    CORRECTION = "correction"  # the applicant has it
    WAITING = "waiting"  # for other departments, or for another matter
    REVIEW = "review"
    PAUSE = "pause"
    SERVICE = "service"
    LEFT = "left"  # still to come, till the last day
    LATE = "late"  # over the last day


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Days after `first`, up to and with `last`."""

    use: LaneUse
    first: date
    last: date


_BEGINS = {
    ClockEffect.CHECK_STARTS: LaneUse.CHECK,
    ClockEffect.CHECK_ENDS: LaneUse.WAITING,
    ClockEffect.CHECK_LAPSED: LaneUse.WAITING,
    ClockEffect.DECISION_STARTS: LaneUse.REVIEW,
    ClockEffect.DECISION_STARTED_AT_RECEIPT: LaneUse.REVIEW,
    ClockEffect.STANDS: LaneUse.PAUSE,
    ClockEffect.RUNS_AGAIN: LaneUse.REVIEW,
    ClockEffect.SERVICE_STARTS: LaneUse.SERVICE,
}
_LASTS = frozenset({LaneUse.CHECK, LaneUse.REVIEW})


def stretches(
    marks: Sequence[ClockMark], *, state: CaseState, today: date, due_on: date | None = None
) -> tuple[Stretch, ...]:
    """The stretches in their order; `due_on`: the last day of who has it, till which is drawn what is left."""
    found: list[Stretch] = []
    for use, began, until in _begun(marks, state, today):
        first = max(began, found[-1].last) if found else began
        found.append(Stretch(use=use, first=first, last=max(first, until)))
    return tuple(_with_rest(found, today, due_on))


def _begun(marks: Sequence[ClockMark], state: CaseState, today: date) -> Iterator[tuple[LaneUse, date, date]]:
    """Each use with its first day, and the day on which the next began."""
    turns = list(_turns(marks, state))
    for place, (use, on) in enumerate(turns):
        if use is not None:
            yield use, on, turns[place + 1][1] if place + 1 < len(turns) else max(on, today)


def _turns(marks: Sequence[ClockMark], state: CaseState) -> Iterator[tuple[LaneUse | None, date]]:
    """What begins on which day; None: nothing more."""
    for place, mark in enumerate(marks):
        after = next((one for one in marks[place + 1 :] if _turning(one)), None)
        if mark.effect is ClockEffect.ENDS:
            yield None, mark.on
        elif mark.effect is ClockEffect.CHECK_ENDS:
            corrects = after.effect is ClockEffect.CHECK_STARTS if after else state is CaseState.CORRECTING
            yield LaneUse.CORRECTION if corrects else LaneUse.WAITING, mark.on
        elif mark.effect is ClockEffect.STANDS:
            yield LaneUse.PAUSE, mark.on - ONE_DAY  # its first day is a day of it
            if mark.until and (after is None or after.on > mark.until):
                yield LaneUse.REVIEW, mark.until
        elif use := _BEGINS.get(mark.effect):
            yield use, mark.on


def _turning(mark: ClockMark) -> bool:
    return mark.effect in _BEGINS or mark.effect is ClockEffect.ENDS


def _with_rest(found: list[Stretch], today: date, due_on: date | None) -> Iterator[Stretch]:
    """What is left, or what is over, of the last stretch that runs."""
    if not found or due_on is None or found[-1].use not in _LASTS or found[-1].last != today:
        yield from found
    elif due_on >= today:
        yield from (*found, Stretch(use=LaneUse.LEFT, first=today, last=due_on))
    else:
        last = found[-1]
        late_from = max(last.first, due_on)
        yield from found[:-1]
        yield Stretch(use=last.use, first=last.first, last=late_from)
        yield Stretch(use=LaneUse.LATE, first=late_from, last=today)
