"""The one list of what lacks: what several departments found, put together by field and material of the one set."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qingdan.cases.models import Case
from qingdan.cases.queries.corrections import ListedDefect, listed_defects
from qingdan.joints.models import JointApplication
from qingdan.joints.queries.forms import JointForm, form_of
from qingdan.rules.application_form import Field
from qingdan.rules.case_state import CaseState
from qingdan.rules.guide import Material


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What one department said of it; `changed`: filed or answered anew since."""

    unit_name: str
    what: str
    how: str
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedDefect:
    """A field or material of the one set that lacks. `subject`: material-2, field-f3; `place` 0 for a field."""

    subject: str
    name: str
    place: int
    field: Field | None
    material: Material | None
    answer: str
    asked_by: tuple[Asking, ...]

    @property
    def changed(self) -> bool:
        """Whether everybody who asked for it has something new."""
        return all(one.changed for one in self.asked_by)


def shared_defects(joint: JointApplication, cases: Mapping[str, Case]) -> tuple[SharedDefect, ...]:
    """What the branches in correction were told, each thing once; `cases`: by item."""
    form = form_of(joint.form)
    found: dict[str, list[Asking]] = {}
    for item, case in cases.items():
        if case.state != CaseState.CORRECTING:
            continue
        for one in listed_defects(case):
            asking = Asking(unit_name=case.unit.name, what=one.what, how=one.how, changed=one.changed)
            found.setdefault(shared_subject(form, item, one.subject), []).append(asking)
    return tuple(_defect(joint, form, subject, asked_by) for subject, asked_by in found.items())


def asked_in(case: Case) -> Mapping[str, ListedDefect]:
    """What one branch in correction was told, by its own subject; nothing where it is not."""
    if case.state != CaseState.CORRECTING:
        return {}
    return {one.subject: one for one in listed_defects(case)}


def shared_subject(form: JointForm, item: str, subject: str) -> str:
    """The subject in the one set of what a branch calls material-1 or field-bank; its own where there is none."""
    return next(_shared_subjects(form, item, subject), subject)


def _shared_subjects(form: JointForm, item: str, subject: str) -> Iterator[str]:
    kind, _, own = subject.partition("-")
    if kind == "material":
        yield from (f"material-{one.material.place}" for one in form.materials if _is(one.owners, item, own))
    else:
        yield from (f"field-{one.field.name}" for one in form.fields if _is(one.owners, item, own))


def _is(owners: Mapping[str, object], item: str, own: str) -> bool:
    return item in owners and str(owners[item]) == own


def _defect(joint: JointApplication, form: JointForm, subject: str, asked_by: list[Asking]) -> SharedDefect:
    kind, _, name = subject.partition("-")
    field = next((one for one in form.asked if kind == "field" and one.name == name), None)
    material = next((one for one in form.listed if kind == "material" and str(one.place) == name), None)
    return SharedDefect(
        subject=subject,
        name=field.label if field else material.name if material else name,
        place=material.place if material else 0,
        field=field,
        material=material,
        answer=joint.answers.get(name, "") if field else "",
        asked_by=tuple(asked_by),
    )
