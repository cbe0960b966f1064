"""The lanes of a joint application: what each department has, since when, till when, and what it waits for.

Of another department's case only this much is read: state, days, opinion. Its fields, materials and papers are not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qingdan.base.clock import day_of
from qingdan.cases.models import Case
from qingdan.cases.queries.clock import clock_of, marks_of_many
from qingdan.cases.queries.progress import holder_words, open_tasks_of, result_words
from qingdan.cases.queries.urgency import Chip, chip_of, working_days
from qingdan.data.case import case_names
from qingdan.joints.models import JointApplication, JointBranch
from qingdan.joints.queries.parts import Parts
from qingdan.rules.case_clock import ClockMark, RunningLimit
from qingdan.rules.case_state import CaseState
from qingdan.rules.joint_lanes import LaneUse, Stretch, stretches
from qingdan.rules.joint_run import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A stretch on the common scale: working days after the day of receipt."""

    use: LaneUse
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A department's part. `case`: number of its case, "" where it is another's; `lacking`: how much it found to lack.

    `waits_for`: names of the matters that must be granted first and are not yet; `limit`: the limit that binds now,
    `cut`: the days of the whole end before its own. `hours`: until it was forwarded.
    """

    item: str
    item_name: str
    unit: str
    unit_name: str
    lead: bool
    own: bool
    case: str
    state: CaseState
    state_name: str
    holder: str
    due_on: date | None
    chip: Chip
    forwarded_at: datetime
    hours: float
    checked: bool | None
    checked_at: datetime | None
    lacking: int
    rounds: int
    waits_for: tuple[str, ...]
    limit: RunningLimit | None
    accepted_on: date | None
    decided_on: date | None
    result: str
    bars: tuple[Bar, ...]


def lanes_of(joint: JointApplication, parts: Parts, *, unit: str, today: date) -> tuple[Lane, ...]:
    """One lane a branch, for somebody of a unit on a day."""
    outcomes = {one.item: one.outcome for one in parts.branches}
    names = {row.item: row.case.item_name for row in parts.rows}
    received = day_of(joint.received_at) if joint.received_at else today
    marks = marks_of_many(row.case_id for row in parts.rows)
    tasks = open_tasks_of(row.case for row in parts.rows)
    lanes = []
    for row in parts.rows:
        needs = [one for one in row.needs if outcomes.get(one, Outcome.FULFILLED) is not Outcome.FULFILLED]
        waits = tuple(names[one] for one in needs) if row.case.state == CaseState.WAITING else ()
        holder = holder_words(row.case, tasks.get(row.case_id, ()))
        clock = [mark for mark, _ in marks[row.case_id]]
        lanes.append(
            _lane(joint, row, parts, received, clock, waits=waits, holder=holder, unit=unit, today=today)
        )
    return tuple(lanes)


def _lane(
    joint: JointApplication,
    row: JointBranch,
    parts: Parts,
    received: date,
    marks: Sequence[ClockMark],
    *,
    waits: tuple[str, ...],
    holder: str,
    unit: str,
    today: date,
) -> Lane:
    case, state = row.case, CaseState(row.case.state)
    own = row.unit.code == unit
    granted = parts.granted.get(case.pk)
    assert joint.received_at
    return Lane(
        item=row.item,
        item_name=case.item_name,
        unit=row.unit.code,
        unit_name=row.unit.name,
        lead=row.unit_id == joint.lead_id,
        own=own,
        case=case.number if own else "",
        state=state,
        state_name=case_names("states")[state],
        holder=holder,
        due_on=case.due_on,
        chip=chip_of(state, case.due_on, case.decision_due_on, today),
        forwarded_at=row.forwarded_at,
        hours=(row.forwarded_at - joint.received_at).total_seconds() / 3600,
        checked=row.checked,
        checked_at=row.checked_at,
        lacking=len(row.defects),
        rounds=case.rounds,
        waits_for=waits,
        limit=_binding(case, marks, today),
        accepted_on=case.accepted_on,
        decided_on=case.decided_on,
        result=result_words(state, granted),
        bars=bars_of(stretches(marks, state=state, today=today, due_on=case.due_on), received),
    )


def _binding(case: Case, marks: Sequence[ClockMark], today: date) -> RunningLimit | None:
    """Of the limits of the review, the one that ends first."""
    clock = clock_of(case, today, marks)
    limits = [one for one in (clock.promised, clock.statutory) if one]
    return min(limits, key=lambda one: one.ends_on, default=None)


def bars_of(found: Sequence[Stretch], received: date) -> tuple[Bar, ...]:
    """On the scale that begins on the day of receipt."""
    return tuple(
        Bar(use=one.use, first=working_days(received, one.first), last=working_days(received, one.last))
        for one in found
    )
