"""What supervision reads, without a hand in it: cases overdue, paused, deemed accepted, told twice what lacks, and the
objections of applicants with the time left for their answer."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.cases.models import Case, CaseObjection
from qingdan.cases.queries.trial import Scope, in_scope
from qingdan.cases.queries.urgency import Chip, chip_of
from qingdan.data.case import case_names
from qingdan.rules.case_state import CaseState
from qingdan.rules.role import Role

EACH_PAGE = 50
_RUNS = (CaseState.RECEIVED, CaseState.UNDER_REVIEW, CaseState.GRANTED, CaseState.REFUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedCase:
    """A case of one of the lists; `reason`: why it is late, as published."""

    number: str
    item_name: str
    unit_name: str
    state_name: str
    received_at: datetime | None
    accepted_on: date | None
    rounds: int
    reason: str
    trial: bool
    chip: Chip


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedObjection:
    """An objection; `chip` is of its answer while none was given."""

    number: str
    item_name: str
    unit_name: str
    trial: bool
    text: str
    at: datetime
    chip: Chip
    answer: str
    answered_at: datetime | None


def watched(
    actor: Actor, kind: str, *, today: date, after: str = "", scope: Scope = Scope.ALL
) -> tuple[tuple[WatchedCase, ...], str]:
    """A page of a list (overdue, paused, deemed, twice) of the region, and after which number the next begins."""
    found = _listed(in_scope(_cases(actor), scope), kind, today)
    rows = list((found.filter(number__gt=after) if after else found).order_by("number")[: EACH_PAGE + 1])
    page = rows[:EACH_PAGE]
    return tuple(_shown(one, today) for one in page), page[-1].number if len(rows) > EACH_PAGE else ""


def objections_of(actor: Actor, *, today: date, scope: Scope = Scope.ALL) -> tuple[WatchedObjection, ...]:
    """Objections of the region: those that wait first, by their last day."""
    cases = in_scope(_cases(actor), scope)
    found = CaseObjection.objects.filter(case__in=cases).select_related("case__unit")
    waiting = found.filter(answered_at=None).order_by("due_on", "pk")[:EACH_PAGE]
    answered = found.filter(answered_at__isnull=False).order_by("-answered_at")[:EACH_PAGE]
    return tuple(_objection(one, today) for one in (*waiting, *answered))


def _cases(actor: Actor) -> QuerySet[Case]:
    """Supervision reads the whole region. Raises Missing for everybody else."""
    if Role.SUPERVISOR not in actor.roles:
        raise Missing
    return Case.objects.visible_to(actor).select_related("unit")


def _listed(cases: QuerySet[Case], kind: str, today: date) -> QuerySet[Case]:
    match kind:
        case "paused":
            return cases.filter(state=CaseState.SUSPENDED)
        case "deemed":
            return cases.filter(deemed=True)
        case "twice":
            return cases.filter(rounds__gt=1)
        case _:
            return cases.filter(state__in=_RUNS, due_on__lt=today)


def _shown(one: Case, today: date) -> WatchedCase:
    return WatchedCase(
        number=one.number,
        item_name=one.item_name,
        unit_name=one.unit.name,
        state_name=case_names("states")[one.state],
        received_at=one.received_at,
        accepted_on=one.accepted_on,
        rounds=one.rounds,
        reason=one.overdue_reason,
        trial=one.trial,
        chip=chip_of(one.state, one.due_on, one.decision_due_on, today),
    )


def _objection(one: CaseObjection, today: date) -> WatchedObjection:
    return WatchedObjection(
        number=one.case.number,
        item_name=one.case.item_name,
        unit_name=one.case.unit.name,
        trial=one.case.trial,
        text=one.text,
        at=one.at,
        chip=chip_of("", None if one.answered_at else one.due_on, None, today),
        answer=one.answer,
        answered_at=one.answered_at,
    )
