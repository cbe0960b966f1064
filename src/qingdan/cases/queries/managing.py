"""What the heads of a unit see: who has how much, how old it is, what is stuck, what waits for them; use by unit."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from qingdan.base.actor import Actor
from qingdan.base.clock import SHANGHAI
from qingdan.cases.models import Case, CaseNumber, CasePaper, CaseRequest, CaseTask
from qingdan.cases.queries.hats import selves_of
from qingdan.cases.queries.staff import names_of, staff_of
from qingdan.cases.queries.trial import Scope, in_scope
from qingdan.cases.queries.urgency import Chip, chip_of
from qingdan.rules.case_papers import PaperKind
from qingdan.rules.case_state import CaseState, Party

MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerLoad:
    """Open steps that somebody took ("" nobody in particular), how many are past their day; the oldest one's day."""

    name: str
    steps: int
    late: int
    since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ageing:
    """Open cases of a unit by the time they have left."""

    late: int
    today: int
    soon: int
    later: int
    paused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckStep:
    """An open step past its own last day, or of a case past its limit."""

    number: str
    item_name: str
    applicant_name: str
    step: str
    holder: str
    opened_at: datetime
    chip: Chip


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRequest:
    """A request that no head answered."""

    number: str
    item_name: str
    action: str
    asked_by_name: str
    asked_at: datetime
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLoad:
    """The page of the heads."""

    officers: tuple[OfficerLoad, ...]
    ageing: Ageing
    stuck: tuple[StuckStep, ...]
    requests: tuple[WaitingRequest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitUse:
    """How much a unit took in (this month, this year), and how its open cases stand.

    `carried`: how many it carried on this year for another level or region, which are counted there.
    """

    code: str
    name: str
    month: int
    year: int
    carried: int
    open: int
    late: int
    paused: int


def unit_load(actor: Actor, *, today: date, near_until: date) -> UnitLoad:
    """The unit's cases as its heads see them."""
    names = names_of(staff_of(actor.unit, today))
    return UnitLoad(
        officers=_officers(actor, names, today),
        ageing=_ageing(actor, today, near_until),
        stuck=_stuck(actor, names, today),
        requests=_requests(actor),
    )


def use_by_unit(region: str, *, today: date, scope: Scope = Scope.ALL) -> tuple[UnitUse, ...]:
    """Every unit of a region that took in a case this year or has one open; counted from the numbers given.

    A joint application has a number beside those of its branches: it is counted by its branches alone.
    """
    given = CaseNumber.objects.filter(region=region, day__gte=today.replace(month=1, day=1), day__lte=today)
    numbers = in_scope(given, scope)
    month = Sum("last", filter=Q(day__gte=today.replace(day=1)))
    carried, wholes = _carried(region, today, scope), _wholes(region, today, scope)
    taken = numbers.values("unit__code", "unit__name").annotate(year=Sum("last"), month=month)
    year = {(one["unit__code"], one["unit__name"]): (one["year"], one["month"] or 0) for one in taken}
    standing = {
        (code, name): (waiting, late, paused)
        for code, name, waiting, late, paused in _open(region, today, scope)
    }
    return tuple(
        _use(
            key,
            _less(year.get(key, (0, 0)), wholes.get(key[0], (0, 0))),
            standing.get(key, (0, 0, 0)),
            carried.get(key[0], (0, 0)),
        )
        for key in sorted({*year, *standing})
    )


def _use(
    unit: tuple[str, str], taken: tuple[int, int], standing: tuple[int, int, int], carried: tuple[int, int]
) -> UnitUse:
    return UnitUse(
        code=unit[0],
        name=unit[1],
        year=taken[0] - carried[0],
        month=taken[1] - carried[1],
        carried=carried[0],
        open=standing[0],
        late=standing[1],
        paused=standing[2],
    )


def _carried(region: str, today: date, scope: Scope) -> Mapping[str, tuple[int, int]]:
    """By unit: how many of this year's and month's numbers went to cases of another level or region."""
    return _received(Case.objects.filter(region=region).exclude(carries=""), today, scope)


def _wholes(region: str, today: date, scope: Scope) -> Mapping[str, tuple[int, int]]:
    """By leading unit: how many went to joint applications; the one receipt stands with a branch of the lead."""
    receipt = CasePaper.objects.filter(case=OuterRef("pk"), kind=PaperKind.RECEIPT)
    found = Case.objects.filter(Exists(receipt), region=region).exclude(joint="")
    return _received(found, today, scope)


def _received(found: QuerySet[Case], today: date, scope: Scope) -> Mapping[str, tuple[int, int]]:
    """By unit: how many of these came in this year and this month."""
    first = datetime(today.year, 1, 1, tzinfo=SHANGHAI)
    month = datetime(today.year, today.month, 1, tzinfo=SHANGHAI)
    counted = (
        in_scope(found.filter(received_at__gte=first), scope)
        .values("unit__code")
        .annotate(year=Count("pk"), month=Count("pk", filter=Q(received_at__gte=month)))
    )
    return {one["unit__code"]: (one["year"], one["month"]) for one in counted}


def _less(all_: tuple[int, int], some: tuple[int, int]) -> tuple[int, int]:
    return all_[0] - some[0], all_[1] - some[1]


def _open(region: str, today: date, scope: Scope) -> Sequence[tuple[str, str, int, int, int]]:
    cases = in_scope(Case.objects.in_work().filter(region=region), scope)
    found = cases.values("unit__code", "unit__name")
    counted = found.annotate(
        waiting=Count("pk"),
        late=Count("pk", filter=Q(due_on__lt=today) & ~Q(state=CaseState.SUSPENDED)),
        paused=Count("pk", filter=Q(state=CaseState.SUSPENDED)),
    )
    return list(counted.values_list("unit__code", "unit__name", "waiting", "late", "paused"))


def _officers(actor: Actor, known: Mapping[str, str], today: date) -> tuple[OfficerLoad, ...]:
    loads: dict[str, list[tuple[date | None, datetime]]] = {}
    rows = _open_tasks(actor).values_list("holder", "due_on", "opened_at")
    for holder, due_on, opened_at in rows:
        loads.setdefault(holder, []).append((due_on, opened_at))
    people = {*loads, *known}
    lines = [_officer(known.get(one, one), loads.get(one, []), today) for one in people]
    return tuple(sorted(lines, key=lambda one: (-one.late, -one.steps, one.name)))


def _officer(name: str, steps: Sequence[tuple[date | None, datetime]], today: date) -> OfficerLoad:
    late = Counter(due is not None and due < today for due, _ in steps)[True]
    since = min((opened for _, opened in steps), default=None)
    return OfficerLoad(name=name, steps=len(steps), late=late, since=since)


def _ageing(actor: Actor, today: date, near_until: date) -> Ageing:
    runs = ~Q(state=CaseState.SUSPENDED)
    found = Case.objects.visible_to(actor).in_work()
    return Ageing(
        **found.aggregate(
            late=Count("pk", filter=runs & Q(due_on__lt=today)),
            today=Count("pk", filter=runs & Q(due_on=today)),
            soon=Count("pk", filter=runs & Q(due_on__gt=today, due_on__lte=near_until)),
            later=Count("pk", filter=runs & Q(due_on__gt=near_until)),
            paused=Count("pk", filter=Q(state=CaseState.SUSPENDED)),
        )
    )


def _stuck(actor: Actor, known: Mapping[str, str], today: date) -> tuple[StuckStep, ...]:
    late = _open_tasks(actor).filter(Q(due_on__lt=today) | Q(case__due_on__lt=today))
    return tuple(
        StuckStep(
            number=one.case.number,
            item_name=one.case.item_name,
            applicant_name=one.case.applicant_name,
            step=one.name,
            holder=known.get(one.holder, one.holder),
            opened_at=one.opened_at,
            chip=chip_of(one.case.state, one.case.due_on, one.case.decision_due_on, today),
        )
        for one in late.select_related("case").order_by("opened_at")[:MOST]
    )


def _requests(actor: Actor) -> tuple[WaitingRequest, ...]:
    cases = Case.objects.visible_to(actor)
    found = CaseRequest.objects.filter(approved=None, case__in=cases).annotate(
        number=F("case__number"), item_name=F("case__item_name")
    )
    own = selves_of(actor, {Party.HEAD})
    return tuple(
        WaitingRequest(
            number=one.number,
            item_name=one.item_name,
            action=one.action,
            asked_by_name=one.asked_by_name,
            asked_at=one.asked_at,
            own=one.asked_by in own,
        )
        for one in found.order_by("asked_at")[:MOST]
    )


def _open_tasks(actor: Actor) -> QuerySet[CaseTask]:
    cases = Case.objects.visible_to(actor).filter(state=CaseState.UNDER_REVIEW)
    return CaseTask.objects.filter(done_at=None, case__in=cases)
