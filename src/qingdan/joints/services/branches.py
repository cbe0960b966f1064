"""Taking steps of the branches of a joint application: the program takes them for what was done to the whole.

Whoever acts on the whole locks the joint application first, then its cases. Whoever acts on one case never locks the
whole: what follows for the others is done by the worker (`moving`), so no two can wait for each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, Stale
from qingdan.base.transactions import wait_turn
from qingdan.cases.models import Case, CaseDecision, CaseDefect
from qingdan.cases.queries.frozen import frozen
from qingdan.cases.services.accepting import pin_and_begin
from qingdan.cases.services.papers import write_paper
from qingdan.cases.services.stepping import Marking, step_case
from qingdan.data.calendar import working_days_on
from qingdan.data.joint import joint_words
from qingdan.guides.queries.published import entry_in_force
from qingdan.joints.models import JointApplication, JointBranch
from qingdan.joints.queries.clock import last_day
from qingdan.joints.queries.parts import branch_of
from qingdan.joints.queries.plans import frozen_plan
from qingdan.rules.case_papers import PaperKind
from qingdan.rules.case_state import CaseState
from qingdan.rules.joint import JointPlan
from qingdan.rules.joint_run import DECIDED, Branch, BranchStep, JointState, joint_state

_WHOLES = 7_307  # the family of locks, so that no other part takes the same


@dataclass(slots=True, kw_only=True)
class Whole:
    """A joint application whose row and cases are locked, with its branches in the plan's order."""

    joint: JointApplication
    rows: dict[str, JointBranch]
    cases: dict[str, Case]
    granted: Mapping[str, bool]

    @property
    def branches(self) -> tuple[Branch, ...]:
        """As the rules see them."""
        return tuple(
            branch_of(row, self.cases[item], self.granted.get(item)) for item, row in self.rows.items()
        )

    @property
    def state(self) -> JointState:
        """Where the whole is."""
        return joint_state(self.branches)

    @property
    def next_version(self) -> int:
        """What `keep` will make of it."""
        return self.joint.version + 1

    @property
    def carrier(self) -> Case:
        """In whose file the papers of the whole stand: the lead's first matter."""
        mine = [item for item, row in self.rows.items() if row.unit_id == self.joint.lead_id]
        return self.cases[mine[0]]


def program(by: Actor) -> Actor:
    """The program itself, in the region of who acts."""
    return replace(SYSTEM, region=by.region, regions=by.regions)


def whole_of(by: Actor, number: str, *, version: int | None = None) -> Whole:
    """A received joint application, all of it locked. Raises Missing, Stale."""
    found = JointApplication.objects.visible_to(by).filter(number=number).exclude(number="")
    joint = found.select_for_update(of=("self",)).select_related("lead", "plan").first()
    if joint is None:
        raise Missing
    if version is not None:
        demand_version(joint, version)
    rows = JointBranch.objects.filter(joint=joint).select_related("unit")
    by_item = {one.item: one for one in rows}
    pinned = ("unit", "version_read", "entry", "applicant", "applicant__user", "region")
    cases = Case.objects.filter(joint=number).select_related(*pinned).order_by("pk")
    return Whole(
        joint=joint,
        rows=by_item,
        cases={one.item_code: one for one in cases.select_for_update(of=("self",))},
        granted=dict(
            CaseDecision.objects.filter(case__joint=number).values_list("case__item_code", "granted")
        ),
    )


def demand_version(joint: JointApplication, version: int) -> None:
    """Raises Stale: the form was made for another one."""
    if version != joint.version:
        raise Stale({"version": str(joint.version)}, joint.version)


def take(
    whole: Whole, steps: Sequence[BranchStep], *, on: date | None = None, by: Actor, at: datetime
) -> None:
    """Takes these steps, then keeps the days of the whole. `on`: the day of acceptance where it is not today.

    Raises Refused.
    """
    if steps:
        one_at_a_time(whole.joint.region_id)
    for one in steps:
        _ACTS.get(one.action, _plain)(whole, one, on or day_of(at), by, at)
    keep(whole)


def one_at_a_time(region: str) -> None:
    """Acts on wholes take numbers and places in the order of several items: two of them side by side, each would wait
    for what the other has. Acts on single cases take one at a time and need not wait here.
    """
    wait_turn(_WHOLES, region)


def append_joint(
    kind: str, joint: JointApplication, said: Mapping[str, object], *, by: Actor, at: datetime
) -> None:
    """An event of the whole, told with the lead as its unit."""
    append(kind, f"joint:{joint.number}", by=by, at=at, unit=joint.lead.code, data=dict(said))


def keep(whole: Whole) -> None:
    """What queues ask of the whole, worked out from its branches."""
    joint = whole.joint
    joint.open, joint.due_on = queue_days(whole)
    joint.version = whole.next_version
    joint.save()


def keep_days(whole: Whole) -> None:
    """Where nothing was done and only days are others: the version stays, for whoever has a form of it open."""
    whole.joint.open, whole.joint.due_on = queue_days(whole)
    whole.joint.save(update_fields=["open", "due_on"])


