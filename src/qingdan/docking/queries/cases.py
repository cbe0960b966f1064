"""What a docked system may read: the cases of its own unit that wait for an officer, and what belongs to them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.cases.models import Case, CaseMaterial, CaseTask
from qingdan.cases.queries.frozen import frozen
from qingdan.docking.models import DockedAct, DockedKind
from qingdan.guides.queries.content import fields_of
from qingdan.rules.application_form import asked_fields
from qingdan.rules.case_state import CaseState, Party
from qingdan.rules.flow_graph import StepKind

MOST = 100
Plain = dict[str, Any]


def waiting_cases(account: Actor, *, after: str = "", limit: int = MOST) -> list[Plain]:
    """Cases under review with a step for an officer, by number, from behind `after` on."""
    waiting = CaseTask.objects.filter(case=OuterRef("pk"), done_at=None, party=Party.OFFICER)
    cases = _of_unit(account).filter(Exists(waiting), state=CaseState.UNDER_REVIEW)
    found = cases.filter(number__gt=after).order_by("number")[:limit]
    return _lines(list(found))


def read_case(account: Actor, number: str) -> Case:
    """A case of the system's own unit, received at least. Raises Missing: for another unit's too."""
    found = _of_unit(account).filter(number=number).exclude(number="").first()
    if found is None:
        raise Missing
    return found


def case_content(case: Case) -> Plain:
    """Everything that the department's people would have to type: who applies, the form, the materials, open steps."""
    return _lines([case])[0] | {
        "applicant": {
            "kind": case.applicant_kind,
            "name": case.applicant_name,
            "id_number": case.id_number,
            "phone": case.phone,
            "address": case.address,
            "agent": case.agent_name,
        },
        "fields": [
            {"name": name, "label": label, "answer": answer, "unit": unit}
            for name, label, answer, unit in _answers(case)
        ],
        "materials": [_material(one) for one in _materials(case)],
    }


def held_texts(case: Case) -> dict[str, str]:
    """Field → text of all that the case holds: what nobody should have to type a second time."""
    own = {
        "item": case.item_name,
        "applicant_name": case.applicant_name,
        "id_number": case.id_number,
        "phone": case.phone,
        "address": case.address,
        "agent": case.agent_name,
        "number": case.number,
    }
    named = {f"material-{one.place}": one.name for one in _materials(case)}
    return own | named | {name: text for name, _, text, _ in _answers(case)}


def material_file(account: Actor, number: str, place: int) -> CaseMaterial:
    """A material with its file. Raises Missing."""
    found = CaseMaterial.objects.filter(case=read_case(account, number), place=place, replaced=False)
    one = found.select_related("file").first()
    if one is None or one.file is None:
        raise Missing
    return one


def _of_unit(account: Actor) -> QuerySet[Case]:
    cases = Case.objects.visible_to(account).exclude(state=CaseState.DRAFT)
    return cases.select_related("unit", "version_read", "entry", "region")


def _lines(cases: list[Case]) -> list[Plain]:
    """Each with its open steps; three questions, however many."""
    acts = DockedAct.objects.filter(case__in=cases, kind=DockedKind.ACKNOWLEDGED)
    taken = set(acts.values_list("case_id", flat=True))
    tasks: dict[int, list[CaseTask]] = {}
    for task in CaseTask.objects.filter(case__in=cases, done_at=None, party=Party.OFFICER).order_by("step"):
        tasks.setdefault(task.case_id, []).append(task)
    return [_line(one, tasks.get(one.pk, []), taken=one.pk in taken) for one in cases]


def _line(case: Case, tasks: list[CaseTask], *, taken: bool) -> Plain:
    return {
        "number": case.number,
        "version": case.version,
        "item_code": case.item_code,
        "item_name": case.item_name,
        "state": case.state,
        "trial": case.trial,
        "joint": case.joint,
        "project_code": case.project_code,
        "accepted_on": _day(case.accepted_on),
        "promised_due_on": _day(case.promised_due_on),
        "decision_due_on": _day(case.decision_due_on),
        "acknowledged": taken,
        "steps": list(_steps(case, tasks)),
    }


def _steps(case: Case, tasks: list[CaseTask]) -> Iterator[Plain]:
    """Open steps for an officer, with the ways out of a choice."""
    chart = frozen(case.entry.digest).get("chart") or {}
    steps = {one["number"]: one for one in chart.get("steps", ())}
    visits = frozen(case.version_read.digest)["visits"]
    for task in tasks if case.state == CaseState.UNDER_REVIEW else ():
        step = steps.get(task.step, {"kind": "", "exits": ()})
        choice = step["kind"] == StepKind.DECISION
        yield {
            "step": task.step,
            "name": task.name,
            "due_on": _day(task.due_on),
            "exits": [way["condition"] for way in step["exits"]] if choice else [],
            "visit": task.step in visits,
        }


def _answers(case: Case) -> Iterator[tuple[str, str, str, str]]:
    for one in asked_fields(fields_of(frozen(case.version_read.digest)), case.answers):
        if text := case.answers.get(one.name, ""):
            yield one.name, one.label, str(text), one.unit


def _materials(case: Case) -> QuerySet[CaseMaterial]:
    return CaseMaterial.objects.filter(case=case, replaced=False).select_related("file").order_by("place")


def _material(one: CaseMaterial) -> Plain:
    return {
        "place": one.place,
        "name": one.name,
        "grade": one.grade,
        "source": one.source,
        "copies": one.copies,
        "licence": one.licence,
        "file": one.file.name if one.file else "",
        "size": one.file.size if one.file else 0,
        "sha256": one.file.digest if one.file else "",
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
