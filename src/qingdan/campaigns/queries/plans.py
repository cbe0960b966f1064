"""A campaign and its plan on the calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db.models import F, QuerySet

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.campaigns.models import Campaign, PhaseOpening
from qingdan.data.calendar import load_calendar
from qingdan.data.campaigns import campaign_codes, load_campaign
from qingdan.rules.campaign import PhaseState, Schedule, ScheduledPhase, may_open, notice_on_for, schedule
from qingdan.rules.campaign_template import CampaignTemplate, Happening, Obligation, Owes
from qingdan.rules.problem import Problem
from qingdan.rules.review import ListKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A campaign as pages and rules see it. `template_code`: the template's own code, also where the plan is that for
    counties. `opened`: the phases that the office opened, with the instant.
    """

    code: str
    name: str
    region: str
    region_name: str
    template_code: str
    county: bool
    schedule: Schedule
    law_on: date | None
    adopted_on: date | None
    legality_on: date | None
    closed_at: datetime | None
    opened: Mapping[str, datetime]

    @property
    def template(self) -> CampaignTemplate:
        """The plan it follows."""
        return self.schedule.template

    @property
    def happened(self) -> frozenset[Happening]:
        """What has happened of that which gates wait for."""
        said = {Happening.POWER_LIST_ADOPTED: self.adopted_on, Happening.LEGALITY_REVIEWED: self.legality_on}
        return frozenset(one for one, on in said.items() if on)

    def closed_gates(self, phase: str) -> tuple[Problem, ...]:
        """Why a phase cannot be open: a problem for each gate that still waits."""
        return may_open(self.template, phase, self.happened)

    def is_open(self, phase: str, today: date) -> bool:
        """Whether work of a phase may be handed in: opened by the office, or begun with no gate closed."""
        if phase in self.opened:
            return True
        begun = self.schedule.phase(phase).state(today) is not PhaseState.NOT_BEGUN
        return begun and not self.closed_gates(phase)

    def may_begin_early(self, phase: str, today: date) -> bool:
        """Whether the office may begin a phase before its day: nothing holds it, and the one before it has begun."""
        codes = [one.phase.code for one in self.schedule.phases]
        before = codes[max(codes.index(phase) - 1, 0)]
        begun = self.schedule.phase(phase).state(today) is not PhaseState.NOT_BEGUN
        held = begun or phase in self.opened or self.closed_gates(phase)
        return not held and (before == phase or self.is_open(before, today))

    def owed_by(self, who: Owes) -> tuple[Obligation, ...]:
        """What departments, counties or offices owe, in the order of the plan."""
        return tuple(one for one in self.template.obligations if one.owed_by is who)

    def current(self, today: date) -> ScheduledPhase | None:
        """The phase of today; before, between and after phases the next or the last one."""
        return self.schedule.current(today) or next(
            (one for one in self.schedule.phases if one.starts_on > today), self.schedule.phases[-1]
        )


def template_of(template: str, *, county: bool) -> CampaignTemplate:
    """The template of that code, or its plan for counties. Raises UnknownCampaign; Missing without such a plan."""
    found = load_campaign(template)
    if not county:
        return found
    if found.county is None:
        raise Missing
    return found.county


@lru_cache(maxsize=64)
def schedule_of(template: str, *, county: bool, notice_on: date) -> Schedule:
    """A template on the calendar we ship, for a day of notice. Raises OverflowError past the year 9999."""
    return schedule(template_of(template, county=county), calendar=load_calendar(), notice_on=notice_on)


def preview(template: str, *, county: bool, how: str, on: date | None) -> Schedule:
    """What a campaign would look like before it is started.

    `how`: "own" (the plan's own dates), "notice" (shifted to a notice on `on`), "filing" (shifted so that the filing
    falls due on `on`). Raises Missing for a template or choice that is not there.
    """
    if template not in campaign_codes():
        raise Missing
    plan = template_of(template, county=county)
    if how == "own" or on is None:
        return schedule_of(template, county=county, notice_on=plan.notice_on)
    if how == "filing":
        on = notice_on_for(load_campaign(template), "filing", due_on=on)
    return schedule_of(template, county=county, notice_on=on)


def plan_of(campaign: Campaign) -> Plan:
    """The campaign with its dates."""
    opened = PhaseOpening.objects.filter(campaign=campaign).values_list("phase", "at")
    return Plan(
        code=campaign.code,
        name=campaign.name,
        region=campaign.region_id,
        region_name=campaign.region.name,
        template_code=campaign.template,
        county=campaign.county,
        schedule=schedule_of(campaign.template, county=campaign.county, notice_on=campaign.notice_on),
        law_on=campaign.law_on,
        adopted_on=campaign.adopted_on,
        legality_on=campaign.legality_on,
        closed_at=campaign.closed_at,
        opened=dict(opened),
    )


def campaign_for(actor: Actor, code: str = "") -> Campaign:
    """The campaign of that code, or the one in hand in the own region: the newest, an open one first.

    Raises Missing.
    """
    found = Campaign.objects.visible_to(actor).select_related("region")
    return _newest(found.filter(code=code) if code else found.filter(region_id=actor.region))


def campaign_in_hand(region: str) -> Campaign:
    """The newest campaign of a region, an open one before a closed one. Raises Missing."""
    return _newest(Campaign.objects.filter(region_id=region))


def _newest(found: QuerySet[Campaign]) -> Campaign:
    first = found.order_by(F("closed_at").desc(nulls_first=True), "-notice_on", "-pk").first()
    if first is None:
        raise Missing
    return first


def get_plan(actor: Actor, code: str = "") -> Plan:
    """The plan of a campaign ("": the one in hand in the own region). Raises Missing."""
    return plan_of(campaign_for(actor, code))


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignLine:
    """A campaign in a list."""

    code: str
    name: str
    region: str
    region_name: str
    notice_on: date
    county: bool
    closed_at: datetime | None


def list_campaigns(actor: Actor) -> tuple[CampaignLine, ...]:
    """All campaigns the person may see, the newest first, those of the counties after the city's."""
    found = Campaign.objects.visible_to(actor).order_by("-notice_on", "region_id", "-pk")
    columns = ("code", "name", "region_id", "region__name", "notice_on", "county", "closed_at")
    return tuple(
        CampaignLine(
            code=code,
            name=name,
            region=region,
            region_name=region_name,
            notice_on=notice_on,
            county=county,
            closed_at=closed_at,
        )
        for code, name, region, region_name, notice_on, county, closed_at in found.values_list(*columns)
    )


def phase_of(plan: Plan, kind: ListKind, stage: str) -> str:
    """The key of the phase for a stage of making a list ("drafting" of duties, "review", "tabling", "decision").

    The plan for counties has one phase for all stages of a list: it names only the day the list is published (R-042).
    """
    return f"county_{kind}" if plan.county else f"{kind.removesuffix('_list')}_{stage}"


def filing_of(plan: Plan, kind: ListKind = ListKind.POWER) -> str:
    """The key of the obligation that a unit's return fulfils: the city's plan and the counties' name it apart.

    The plan for counties names none for the duties: "".
    """
    if kind is ListKind.RESPONSIBILITY:
        return "" if plan.county else "responsibility_filing"
    return "county_filing" if plan.county else "filing"
