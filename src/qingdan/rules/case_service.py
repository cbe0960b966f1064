"""Service of a decision (送达): from which day it counts, till when its remedies may be asked for, who may sign.

Source: 行政许可法 Art. 38, 44; 民事诉讼法 (2023) Art. 87–95 by analogy (approval.md §2.4); 行政复议法 (2023) Art. 20;
行政诉讼法 Art. 46.

Readings:
- Handed over, or by another agency: the day of the signature. By post: the day that the return slip says. Left at the
  home (留置): the day it was left, with the reason of the refusal and witnesses. By announcement (公告): the last of
  thirty days after it was put out. Electronically: the day it arrived in the recipient's system.
- Sixty natural days and six months are counted from the day after service; where the last is a day off, the first
  working day after it is the last.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from qingdan.rules.calendar import WorkingCalendar
from qingdan.rules.case_clock import months_after

ANNOUNCED = timedelta(days=30)
REVIEW, SUIT_MONTHS = timedelta(days=60), 6
"""行政复议法 Art. 20; 行政诉讼法 Art. 46."""


class ServiceMethod(StrEnum):
    """Ways of service (approval.md §2.4); the electronic one is the system's alone."""

    COUNTER = "counter"
    POST = "post"
    ELECTRONIC = "electronic"
    LEFT = "left"
    ANNOUNCED = "announced"
    DELEGATED = "delegated"


class Signer(StrEnum):
    """Who signs for a decision: whom it is for, the agent named in the application, another in his place (代收)."""

    SELF = "self"
    AGENT = "agent"
    OTHER = "other"


SIGNED = frozenset({ServiceMethod.COUNTER, ServiceMethod.POST, ServiceMethod.DELEGATED})
"""Ways in which somebody signs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedies:
    """The last days to ask for review (行政复议) and to sue (行政诉讼)."""

    review_until: date
    suit_until: date


def served_on(method: ServiceMethod, given_on: date) -> date:
    """From which day a decision counts as served that was handed over, received, left or announced on a day."""
    return given_on + ANNOUNCED if method is ServiceMethod.ANNOUNCED else given_on


def remedies_from(calendar: WorkingCalendar, served: date) -> Remedies:
    """Till when one may go further, counted from the day after service."""
    return Remedies(
        review_until=calendar.next_working(served + REVIEW),
        suit_until=calendar.next_working(months_after(served, SUIT_MONTHS)),
    )
