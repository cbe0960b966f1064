"""Taking a step: the one way in which the state of a case changes.

The row is locked, the facts gathered, the table asked (`qingdan.rules.case_guards`); a refusal gives every reason, a
step is state, mark on the clock, days and event together.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, Refused, Stale
from qingdan.base.rows import add, update
from qingdan.base.worded import Worded
from qingdan.cases.models import Case, CaseMark
from qingdan.cases.queries.clock import clock_of
from qingdan.cases.queries.facts import facts_of_case
from qingdan.cases.queries.hats import ANY_OFFICER, OFFICER_PLACES, as_officer, asks_as_officer, for_whom
from qingdan.rules.case_guards import case_row, take_case_step
from qingdan.rules.case_state import CaseState, CaseStep, ClockEffect

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """What a step does to the clocks beside its effect: the day if not today, days of an extension, a pause's end."""

    on: date | None = None
    days: int = 0
    until: date | None = None
    reason: str = ""


def get_case(by: Actor, number: str, *, version: int | None = None) -> Case:
    """A case by number or, while it has none, by code; its row locked. Raises Missing, Stale."""
    found = _found(by, "number" if "-" in number else "code", number)
    if not found:
        raise Missing
    if version is not None and version != found[0].version:
        raise Stale({"state": found[0].state}, found[0].version)
    return found[0]


def _found(by: Actor, name: str, number: str) -> list[Case]:
    if asks_as_officer(by):
        return _OF_UNIT[name].ask(number=number, **as_officer(by))
    own = [] if by.roles else _OWN[name].ask(number=number, username=by.username)
    return own or list(_locked(Case.objects.visible_to(by)).filter(**{name: number}))


def _locked(cases: QuerySet[Case]) -> QuerySet[Case]:
    pinned = ("unit", "version_read", "entry", "applicant", "applicant__user")
    return cases.select_for_update(of=("self",)).select_related(*pinned)


def _of_unit(name: str) -> QuerySet[Case]:
    """As staff of a unit asks."""
    return _locked(Case.objects.visible_to(ANY_OFFICER)).filter(**{name: "?number"})


def _own(name: str) -> QuerySet[Case]:
    """As who applies for himself asks; whoever holds a proxy is asked for in full."""
    return _locked(Case.objects.filter(applicant__user__username="?username", **{name: "?number"}))


_PLACES = {**OFFICER_PLACES, "?number": "number"}
_NAMES = ("number", "code")
_OF_UNIT = {name: Worded(partial(_of_unit, name), _PLACES) for name in _NAMES}
_OWN = {name: Worded(partial(_own, name), _PLACES) for name in _NAMES}


def step_case(
    case: Case,
    action: str,
    *,
    by: Actor,
    at: datetime,
    typed: Facts | None = None,
    marking: Marking | None = None,
    data: Facts | None = None,
    kept: Collection[str] = (),
) -> CaseStep:
    """Takes a step of a case whose row is locked. `typed`: what the act alone knows, by names of `CaseFacts`.

    `kept`: the fields that the act itself has changed, where it says so; else all are written.

    Raises Refused with every reason.
    """
    wanted = case_row(CaseState(case.state), action)
    known = facts_of_case(case, by, on=day_of(at), guards=wanted.guards if wanted else (), known=typed or {})
    row = take_case_step(CaseState(case.state), action, known)
    if not isinstance(row, CaseStep):
        raise Refused(row)
    case.state, case.version = row.target, case.version + 1
    moved = _mark(case, row.effect, marking or Marking(), at) if row.effect is not ClockEffect.NONE else ()
    _keep(case, (*kept, *moved) if kept else ())
    append(
        row.event,
        f"case:{case.number or case.code}",
        by=by,
        at=at,
        unit=case.unit.code,
        data={
            "action": action,
            "to": row.target.value,
            **_carried(case),
            **for_whom(by, row.parties),
            **(data or {}),
        },
    )
    return row


def _carried(case: Case) -> Facts:
    """What a case carries on is told with each of its steps: the other side follows by it."""
    return {"carries": case.carries} if case.carries else {}


def _keep(case: Case, fields: Collection[str]) -> None:
    if not fields:
        case.save()
        return
    update(Case, case.pk, **{name: getattr(case, name) for name in (*fields, "state", "version")})


def _mark(case: Case, effect: ClockEffect, marking: Marking, at: datetime) -> Collection[str]:
    """Leaves the mark and works every last day out anew; the fields that hold them."""
    today = day_of(at)
    mark = {
        "region_id": case.region_id,
        "case_id": case.pk,
        "effect": effect.value,
        "on": marking.on or today,
        "until": marking.until,
        "days": marking.days,
        "reason": marking.reason,
        "at": at,
    }
    add(CaseMark, mark)
    return set_days(case, today)


def set_days(case: Case, today: date) -> Collection[str]:
    """Puts the last days of all clocks into the row, where queues and timers look for them; the names of its fields."""
    clock = clock_of(case, today)
    last = clock.pauses[-1] if clock.standing_since else None
    days = {
        "accepted_on": clock.accepted_on,
        "deemed": clock.deemed,
        "check_due_on": clock.check.ends_on if clock.check else None,
        "decision_due_on": clock.statutory.ends_on if clock.statutory else None,
        "promised_due_on": clock.promised.ends_on if clock.promised else None,
        "service_due_on": clock.service.ends_on if clock.service else None,
        "pause_until": CaseMark.objects.filter(case=case).latest("pk").until if last else None,
    }
    for name, day in days.items():
        setattr(case, name, day)
    return days.keys()
