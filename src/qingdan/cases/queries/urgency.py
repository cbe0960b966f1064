"""How much time a case has: the chip that queues show."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from qingdan.data.calendar import load_calendar
from qingdan.rules.case_clock import DayUse, clock_days
from qingdan.rules.case_state import CaseState
from qingdan.rules.power_item import DayKind

SOON = 3
"""Working days."""


class Tone(StrEnum):
    """What a chip says."""

    LATE = "late"  # past the law's limit
    BROKEN = "broken"  # past the promise, the law's limit lasts
    TODAY = "today"
    SOON = "soon"
    CALM = "calm"
    PAUSED = "paused"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """`days`: working days left, or over where it is late; `until`: the day that counts, `far`: in another year;
    `promised`: it is the day that was promised, the law's is later.
    """

    tone: Tone
    days: int = 0
    until: date | None = None
    far: bool = False
    promised: bool = False


def chip_of(state: str, due_on: date | None, law_on: date | None, today: date) -> Chip:
    """The chip of a case that must be acted on by a day; `law_on` is the last day of the decision by law."""
    if state == CaseState.SUSPENDED:
        far = due_on is not None and due_on.year != today.year
        return Chip(tone=Tone.PAUSED, until=due_on, far=far)
    if due_on is None:
        return Chip(tone=Tone.NONE)
    if due_on < today:
        lasts = state == CaseState.UNDER_REVIEW and law_on is not None and law_on >= today
        over = working_days(due_on, today)
        return Chip(tone=Tone.BROKEN if lasts else Tone.LATE, days=over, until=due_on)
    left = working_days(today, due_on)
    tone = Tone.CALM if left > SOON else Tone.SOON if due_on > today else Tone.TODAY
    promised = state == CaseState.UNDER_REVIEW and law_on is not None and due_on < law_on
    return Chip(tone=tone, days=left, until=due_on, promised=promised)


@lru_cache(maxsize=4_096)
def working_days(after: date, until: date) -> int:
    """Working days after a day, up to and with another. Remembered: the rows of a list share their days."""
    walk = clock_days(load_calendar(), start=after, until=until, kind=DayKind.WORKING, pauses=())
    return sum(one.use is DayUse.COUNTED for one in walk)


def days_taken(began: date, ended: date) -> int:
    """How many working days something took, as its clock counts them: what ended on the day it began took none."""
    return working_days(began, ended)
