"""The first page of a unit's clean-up: what is owed till when, how far it is, who is in charge, what happened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import Q

from qingdan.base.actor import Actor
from qingdan.base.events.queries import Happening
from qingdan.base.orgs.models import Unit, UnitKind
from qingdan.base.people.models import Appointment
from qingdan.campaigns.queries.duties import Duty, standings_of
from qingdan.campaigns.queries.people import ContactLine, contacts_of
from qingdan.campaigns.queries.plans import Plan, campaign_for, filing_of, plan_of
from qingdan.campaigns.queries.questions import QuestionLine, question_desk
from qingdan.filings.queries.filings import FiledVersion, get_unit_for, versions_of
from qingdan.filings.queries.progress import Progress, progress_of
from qingdan.filings.queries.recent import recent_in
from qingdan.rules.campaign import PhaseState
from qingdan.rules.role import Role

_EVENTS, _ANSWERS = 120, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseLine:
    """A phase of the list in hand. `tenths` of the current one are over, 1 to 9."""

    name: str
    starts_on: date
    ends_on: date
    state: PhaseState
    tenths: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """Acts of one kind by one person, one after the other: the last instant, how many, what the last one says."""

    kind: str
    by_name: str
    at: datetime
    count: int
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentPage:
    """A unit in the campaign in hand. `duty` None: it owes no filing, a subordinate body for instance.

    `filed_by`: the 主管部门 that files for it; `principals`: names of those who sign; `units`: code and name of those
    the person may choose from; `versions` of the filing, the newest first.
    """

    campaign: str
    campaign_name: str
    closed: bool
    unit: str
    unit_name: str
    units: tuple[tuple[str, str], ...]
    own: bool
    filed_by: str
    duty: Duty | None
    phases: tuple[PhaseLine, ...]
    progress: Progress
    versions: tuple[FiledVersion, ...]
    contacts: tuple[ContactLine, ...]
    principals: tuple[str, ...]
    answers: tuple[QuestionLine, ...]
    recent: tuple[Recent, ...]

    @property
    def standing(self) -> FiledVersion | None:
        """The version in hand: neither voided nor returned."""
        return next((one for one in self.versions if one.is_open), None)

    @property
    def last(self) -> FiledVersion | None:
        """The newest version."""
        return self.versions[0] if self.versions else None


def department_page(actor: Actor, *, unit: str = "", today: date) -> DepartmentPage:
    """Everything of a unit's first page ("": the own unit), in a fixed number of queries. Raises Missing."""
    owner = get_unit_for(actor, unit)
    campaign = campaign_for(actor)
    plan = plan_of(campaign)
    standing = next(iter(standings_of(actor, today=today, campaign=campaign.code, units=(owner.code,))), None)
    answers = question_desk(actor, today=today, campaign=campaign.code).answered
    return DepartmentPage(
        campaign=campaign.code,
        campaign_name=campaign.name,
        closed=campaign.closed_at is not None,
        unit=owner.code,
        unit_name=owner.name,
        units=_choices(actor),
        own=owner.code in actor.own_units,
        filed_by=owner.supervising.name if owner.kind == UnitKind.SUBORDINATE and owner.supervising else "",
        duty=standing.duty(filing_of(plan)) if standing else None,
        phases=tuple(_phases(plan, today)),
        progress=progress_of(campaign, owner, on=today),
        versions=tuple(versions_of(actor, owner.code, campaign.code)),
        contacts=contacts_of(actor, campaign.code, unit=owner.code),
        principals=principals_of(owner, today),
        answers=answers[:_ANSWERS],
        recent=tuple(_grouped(recent_in(campaign, owner.code, limit=_EVENTS))),
    )


def principals_of(unit: Unit, today: date) -> tuple[str, ...]:
    """Names of those who sign for a unit on a day."""
    held = Appointment.objects.filter(unit=unit, role=Role.PRINCIPAL, held_from__lte=today)
    standing = held.filter(Q(held_until=None) | Q(held_until__gt=today)).order_by("pk")
    return tuple(standing.values_list("user__name", flat=True))


def _choices(actor: Actor) -> tuple[tuple[str, str], ...]:
    if len(actor.own_units) < 2:
        return ()
    found = Unit.objects.filter(code__in=actor.own_units).order_by("order", "code")
    return tuple(found.values_list("code", "name"))


def _phases(plan: Plan, today: date) -> Iterable[PhaseLine]:
    current = plan.current(today)
    wanted = current.phase.list if current else ""
    for one in plan.schedule.phases:
        if one.phase.list == wanted:
            days, over = (one.ends_on - one.starts_on).days + 1, (today - one.starts_on).days
            yield PhaseLine(
                name=one.phase.name,
                starts_on=one.starts_on,
                ends_on=one.ends_on,
                state=one.state(today),
                tenths=min(9, max(1, round(10 * over / days))),
            )


def _grouped(happened: Sequence[Happening]) -> Iterable[Recent]:
    for (kind, name), group in groupby(happened, key=lambda one: (one.kind, one.by_name)):
        acts = list(group)
        yield Recent(kind=kind, by_name=name, at=acts[0].at, count=len(acts), data=acts[0].data)
