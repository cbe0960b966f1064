"""What the desk sees of registrations: each body its own tasks and its own parts of the form, and writes no other's."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import QuerySet

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.cases.queries.urgency import Chip, chip_of
from qingdan.data.registrations import (
    asked_materials,
    form_fields,
    registration_bodies,
    registration_modes,
    words_of,
)
from qingdan.registrations.models import (
    BodyTask,
    Enterprise,
    Registration,
    RegistrationMaterial,
    SetAside,
    TaskState,
)
from qingdan.registrations.models.registration import WATCHING
from qingdan.registrations.queries.content import parts_for, read_out
from qingdan.registrations.queries.facts import facts_of, parties_of, problems_of_form
from qingdan.registrations.queries.ground import REGISTRAR, bodies_of_unit
from qingdan.registrations.queries.own import TaxVisit, visit_of
from qingdan.registrations.queries.shown import (
    HistoryLine,
    RegistrationShown,
    TaskShown,
    history_of,
    registration_shown,
    task_shown,
)
from qingdan.registrations.queries.tax import TAX_BODIES
from qingdan.registrations.queries.turns import turns_of, waits_for
from qingdan.rules.problem import Problem
from qingdan.rules.registration import (
    FAILED,
    RegistrationKind,
    RegistrationParty,
    RegistrationState,
    open_actions,
    step_problems,
)

MOST_LINES = 200
_LEAD = frozenset({RegistrationParty.REGISTRAR, RegistrationParty.ISSUER, RegistrationParty.WINDOW})


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLine:
    """A registration in a list; `tasks`: what this account has to do; `chip`: how much time there is."""

    number: str
    name: str
    kind_name: str
    mode_name: str
    applicant: str
    state_name: str
    due_on: date | None
    chip: Chip
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideLine:
    """An answer that was set aside: whose, what was wrong."""

    body_name: str
    problems: tuple[str, ...]
    at: datetime
    settled_how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTask:
    """A task of this desk, with what its body may see: (heading, ((label, answer), …)), and the materials."""

    task: TaskShown
    open: bool
    again: bool
    dead: bool
    explained: str
    answers: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRegistration:
    """The page of a registration. `lead`: whether this is the registrar's desk; `may` → why not now, () it may.

    `turns`: what this account has to do now; `waits_for`: for whom it waits, where it waits for somebody; `wrong`: what
    the form has wrong of one that waits to be accepted.
    """

    shown: RegistrationShown
    lead: bool
    issuer: bool
    own: tuple[OwnTask, ...]
    others: tuple[TaskShown, ...]
    resendable: tuple[TaskShown, ...]
    answers: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    materials: tuple[tuple[int, str, str], ...]
    may: Mapping[str, tuple[Problem, ...]]
    turns: tuple[str, ...]
    waits_for: str
    wrong: tuple[Problem, ...]
    aside: tuple[AsideLine, ...]
    history: tuple[HistoryLine, ...]
    draft: str


def desk_lines(by: Actor, *, show: str, words: str, on: date) -> tuple[DeskLine, ...]:
    """What waits for this desk ("todo"), what runs ("open"), what is over ("closed"); by name, number, applicant."""
    found = _rows(by)
    turns = turns_of(by, found)
    found = _chosen(found, show, turns)
    if words:
        named = found.filter(name__icontains=words) | found.filter(number=words.upper())
        found = named | found.filter(applicant_name__icontains=words)
    rows = found.order_by("due_on", "received_at", "pk")[:MOST_LINES]
    return tuple(_line(one, turns.get(one.pk, ()), on) for one in rows)


def desk_registration(by: Actor, number: str, *, on: date) -> DeskRegistration:
    """One of them as this desk may see it. Raises Missing."""
    found = _rows(by).filter(number=number).first()
    if found is None:
        raise Missing
    watching = bool(by.roles & WATCHING)
    parties = parties_of(found, by)
    lead = bool(parties & _LEAD)
    tasks = list(
        BodyTask.objects.filter(registration=found, turn=found.turn).select_related("unit").order_by("pk")
    )
    mine = [one for one in tasks if one.unit.code == by.unit and RegistrationParty.BODY in parties]
    shown = registration_shown(found)
    return DeskRegistration(
        shown=shown if lead or watching else replace(shown, papers=()),
        lead=lead,
        issuer=RegistrationParty.ISSUER in parties,
        own=tuple(_own(found, one) for one in mine),
        others=tuple(task_shown(one) for one in tasks if one not in mine),
        resendable=tuple(task_shown(one) for one in tasks if _resendable(found, one)) if lead else (),
        answers=_answers(found, REGISTRAR) if lead or watching else (),
        materials=_materials(found, REGISTRAR if lead or watching else None, [one.body for one in mine]),
        may=_may(found, by, on),
        turns=turns_of(by, _rows(by).filter(pk=found.pk)).get(found.pk, ()),
        waits_for=waits_for(found),
        wrong=problems_of_form(found) if lead and found.state == RegistrationState.RECEIVED else (),
        aside=_aside(found, None if lead or watching else [one.body for one in mine]),
        history=history_of(found),
        draft=found.code if found.state == RegistrationState.CORRECTING and lead else "",
    )


def desk_registration_material(by: Actor, number: str, place: int) -> RegistrationMaterial:
    """A material that this desk may read. Raises Missing."""
    found = _rows(by).filter(number=number).first()
    if found is None:
        raise Missing
    lead = by.unit == found.unit.code or bool(by.roles & WATCHING)
    bodies = {REGISTRAR} if lead else set(bodies_of_unit(by.region, by.unit))
    allowed = {one.place for one in asked_materials(RegistrationKind(found.kind)) if bodies & set(one.bodies)}
    rows = RegistrationMaterial.objects.filter(
        registration=found, place=place, replaced=False, file__isnull=False
    )
    material = rows.select_related("file").first()
    if material is None or place not in allowed:
        raise Missing
    return material


def window_drafts(by: Actor) -> tuple[tuple[str, str, datetime], ...]:
    """Drafts that this officer has begun at the window: code, name, when."""
    found = Registration.objects.visible_to(by).filter(made_by=by.username, at_window=True)
    rows = found.filter(state=RegistrationState.DRAFT).order_by("-made_at")
    return tuple(rows.values_list("code", "name", "made_at")[:20])


def _rows(by: Actor) -> QuerySet[Registration]:
    found = Registration.objects.visible_to(by).exclude(state=RegistrationState.DRAFT)
    return found.select_related("unit", "enterprise", "reservation")


def _chosen(found: QuerySet[Registration], show: str, turns: Collection[int]) -> QuerySet[Registration]:
    over = [*FAILED, RegistrationState.SHARED, RegistrationState.REPORTED]
    if show == "closed":
        return found.filter(state__in=over)
    return found.exclude(state__in=over) if show == "open" else found.filter(pk__in=turns)


def _line(one: Registration, tasks: tuple[str, ...], on: date) -> DeskLine:
    due = one.check_due_on if one.state == RegistrationState.RECEIVED else one.due_on
    running = one.state in (
        RegistrationState.RECEIVED,
        RegistrationState.IN_REVIEW,
        RegistrationState.OBJECTED,
    )
    return DeskLine(
        number=one.number, name=one.name, kind_name=words_of("kinds")[one.kind],
        mode_name=registration_modes()[one.mode].name, applicant=one.applicant_name,
        state_name=words_of("states")[one.state], due_on=due if running else None,
        chip=chip_of(one.state, due if running else None, None, on), tasks=tasks,
    )  # fmt: skip


def _own(found: Registration, task: BodyTask) -> OwnTask:
    return OwnTask(
        task=task_shown(task),
        open=task.state in (TaskState.OPEN, TaskState.SENT),
        again=_resendable(found, task),
        dead=task.dead,
        explained=task.explained,
        answers=_answers(found, task.body),
    )


def _answers(found: Registration, body: str) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The parts of the form that a body may see, with the answers."""
    kind = RegistrationKind(found.kind)
    parts = (form_fields(kind, found.answers, part) for part in parts_for(kind, body))
    return tuple(group for fields in parts for group in read_out(fields, found.answers))