def queue_days(whole: Whole) -> tuple[bool, date | None]:
    """Whether something is still to be done, and the day by which the next thing is owed: the answer to what was filed,
    a decision of one of the departments, the service of one that is out; whichever is due first.
    """
    cases, state = whole.cases.values(), whole.state
    unserved = [one.service_due_on for one in cases if one.state in DECIDED]
    unchecked = [one.check_due_on for one in cases if one.state == CaseState.RECEIVED]
    days = {
        JointState.CHECKED: unchecked,
        JointState.LACKING: unchecked,
        JointState.ACCEPTABLE: unchecked,
        JointState.CORRECTING: [one.correction_due_on for one in cases if one.state == CaseState.CORRECTING],
        JointState.IN_REVIEW: [last_day(whole.joint), *map(_decided_by, cases), *unserved],
        JointState.DECIDED: unserved,
    }
    known = [day for day in days.get(state, []) if day]
    return state is not JointState.ENDED, min(known, default=None)


def _decided_by(case: Case) -> date | None:
    """Till when a branch is to be decided as promised, or its clock is to run again; as its own queue has it."""
    if case.state == CaseState.SUSPENDED:
        return case.pause_until or case.decision_due_on
    days = (case.promised_due_on, case.decision_due_on) if case.state == CaseState.UNDER_REVIEW else ()
    return min((day for day in days if day), default=None)


def _plain(whole: Whole, step: BranchStep, on: date, by: Actor, at: datetime) -> None:
    step_case(whole.cases[step.item], step.action, by=program(by), at=at, data=_told(whole, by))


def _tell(whole: Whole, step: BranchStep, on: date, by: Actor, at: datetime) -> None:
    case, row = whole.cases[step.item], whole.rows[step.item]
    case.correction_due_on = working_days_on(day_of(at), frozen(case.version_read.digest)["correction_days"])
    typed = {"defects": len(row.defects), "unlisted": 0}
    step_case(case, "tell_jointly", by=program(by), at=at, typed=typed, data=_told(whole, by))
    case.rounds += 1
    case.save(update_fields=["rounds"])
    CaseDefect.objects.bulk_create(
        CaseDefect(
            region_id=case.region_id, case=case, round=case.rounds, subject=one["subject"], what=one["what"],
            how=one["how"], answer=case.answers.get(one["subject"].removeprefix("field-"), ""),
        )
        for one in row.defects
    )  # fmt: skip


def _supplement(whole: Whole, step: BranchStep, on: date, by: Actor, at: datetime) -> None:
    row = whole.rows[step.item]
    whole.cases[step.item].check_done = False
    _plain(whole, step, on, by, at)
    row.checked, row.defects, row.changed_in = None, [], whole.next_version
    row.save()


def _accept(whole: Whole, step: BranchStep, on: date, by: Actor, at: datetime) -> None:
    """An item that no list has any more is not accepted: nobody could decide on it (清单之外无职权)."""
    case = whole.cases[step.item]
    if entry_in_force(case.region_id, case.item_code, on) is None:
        _end(whole, replace(step, action="end_in_joint"), on, by, at)
        return
    _put_on_clock(whole, case)
    marking = Marking(on=on) if step.action == "accept_jointly" else None
    step_case(case, step.action, by=program(by), at=at, marking=marking, data=_told(whole, by))
    if step.action not in _WAITS:
        pin_and_begin(case, at=at)


def _begin(whole: Whole, step: BranchStep, on: date, by: Actor, at: datetime) -> None:
    _plain(whole, step, on, by, at)
    pin_and_begin(whole.cases[step.item], at=at)


def _end(whole: Whole, step: BranchStep, on: date, by: Actor, at: datetime) -> None:
    """Ends a branch and tells the applicant why."""
    case = whole.cases[step.item]
    failed = whole.cases.get(step.because)
    words = "end_because" if failed else "end_not_listed"
    reason = joint_words(words).format(item=failed.item_name if failed else case.item_name)
    need = next((one.needs for one in plan(whole).matters if one.item == step.item), ())
    ground = next((one.ground for one in need if one.item == step.because), joint_words("end_ground"))
    typed = {"reason": reason, "legal_ground": ground}
    step_case(
        case,
        step.action,
        by=program(by),
        at=at,
        typed=typed,
        data={**_told(whole, by), "because": step.because},
    )
    facts = {"reason": reason, "ground": ground}
    write_paper(case, PaperKind.TERMINATION, facts, by=program(by), at=at)


def plan(whole: Whole) -> JointPlan:
    """The plan it was applied for by."""
    return frozen_plan(whole.joint.plan.digest)


def _put_on_clock(whole: Whole, case: Case) -> None:
    """The days of the whole, and those that the plan promises of this branch."""
    joint = whole.joint
    case.joint_from, case.joint_days = joint.accepted_on, joint.days + joint.extended
    case.branch_days = next((one.days for one in plan(whole).matters if one.item == case.item_code), 0)


def _told(whole: Whole, by: Actor) -> dict[str, str]:
    """What the events of branches say: of which whole, for what who did."""
    mine = {} if by.username == SYSTEM.username else {"for": by.name}
    return {"joint": whole.joint.number, **mine}


_WAITS = frozenset({"wait_in_joint", "deem_waiting_in_joint"})
_ACTS = {
    "tell_jointly": _tell,
    "supplement_jointly": _supplement,
    "accept_jointly": _accept,
    "deem_in_joint": _accept,
    "wait_in_joint": _accept,
    "deem_waiting_in_joint": _accept,
    "begin_in_joint": _begin,
    "end_in_joint": _end,
}
