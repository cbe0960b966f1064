"""What a step of a registration is judged by, looked up: who acts, what lacks, who has not answered."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from qingdan.base.actor import SYSTEM, Actor
from qingdan.data.registrations import (
    AskedMaterial,
    asked_materials,
    form_fields,
    registration_bodies,
    registration_modes,
)
from qingdan.guides.queries.published import entry_in_force
from qingdan.registrations.models import BodyTask, Registration, RegistrationMaterial, TaskPhase, TaskState
from qingdan.registrations.queries.ground import REGISTRAR
from qingdan.rules.application_form import form_problems
from qingdan.rules.company_name import type_problem
from qingdan.rules.problem import Problem
from qingdan.rules.registration import (
    RegistrationFacts,
    RegistrationGuard,
    RegistrationKind,
    RegistrationParty,
    step_of,
)
from qingdan.rules.role import Role

ANSWERING = frozenset({Role.HANDLER, Role.APPROVER})
"""Who answers for a body at its desk."""

HANDLES = frozenset({Role.HANDLER})


def parties_of(registration: Registration, by: Actor) -> frozenset[RegistrationParty]:
    """Who somebody is in a registration; an officer is only the applicant in his own."""
    if by.username == SYSTEM.username:
        return frozenset({RegistrationParty.PROGRAM, RegistrationParty.BODY})
    if registration.made_by == by.username and not registration.at_window:
        return frozenset({RegistrationParty.APPLICANT})
    if by.region != registration.region_id:
        return frozenset()
    return frozenset(_of_staff(registration, by))


def _of_staff(registration: Registration, by: Actor) -> Iterable[RegistrationParty]:
    if by.unit == registration.unit.code:
        if by.roles & {Role.WINDOW, Role.HANDLER}:
            yield RegistrationParty.WINDOW
        if Role.HANDLER in by.roles:
            yield RegistrationParty.REGISTRAR
        if Role.APPROVER in by.roles:
            yield RegistrationParty.ISSUER
    tasks = BodyTask.objects.filter(registration=registration, unit__code=by.unit)
    registrar = by.unit == registration.unit.code  # who decides there does not examine
    answering = by.roles & (HANDLES if registrar else ANSWERING)
    if answering and registration.number and tasks.exists():
        yield RegistrationParty.BODY


def facts_of(
    registration: Registration, by: Actor, action: str, *, on: date, **known: Any
) -> RegistrationFacts:
    """What a step is judged by; only what its guards ask for is looked up. `known`: what the act knows itself."""
    facts = RegistrationFacts(
        parties=parties_of(registration, by),
        actor=by.username,
        today=on,
        rounds=registration.rounds,
        check_due_on=registration.check_due_on,
        correction_due_on=registration.correction_due_on,
        extended=registration.extended,
        kind=RegistrationKind(registration.kind),
    )
    asked = {_NAMES[guard]: look for guard, look in _LOOKED_UP.items() if guard in step_of(action).guards}
    found = {name: look(registration, on) for name, look in asked.items() if name not in known}
    return replace(facts, **found, **known)


def problems_of_form(registration: Registration, part: str = "") -> tuple[Problem, ...]:
    """What is wrong with the form, or with a part of it."""
    fields = form_fields(RegistrationKind(registration.kind), registration.answers, part)
    wrong = form_problems(fields, registration.answers)
    typed = any(one.name == "type" for one in fields) and not any(
        one.where.field == "field-type" for one in wrong
    )
    misnamed = _misnamed(registration) if typed else None
    return (*wrong, misnamed) if misnamed else wrong


def _misnamed(registration: Registration) -> Problem | None:
    """A name that does not fit the type of a new enterprise; one that is registered keeps its name."""
    founds = registration.kind == RegistrationKind.FOUND
    return type_problem(registration.answers.get("type", ""), registration.name) if founds else None


def materials_missing(registration: Registration) -> tuple[AskedMaterial, ...]:
    """Required materials that nobody filed."""
    filed = RegistrationMaterial.objects.filter(registration=registration, replaced=False)
    places = set(filed.values_list("place", flat=True))
    asked = asked_materials(RegistrationKind(registration.kind))
    return tuple(one for one in asked if one.required and one.place not in places)


def tasks_of(registration: Registration, phase: str) -> list[BodyTask]:
    """The tasks of the turn that runs, in the order of the configuration."""
    found = BodyTask.objects.filter(registration=registration, phase=phase, turn=registration.turn)
    return list(found.select_related("unit").order_by("pk"))


def _unagreed(registration: Registration, phase: str) -> tuple[str, ...]:
    names = registration_bodies()
    tasks = tasks_of(registration, phase)
    mode = registration_modes()[registration.mode]
    wanted = {one.body for one in mode.review} if phase == TaskPhase.REVIEW else set(mode.share)
    agreed = {one.body for one in tasks if one.state == TaskState.AGREED}
    return tuple(body.name for key, body in names.items() if key in wanted - agreed)


def _examiners(registration: Registration) -> frozenset[str]:
    own = BodyTask.objects.filter(registration=registration, body=REGISTRAR, phase=TaskPhase.REVIEW)
    return frozenset(own.exclude(answered_by="").values_list("answered_by", flat=True))


def _name_kept(registration: Registration, on: date) -> bool:
    kept = registration.reservation
    in_hand = registration.received_at is not None  # it was received in time
    return kept is not None and kept.standing and (in_hand or kept.until >= on)


_G = RegistrationGuard
_NAMES = {
    _G.NAME_KEPT: "name_kept",
    _G.FORM_VALID: "form_problems",
    _G.MATERIALS_COMPLETE: "missing",
    _G.IN_FORCE: "in_force",
    _G.ALL_AGREED: "unanswered",
    _G.ALL_CONFIRMED: "unconfirmed",
    _G.OTHER_PERSON: "examiners",
}
_LOOKED_UP: dict[RegistrationGuard, Any] = {
    _G.NAME_KEPT: _name_kept,
    _G.FORM_VALID: lambda one, on: len(problems_of_form(one)),
    _G.MATERIALS_COMPLETE: lambda one, on: tuple(material.name for material in materials_missing(one)),
    _G.IN_FORCE: lambda one, on: entry_in_force(one.region_id, one.item_code, on) is not None,
    _G.ALL_AGREED: lambda one, on: _unagreed(one, TaskPhase.REVIEW),
    _G.ALL_CONFIRMED: lambda one, on: _unagreed(one, TaskPhase.SHARE),
    _G.OTHER_PERSON: lambda one, on: _examiners(one),
}
