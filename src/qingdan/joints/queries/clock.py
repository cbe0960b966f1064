"""The clock of a whole joint application (行政许可法 Art. 42(2)): working days from its acceptance on."""

from dataclasses import dataclass
from datetime import date

from qingdan.cases.queries.urgency import working_days
from qingdan.data.calendar import load_calendar, working_days_on
from qingdan.joints.models import JointApplication
from qingdan.joints.queries.parts import Parts
from qingdan.rules.deadline import DeadlineStatus, deadline
from qingdan.rules.joint_run import JointState, joint_state
from qingdan.rules.power_item import DayKind


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeLimit:
    """The days of the whole: `extended` of `total` were added by the government's head; `assumed`: the end may move."""

    total: int
    extended: int
    used: int
    left: int
    over: int
    ends_on: date
    assumed: bool


def last_day(joint: JointApplication) -> date | None:
    """The last working day of the whole; None it was not accepted."""
    return working_days_on(joint.accepted_on, joint.days + joint.extended) if joint.accepted_on else None


def whole_limit(joint: JointApplication, until: date) -> WholeLimit | None:
    """The clock as it stands at the end of a day; None while the whole was not accepted."""
    if joint.accepted_on is None:
        return None
    total, start = joint.days + joint.extended, joint.accepted_on
    end = deadline(load_calendar(), start=start, days=total, kind=DayKind.WORKING)
    gone = working_days(start, until)
    return WholeLimit(
        total=total,
        extended=joint.extended,
        used=min(gone, total),
        left=max(0, total - gone),
        over=max(0, gone - total),
        ends_on=end.ends_on,
        assumed=end.status is not DeadlineStatus.PUBLISHED,
    )


def limit_now(joint: JointApplication, parts: Parts, today: date) -> WholeLimit | None:
    """The clock today, or on the day of the last decision where all are out."""
    over = joint_state(parts.branches) in {JointState.DECIDED, JointState.ENDED}
    decided = [row.case.decided_on for row in parts.rows if row.case.decided_on]
    return whole_limit(joint, max(decided, default=today) if over else today)
