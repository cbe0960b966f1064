"""How far a joint application is, as anybody with its number and code may know: a lane for each department, no names.

Each lane has the progress of its own case, what it waits for and why, and the clock of the whole stands above them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qingdan.cases.models import Case
from qingdan.cases.queries.progress import Progress, granted_of, progress_of
from qingdan.data.calendar import load_calendar
from qingdan.data.joint import joint_names
from qingdan.joints.models import JointApplication, JointBranch
from qingdan.joints.queries.plans import frozen_plan
from qingdan.rules.case_clock import DayUse, clock_days
from qingdan.rules.case_state import CaseState
from qingdan.rules.deadline import DeadlineStatus, deadline
from qingdan.rules.joint_run import Branch, JointState, Outcome, joint_state
from qingdan.rules.power_item import DayKind


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
class WholeLimit:
    """The days of the whole (行政许可法 Art. 42(2)), counted in working days; `assumed`: the end may still move."""

    total: int
    used: int
    left: int
    over: int
    ends_on: date
    assumed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JointProgress:
    """The whole. `limit` None: not accepted yet; `due_on`: till when who has it must act; `extended`: days added."""

    number: str
    name: str
    lead_name: str
    state: str
    state_name: str
    ended: bool
    received_at: datetime | None
    told_on: date | None
    accepted_on: date | None
    extended: int
    due_on: date | None
    limit: WholeLimit | None
    lanes: tuple[Lane, ...]
    trial: bool


def progress_of_joint(joint: JointApplication, today: date) -> JointProgress:
    """The progress of a received joint application on a day."""
    rows = list(JointBranch.objects.filter(joint=joint).order_by("place"))
    cases = cases_of_joint(joint.number)
    granted = granted_of(cases.values())
    state = joint_state([branch_in(row, cases[row.item], granted) for row in rows])
    decided = [one.decided_on for one in cases.values() if one.decided_on]
    over = state in {JointState.DECIDED, JointState.ENDED}
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
        extended=joint.extended,
        due_on=None if state is JointState.ENDED else joint.due_on,
        limit=whole_limit(joint, max(decided, default=today) if over else today),
        lanes=_lanes(joint, rows, cases, granted, today),
        trial=joint.trial,
    )


def cases_of_joint(number: str) -> dict[str, Case]:
    """The cases of a joint application by item, in the order they were made."""
    cases = Case.objects.filter(joint=number).select_related(
        "unit", "version_read", "entry", "applicant__user"
    )
    return {one.item_code: one for one in cases.order_by("pk")}


def branch_in(row: JointBranch, case: Case, granted: Mapping[int, bool]) -> Branch:
    """A branch as the rules see it; `granted`: decisions by the key of their case."""
    return Branch(
        item=row.item,
        state=CaseState(case.state),
        needs=frozenset(row.needs),
        granted=granted.get(case.pk),
        checked=row.checked,
        check_runs=case.check_due_on is not None,
    )


def whole_limit(joint: JointApplication, until: date) -> WholeLimit | None:
    """The clock of the whole as it stands at the end of a day; None while it was not accepted."""
    if joint.accepted_on is None:
        return None
    total, start = joint.days + joint.extended, joint.accepted_on
    end = deadline(load_calendar(), start=start, days=total, kind=DayKind.WORKING)
    days = clock_days(load_calendar(), start=start, until=until, kind=DayKind.WORKING, pauses=())
    used = sum(one.use is DayUse.COUNTED for one in days)
    return WholeLimit(
        total=total,
        used=min(used, total),
        left=max(0, total - used),
        over=max(0, used - total),
        ends_on=end.ends_on,
        assumed=end.status is not DeadlineStatus.PUBLISHED,
    )


def _lanes(
    joint: JointApplication,
    rows: Sequence[JointBranch],
    cases: Mapping[str, Case],
    granted: Mapping[int, bool],
    today: date,
) -> tuple[Lane, ...]:
    matters = {one.item: one for one in frozen_plan(joint.plan.digest).matters}
    return tuple(
        Lane(
            progress=progress_of(cases[row.item], today, decided=granted),
            waits_for=tuple(
                WaitsFor(
                    item_name=cases[need.item].item_name,
                    unit_name=cases[need.item].unit.name,
                    ground=need.ground,
                    open=_is_open(cases[need.item], granted),
                )
                for need in matters[row.item].needs
                if need.item in row.needs
            ),
            checked=row.checked,
            leads=row.unit_id == joint.lead_id,
            days=matters[row.item].days,
        )
        for row in rows
    )


def _is_open(case: Case, granted: Mapping[int, bool]) -> bool:
    known = Branch(item=case.item_code, state=CaseState(case.state), granted=granted.get(case.pk))
    return known.outcome is Outcome.OPEN
