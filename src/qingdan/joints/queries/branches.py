"""Which whole a case belongs to, and what it waits for there."""

from collections.abc import Collection
from dataclasses import dataclass

from qingdan.base.worded import Worded
from qingdan.cases.models import Case
from qingdan.data.joint import joint_names
from qingdan.joints.models import JointApplication
from qingdan.joints.queries.parts import parts_of
from qingdan.rules.case_state import CaseState
from qingdan.rules.joint_run import Outcome, joint_state

_BRANCH = Worded(lambda: Case.objects.filter(number="?number").exclude(joint=""), {"?number": "number"})


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeShown:
    """The joint application of a branch; `waits_for`: name and department of what must be granted first."""

    number: str
    name: str
    lead_name: str
    state_name: str
    waits_for: tuple[tuple[str, str], ...]


def joint_of_case(subject: str) -> str:
    """The number of the joint application of the case that an event is about; "" it is of none."""
    kind, _, number = subject.partition(":")
    found = _BRANCH.ask(number=number) if kind == "case" else []
    return found[0].joint if found else ""


def joints_of_cases(subjects: Collection[str]) -> dict[str, str]:
    """The numbers of the joint applications of these cases, each with the subject of one of its branches."""
    numbers = [one.partition(":")[2] for one in subjects]
    found = Case.objects.filter(number__in=numbers).exclude(joint="") if numbers else Case.objects.none()
    return {joint: f"case:{number}" for joint, number in found.values_list("joint", "number")}


def whole_of_branch(case: Case) -> WholeShown | None:
    """Of a case that the caller may see; None: it is none of a joint application's."""
    found = JointApplication.objects.filter(number=case.joint) if case.joint else None
    joint = found.select_related("lead").first() if found is not None else None
    if joint is None:
        return None
    parts = parts_of(joint)
    outcomes = {one.item: one.outcome for one in parts.branches}
    names = {row.item: (row.case.item_name, row.unit.name) for row in parts.rows}
    own = next(row for row in parts.rows if row.case_id == case.pk)
    needs = own.needs if case.state == CaseState.WAITING else []
    return WholeShown(
        number=joint.number,
        name=joint.name,
        lead_name=joint.lead.name,
        state_name=joint_names("states")[joint_state(parts.branches)],
        waits_for=tuple(names[one] for one in needs if outcomes.get(one) is Outcome.OPEN),
    )
