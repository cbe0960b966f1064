"""The clock of a whole joint application (行政许可法 Art. 42(2)): working days from its acceptance on.

What is promised is shorter: the longest way through the matters that are applied for, by the days of the plan. That is
what the plan's public page says of all of them together (Art. 30), and what is said before one applies.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from qingdan.cases.queries.urgency import working_days
from qingdan.data.calendar import load_calendar, working_days_on
from qingdan.joints.models import JointApplication
from qingdan.joints.queries.parts import Parts
from qingdan.joints.queries.plans import frozen_plan
from qingdan.rules.deadline import DeadlineStatus, deadline
from qingdan.rules.joint import promised_days
from qingdan.rules.joint_run import JointState, joint_state
from qingdan.rules.power_item import DayKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysOfWhole:
    """So many working days from acceptance on, as they stand; `assumed`: the end may move."""

    total: int
    used: int
    left: int
    over: int
    ends_on: date
    assumed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeLimit:
    """The limit by law, of which `extended` were added by the government's head, and what is promised within it; None
    where the plan promises nothing shorter. `first`: the one that ends sooner.
    """

    law: DaysOfWhole
    extended: int
    promised: DaysOfWhole | None

    @property
    def first(self) -> DaysOfWhole:
        """What the applicant was promised, else the limit."""
        return self.promised or self.law


def promised_of(joint: JointApplication, items: Collection[str]) -> int:
    """Working days promised for these matters of the plan together, never more than the plan's own limit."""
    return min(promised_days(frozen_plan(joint.plan.digest), items), joint.days)


def promised_day(joint: JointApplication, items: Collection[str]) -> date | None:
    """The last working day of the promise; None it was not accepted."""
    return working_days_on(joint.accepted_on, promised_of(joint, items)) if joint.accepted_on else None


def last_day(joint: JointApplication) -> date | None:
    """The last working day of the whole; None it was not accepted."""
    return working_days_on(joint.accepted_on, joint.days + joint.extended) if joint.accepted_on else None


def limit_now(joint: JointApplication, parts: Parts, today: date) -> WholeLimit | None:
    """The clock today, or on the day of the last decision where all are out; None while it was not accepted."""
    over = joint_state(parts.branches) in {JointState.DECIDED, JointState.ENDED}
    decided = [row.case.decided_on for row in parts.rows if row.case.decided_on]
    until = max(decided, default=today) if over else today
    return _limit(joint, parts.cases, until) if joint.accepted_on else None


def _limit(joint: JointApplication, items: Collection[str], until: date) -> WholeLimit:
    promised, total = promised_of(joint, items), joint.days + joint.extended
    return WholeLimit(
        law=_days(joint, total, until),
        extended=joint.extended,
        promised=_days(joint, promised, until) if 0 < promised < total else None,
    )


def _days(joint: JointApplication, total: int, until: date) -> DaysOfWhole:
    assert joint.accepted_on
    end = deadline(load_calendar(), start=joint.accepted_on, days=total, kind=DayKind.WORKING)
    gone = working_days(joint.accepted_on, until)
    return DaysOfWhole(
        total=total,
        used=min(gone, total),
        left=max(0, total - gone),
        over=max(0, gone - total),
        ends_on=end.ends_on,
        assumed=end.status is not DeadlineStatus.PUBLISHED,
    )
