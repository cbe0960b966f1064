"""Taking a step of a registration: the one way in which its state changes. The row is locked, the table asked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, Refused, Stale
from qingdan.registrations.models import Registration
from qingdan.registrations.queries.facts import facts_of
from qingdan.rules.registration import RegistrationState, step_of, step_problems


def get_registration(by: Actor, key: str, *, version: int | None = None) -> Registration:
    """A registration by number or, while it has none, by code; its row locked. Raises Missing, Stale."""
    rows = Registration.objects.visible_to(by).select_for_update(of=("self",))
    name = "number" if "-" in key else "code"
    found = rows.select_related("unit", "region", "reservation", "enterprise").filter(**{name: key}).first()
    if found is None:
        raise Missing
    if version is not None and version != found.version:
        raise Stale({"state": found.state}, found.version)
    return found


def subject_of(registration: Registration) -> str:
    """What its events are about."""
    return f"registration:{registration.number or registration.code}"


def step_registration(
    registration: Registration,
    action: str,
    *,
    by: Actor,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    unit: str = "",
    **known: Any,
) -> None:
    """Takes a step of a registration whose row is locked. Raises Refused with every reason.

    `known`: facts that the act knows by itself; `unit`: whose act it is, where not the registrar's.
    """
    facts = facts_of(registration, by, action, on=day_of(at), **known)
    problems = step_problems(action, RegistrationState(registration.state), facts)
    if problems:
        raise Refused(problems)
    row = step_of(action)
    registration.state = row.target or registration.state
    registration.version += 1
    registration.save()
    append(
        row.event,
        subject_of(registration),
        by=by,
        at=at,
        unit=unit or registration.unit.code,
        data=data or {},
    )
