"""Mending what lacks: each thing is given once, and goes to every department that asked for it.

Reading: a field that was told as wrong is corrected for all departments that still look whether all is there, so that
they decide on the same words; a material goes to those that asked for it, for the others had found it to be there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.files.models import StoredFile
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.cases.models import Case
from qingdan.cases.queries.facts import is_own, parties_of
from qingdan.cases.queries.recusal import demand_unconcerned
from qingdan.cases.services.applying import Filed, put_answers, put_material
from qingdan.joints.models import JointMaterial
from qingdan.joints.queries.corrections import SharedDefect, asked_in, shared_defects, shared_subject
from qingdan.joints.queries.forms import JointForm, form_of
from qingdan.joints.services.applying import put_in_set
from qingdan.joints.services.branches import Whole, append_joint, keep, whole_of
from qingdan.rules.application_form import as_kept, form_problems, too_long_answers
from qingdan.rules.canonical import digest
from qingdan.rules.case_state import CaseState, Party
from qingdan.rules.joint_form import SharedMaterial, answers_of
from qingdan.rules.problem import Problem

_LOOKED_AT = {CaseState.RECEIVED, CaseState.CORRECTING}


def file_correction(*, number: str, filed: Filed, by: Actor, at: datetime) -> tuple[str, ...]:
    """A material of the one set that a notice asked for, filed once; the items whose departments get it.

    `filed.place` counts in the one set. Raises Missing, Refused: nobody asked for it.
    """
    with writing(by):
        whole = _in_correction(number, by, at)
        form = form_of(whole.joint.form)
        asking = _asking(whole, form, f"material-{filed.place}")
        refuse_if(None if asking else refusal("joint.not_asked", f"material-{filed.place}"))
        file = StoredFile.objects.get(code=filed.file) if filed.file else None
        shared = next(one for one in form.materials if one.material.place == filed.place)
        for item in asking:
            _file(whole.cases[item], shared, item, filed, file, by=by, at=at)
        put_in_set(whole.joint, filed, file, by=by, at=at)
        keep(whole)
        said = {"place": filed.place, "items": asking}
        append_joint("JointMaterialCorrected", whole.joint, said, by=by, at=at)
        return tuple(asking)


def correct_answers(*, number: str, answers: Mapping[str, str], by: Actor, at: datetime) -> None:
    """The fields that a notice listed, answered anew, once for all who ask for them; other fields stay as they are.

    Raises Missing, Refused: an answer is too long.
    """
    with writing(by):
        whole = _in_correction(number, by, at)
        form = form_of(whole.joint.form)
        listed = {one.field.name: one.field for one in shared_defects(whole.joint, whole.cases) if one.field}
        asked = {name: as_kept(listed[name], text) for name, text in answers.items() if name in listed}
        refuse_if(*too_long_answers(tuple(listed.values()), asked))
        whole.joint.answers = {**whole.joint.answers, **asked}
        for item, case in whole.cases.items():
            mine = answers_of(item, form.fields, asked) if case.state in _LOOKED_AT else {}
            if mine:
                put_answers(case, mine)
                case.version += 1
                case.save(update_fields=["answers", "project_code", "version"])
                whole.rows[item].changed_in = whole.next_version
                whole.rows[item].save(update_fields=["changed_in"])
        keep(whole)
        said = {"fields": sorted(asked), "answers": digest(whole.joint.answers)}
        append_joint("JointAnswersCorrected", whole.joint, said, by=by, at=at)


def untouched(whole: Whole, defects: Sequence[SharedDefect]) -> tuple[Problem, ...]:
    """What was told to lack and nothing was done about, and what is wrong with what was written anew; each once."""
    form = form_of(whole.joint.form)
    mended = {one.subject for one in defects if one.changed}
    return (
        *(refusal("case.untouched", one.subject, name=one.name) for one in defects if not one.changed),
        *(one for one in form_problems(form.asked, whole.joint.answers) if one.where.field in mended),
    )


def brought(whole: Whole, defects: Sequence[SharedDefect]) -> list[dict[str, object]]:
    """What was given for the notice, as a receipt lists it: each thing once, however many asked for it."""
    filed = JointMaterial.objects.filter(joint=whole.joint, replaced=False)
    by_place = {one.place: (one.source, one.copies) for one in filed}
    shown = [(one.name, *by_place.get(one.place, ("corrected", 1))) for one in defects]
    return [{"name": name, "source": source, "copies": copies} for name, source, copies in shown]


def demand_mender(whole: Whole, by: Actor, at: datetime) -> None:
    """Lets the applicant pass, and the lead's window to which he has come.

    Raises Missing; Refused: an application of the officer's own.
    """
    if is_own(whole.carrier, by, day_of(at)):
        return
    if Party.WINDOW not in parties_of(whole.carrier, by):
        raise Missing
    demand_unconcerned(whole.carrier, by)


def _in_correction(number: str, by: Actor, at: datetime) -> Whole:
    whole = whole_of(by, number)
    demand_mender(whole, by, at)
    if not any(one.state == CaseState.CORRECTING for one in whole.cases.values()):
        raise Missing
    return whole


def _asking(whole: Whole, form: JointForm, subject: str) -> list[str]:
    """The items whose departments asked for this thing of the one set."""
    return [
        item
        for item, case in whole.cases.items()
        if any(shared_subject(form, item, own) == subject for own in asked_in(case))
    ]


def _file(
    case: Case, shared: SharedMaterial, item: str, filed: Filed, file: StoredFile | None, *, by: Actor, at: datetime
) -> None:  # fmt: skip
    given = replace(filed, place=shared.owners[item])
    put_material(case, given, name=shared.material.name, file=file, by=by, at=at)
    case.version += 1
    case.save(update_fields=["version"])
