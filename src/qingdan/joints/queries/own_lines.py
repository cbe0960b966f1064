"""The joint applications of an applicant in a line each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.cases.models import Case
from qingdan.cases.queries.progress import granted_of
from qingdan.data.joint import joint_names
from qingdan.joints.models import JointApplication, JointBranch
from qingdan.joints.queries.forms import form_of
from qingdan.joints.queries.own import is_own_joint
from qingdan.joints.queries.parts import branch_of
from qingdan.rules.joint_run import JointState, joint_state

MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class JointLine:
    """A joint application in a list. `key`: its number, or the code of a draft; `items`: names of its matters.

    `waits`: the applicant must act.
    """

    key: str
    plan: str
    name: str
    items: tuple[str, ...]
    applicant: str
    state_name: str
    holder: str
    due_on: date | None
    draft: bool
    waits: bool
    closed: bool
    begun_at: datetime
    trial: bool


def own_joints(by: Actor, *, on: date) -> tuple[JointLine, ...]:
    """Those of an account and of whom it acts for, what waits for the applicant first, then the newest."""
    if not by.username:
        return ()
    rows = JointApplication.objects.of_account(by).select_related("lead", "plan__plan", "applicant__user")
    joints = [one for one in rows.order_by("-made_at")[:MOST] if is_own_joint(one, by, on)]
    states = dict(_states(joints))
    found = [_line(one, states.get(one.pk)) for one in joints]
    return tuple(sorted(found, key=lambda one: (one.closed, not one.waits)))


def _states(joints: Sequence[JointApplication]) -> Iterator[tuple[int, JointState]]:
    """Where each that was received is, in two questions for all."""
    numbers = [one.number for one in joints if one.number]
    cases = {one.pk: one for one in Case.objects.filter(joint__in=numbers)} if numbers else {}
    granted = granted_of(cases.values())
    branches: dict[int, list[JointBranch]] = {}
    for row in JointBranch.objects.filter(joint__in=joints):
        branches.setdefault(row.joint_id, []).append(row)
    for key, some in branches.items():
        yield key, joint_state([branch_of(row, cases[row.case_id], granted.get(row.case_id)) for row in some])


def _line(joint: JointApplication, state: JointState | None) -> JointLine:
    waits = state in {None, JointState.CORRECTING}
    ended = state is JointState.ENDED
    return JointLine(
        key=joint.number or joint.code,
        plan=joint.plan.plan.code,
        name=joint.name,
        items=tuple(one["name"] for one in form_of(joint.form).guides.values()),
        applicant=joint.own_applicant.name,
        state_name=joint_names("states")[state] if state else "",
        holder="" if ended or waits else joint.lead.name,
        due_on=None if ended else joint.due_on,
        draft=state is None,
        waits=waits,
        closed=ended,
        begun_at=joint.made_at,
        trial=joint.trial,
    )