def _materials(found: Registration, lead: str | None, bodies: list[str]) -> tuple[tuple[int, str, str], ...]:
    """Place, name and file ("" on paper) of what this desk may read."""
    allowed = {lead} if lead else set(bodies)
    rows = RegistrationMaterial.objects.filter(registration=found, replaced=False).select_related("file")
    filed = {one.place: one.file.name if one.file else "" for one in rows}
    return tuple(
        (one.place, one.name, filed[one.place])
        for one in asked_materials(RegistrationKind(found.kind))
        if one.place in filed and allowed & set(one.bodies)
    )


def _may(found: Registration, by: Actor, on: date) -> dict[str, tuple[Problem, ...]]:
    """What somebody may try, and what stands in the way; reasons and lists are typed with the act."""
    state = RegistrationState(found.state)
    known = {"reason": "-", "defects": 1}
    may = {}
    for action in open_actions(state, facts_of(found, by, "withdraw", on=on)):
        facts = facts_of(found, by, action, on=on, **known)
        may[action] = step_problems(action, state, facts)
    return may


def _resendable(found: Registration, task: BodyTask) -> bool:
    """Whether somebody may want to send it again: sent without an answer, dead, or a result objected to."""
    if task.phase == "share":
        return task.state in (TaskState.SENT, TaskState.OBJECTED, TaskState.AGREED) or task.dead
    return task.state == TaskState.SENT or task.dead


def _aside(found: Registration, bodies: list[str] | None) -> tuple[AsideLine, ...]:
    rows = SetAside.objects.filter(task__registration=found).select_related("task").order_by("pk")
    rows = rows if bodies is None else rows.filter(task__body__in=bodies)
    return tuple(
        AsideLine(
            body_name=registration_bodies()[one.task.body].name, problems=tuple(one.problems), at=one.at,
            settled_how=one.settled_how,
        )
        for one in rows
    )  # fmt: skip


def desk_tax_visit(by: Actor, number: str) -> TaxVisit:
    """The first visit of an enterprise to the tax office, at the desk of a tax body. Raises Missing."""
    found = _rows(by).filter(number=number).first()
    if found is None or not set(bodies_of_unit(by.region, by.unit)) & TAX_BODIES:
        raise Missing
    return visit_of(found)


def enterprises_at_counter(by: Actor, words: str) -> tuple[tuple[str, str, str], ...]:
    """Standing enterprises by a part of the name or their number: code, name, number."""
    if not words.strip():
        return ()
    rows = Enterprise.objects.filter(region=by.region, standing=True)
    found = rows.filter(name__icontains=words) | rows.filter(main_number=words.upper())
    return tuple(found.order_by("name").values_list("code", "name", "main_number")[:20])
