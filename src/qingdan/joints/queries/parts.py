"""The branches of a joint application with their cases and decisions, read once for whoever shows them."""

from collections.abc import Mapping
from dataclasses import dataclass

from qingdan.cases.models import Case
from qingdan.cases.queries.progress import granted_of
from qingdan.joints.models import JointApplication, JointBranch
from qingdan.rules.case_state import CaseState
from qingdan.rules.joint_run import Branch


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Branches in the plan's order, each with its case; `granted`: decisions by the key of their case."""

    rows: tuple[JointBranch, ...]
    granted: Mapping[int, bool]

    @property
    def branches(self) -> tuple[Branch, ...]:
        """As the rules see them."""
        return tuple(branch_of(row, row.case, self.granted.get(row.case_id)) for row in self.rows)

    @property
    def cases(self) -> dict[str, Case]:
        """The cases by item."""
        return {row.item: row.case for row in self.rows}


def branch_of(row: JointBranch, case: Case, granted: bool | None) -> Branch:
    """A branch as the rules see it."""
    return Branch(
        item=row.item,
        state=CaseState(case.state),
        needs=frozenset(row.needs),
        granted=granted,
        checked=row.checked,
        check_runs=case.check_due_on is not None,
    )


def parts_of(joint: JointApplication) -> Parts:
    """Two statements, however many branches."""
    read_with = ("unit", "case__unit", "case__version_read", "case__entry", "case__applicant__user")
    rows = JointBranch.objects.filter(joint=joint).select_related(*read_with).order_by("place")
    found = tuple(rows)
    return Parts(rows=found, granted=granted_of(row.case for row in found))
