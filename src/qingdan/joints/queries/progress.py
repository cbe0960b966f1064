"""How far a joint application is, as anybody with its number and code may know: a lane for each department, no names.

Each lane has the progress of its own case, what it waits for and why, and the clock of the whole stands above them.
"""

from dataclasses import dataclass
from datetime import date, datetime

from qingdan.cases.queries.progress import Progress, progress_of_many
from qingdan.data.joint import joint_names
from qingdan.joints.models import JointApplication
from qingdan.joints.queries.clock import WholeLimit, limit_now
from qingdan.joints.queries.parts import Parts
from qingdan.joints.queries.plans import frozen_plan
from qingdan.rules.joint_run import JointState, Outcome, joint_state


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitsFor:
    """A matter that another waits for: its name, whose it is, by which ground, and whether it is still open."""

    item_name: str
    unit_name: str
    ground: str
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A department's part. `checked`: whether it found all materials there; None it has not looked yet."""

    progress: Progress
    waits_for: tuple[WaitsFor, ...]
    checked: bool | None
    leads: bool
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JointProgress:
    """The whole. `limit` None: not accepted yet; `due_on`: till when who has it must act."""

    number: str
    name: str
    lead_name: str
    state: str
    state_name: str
    ended: bool
    received_at: datetime | None
    told_on: date | None
    accepted_on: date | None
    due_on: date | None
    limit: WholeLimit | None
    lanes: tuple[Lane, ...]
    trial: bool


def progress_of_joint(joint: JointApplication, parts: Parts, today: date) -> JointProgress:
    """The progress of a received joint application on a day."""
    state = joint_state(parts.branches)
    return JointProgress(
        number=joint.number,
        name=joint.name,
        lead_name=joint.lead.name,
        state=state.value,
        state_name=joint_names("states")[state],
        ended=state is JointState.ENDED,
        received_at=joint.received_at,
        told_on=joint.told_on,
        accepted_on=joint.accepted_on,
        due_on=None if state is JointState.ENDED else joint.due_on,
        limit=limit_now(joint, parts, today),
        lanes=_lanes(joint, parts, today),
        trial=joint.trial,
    )


def _lanes(joint: JointApplication, parts: Parts, today: date) -> tuple[Lane, ...]:
    cases, outcomes = parts.cases, {one.item: one.outcome for one in parts.branches}
    progress = progress_of_many([row.case for row in parts.rows], today, parts.granted)
    matters = {one.item: one for one in frozen_plan(joint.plan.digest).matters}
    return tuple(
        Lane(
            progress=progress[row.case_id],
            waits_for=tuple(
                WaitsFor(
                    item_name=cases[need.item].item_name,
                    unit_name=cases[need.item].unit.name,
                    ground=need.ground,
                    open=outcomes[need.item] is Outcome.OPEN,
                )
                for need in matters[row.item].needs
                if need.item in row.needs
            ),
            checked=row.checked,
            leads=row.unit_id == joint.lead_id,
            days=matters[row.item].days,
        )
        for row in parts.rows
    )
