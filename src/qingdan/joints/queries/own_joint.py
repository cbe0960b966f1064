"""A joint application as its applicant sees it: lanes, papers, what lacks, what can be taken back and ends then."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qingdan.applicants.queries.accounts import KeptMaterial, vault_of
from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.base.snapshots.queries import thaw_many
from qingdan.cases.models import Case, CasePaper
from qingdan.cases.queries.own import PaperShown
from qingdan.data.case import case_names
from qingdan.joints.models import JointApplication
from qingdan.joints.queries.corrections import SharedDefect, shared_defects
from qingdan.joints.queries.drafts import SharedAnswer, SharedLine, agent_of, answers_shown, shared_lines
from qingdan.joints.queries.forms import form_of
from qingdan.joints.queries.own import filed_places, get_own_joint
from qingdan.joints.queries.parts import parts_of
from qingdan.joints.queries.progress import JointProgress, progress_of_joint
from qingdan.joints.queries.sessions import SessionShown, sessions_of
from qingdan.licences.queries.held import HeldLicence, licences_of, licences_of_cases
from qingdan.rules.joint_run import lost_with, withdrawn


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnJoint:
    """The whole in full. `papers`: by number of the case they stand for, those of the whole under its own number.

    `defects`: the one list of what lacks, till `correction_due_on`; `sessions`: those that are summed up;
    `open_items`: what can still be taken back.
    """

    progress: JointProgress
    version: int
    applicant: str
    agent: str
    answers: tuple[SharedAnswer, ...]
    materials: tuple[SharedLine, ...]
    defects: tuple[SharedDefect, ...]
    correction_due_on: date | None
    papers: Mapping[str, tuple[PaperShown, ...]]
    granted: Mapping[str, HeldLicence]
    sessions: tuple[SessionShown, ...]
    open_items: tuple[str, ...]
    vault: tuple[KeptMaterial, ...]
    licences: tuple[HeldLicence, ...]

    @property
    def places_asked(self) -> frozenset[int]:
        """Places of the materials that lack."""
        return frozenset(one.place for one in self.defects if one.place)

    @property
    def places_replaced(self) -> frozenset[int]:
        """Places where what was told as faulty still stands filed."""
        return frozenset(one.place for one in self.defects if one.place and not one.changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """A matter that ends with another: its name, whose it is, and the name of the other."""

    item_name: str
    unit_name: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """What would be taken back, what ends with it, and what goes on; `items`: codes of the first."""

    number: str
    name: str
    items: tuple[str, ...]
    taken: tuple[tuple[str, str], ...]
    lost: tuple[Loss, ...]
    left: tuple[tuple[str, str], ...]


def own_joint(by: Actor, number: str, *, on: date) -> OwnJoint:
    """A received joint application in full, for its applicant or agent. Raises Missing."""
    joint = _received(by, number, on)
    form, parts = form_of(joint.form), parts_of(joint)
    cases = parts.cases
    defects = shared_defects(joint, cases)
    applicant, correcting = joint.own_applicant, bool(defects)
    until = [one.correction_due_on for one in cases.values() if one.correction_due_on]
    return OwnJoint(
        progress=progress_of_joint(joint, parts, on),
        version=joint.version,
        applicant=applicant.name,
        agent=agent_of(joint),
        answers=answers_shown(form, joint.answers),
        materials=shared_lines(form, filed_places(joint)),
        defects=defects,
        correction_due_on=min(until, default=None) if correcting else None,
        papers=_papers(cases.values()),
        granted=licences_of_cases([one.number for one in cases.values() if one.decided_on], on=on),
        sessions=tuple(one for one in sessions_of(joint) if one.closed_at and not one.called_off),
        open_items=tuple(one.item for one in withdrawn(parts.branches, cases.keys())),
        vault=vault_of(by, on=on, applicant=applicant.pk) if correcting else (),
        licences=licences_of(applicant, on=on) if correcting else (),
    )


def withdrawal_of(by: Actor, number: str, items: Collection[str], *, on: date) -> Withdrawal:
    """What taking back these matters does: said before it is done. Raises Missing."""
    joint = _received(by, number, on)
    parts = parts_of(joint)
    cases, branches = parts.cases, parts.branches
    taken = [one.item for one in withdrawn(branches, items)]
    lost = lost_with(branches, items)
    gone = {*taken, *(one.item for one in lost)}
    return Withdrawal(
        number=number,
        name=joint.name,
        items=tuple(taken),
        taken=_named(cases, taken),
        lost=tuple(
            Loss(
                item_name=cases[one.item].item_name,
                unit_name=cases[one.item].unit.name,
                because=cases[one.because].item_name,
            )
            for one in lost
        ),
        left=_named(cases, [one.item for one in withdrawn(branches, cases.keys()) if one.item not in gone]),
    )


def _received(by: Actor, number: str, on: date) -> JointApplication:
    joint = get_own_joint(by, number, on=on)
    if not joint.number:
        raise Missing
    return joint


def _named(cases: Mapping[str, Case], items: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((cases[one].item_name, cases[one].unit.name) for one in items)


def _papers(cases: Collection[Case]) -> Mapping[str, tuple[PaperShown, ...]]:
    """By the number that the paper names: those of the whole stand in the file of one of its cases."""
    names, found = case_names("papers"), dict[str, list[PaperShown]]()
    papers = list(CasePaper.objects.filter(case__in=cases).select_related("case"))
    frozen = thaw_many([one.digest for one in papers])
    for one in papers:
        about = str(frozen[one.digest].get("case") or one.case.number)
        shown = PaperShown(code=one.code, name=names[one.kind], number=one.number, dated=one.dated)
        found.setdefault(about, []).append(shown)
    return {number: tuple(some) for number, some in found.items()}
