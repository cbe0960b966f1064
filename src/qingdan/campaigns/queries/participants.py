"""Which units take part in a campaign, which do not, which left; and which run the work and file nothing."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit, UnitKind
from qingdan.base.people.models import Appointment
from qingdan.campaigns.models import OVERSEEING, Campaign, Participation
from qingdan.campaigns.queries.plans import Plan, campaign_for, get_plan
from qingdan.data.campaigns import leading_names
from qingdan.rules.role import Role

TAKES_PART = (UnitKind.DEPARTMENT, UnitKind.INSTITUTION, UnitKind.STATIONED, UnitKind.OTHER, UnitKind.COUNTY)
LEADS = (Role.ESTABLISHMENT_OFFICE.value, Role.COUNTY_OFFICE.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftUnit:
    """A unit that takes part no more, from a day on, and why."""

    unit: str
    name: str
    left_on: date
    left_why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a unit stands to the campaign in hand of its region: "in", "left" or "out"."""

    campaign: str
    campaign_name: str
    state: str
    may_join: bool


def absent_units(actor: Actor, campaign: str = "") -> tuple[tuple[str, str], ...]:
    """Code and name of every unit of the region that could take part and does not. Raises Missing.

    Nobody's business but theirs who oversee the work: others get none. Who runs the work is not among them.
    """
    return absent_from(actor, get_plan(actor, campaign))


def absent_from(actor: Actor, plan: Plan) -> tuple[tuple[str, str], ...]:
    """The same for a plan at hand; one query."""
    if not actor.roles & OVERSEEING or plan.closed_at:
        return ()
    inside = Participation.objects.active().filter(campaign__code=plan.code).values("unit")
    rows = standing_units(plan.region).exclude(pk__in=inside).exclude(pk__in=leading_units(plan.region))
    return tuple(rows.order_by("order", "code").values_list("code", "name"))


def left_units(actor: Actor, campaign: str = "") -> tuple[LeftUnit, ...]:
    """The units that left, the last first, as far as the person oversees them. Raises Missing."""
    found = campaign_for(actor, campaign)
    rows = Participation.objects.visible_to(actor).filter(campaign=found, left_on__isnull=False)
    return tuple(
        LeftUnit(unit=one.unit.code, name=one.unit.name, left_on=one.left_on, left_why=one.left_why)
        for one in rows.select_related("unit").order_by("-left_on", "unit__order", "unit__code")
        if one.left_on
    )


def place_in_hand(actor: Actor, unit: Unit) -> Place | None:
    """Where a unit stands to the work in its region, for who oversees it; None where there is no campaign."""
    found = Campaign.objects.visible_to(actor).filter(region_id=unit.region_id, closed_at=None)
    campaign = found.order_by("-notice_on", "-pk").first()
    if campaign is None or not actor.roles & OVERSEEING:
        return None
    row = Participation.objects.filter(campaign=campaign, unit=unit).first()
    asked = standing_units(unit.region_id).filter(pk=unit.pk).exists()
    return Place(
        campaign=campaign.code,
        campaign_name=campaign.name,
        state="out" if row is None else "left" if row.left_on else "in",
        may_join=asked and (row is None or row.left_on is not None),
    )


def standing_units(region: str) -> "QuerySet[Unit]":
    """The units of a region that a campaign asks: all that stand but the subordinate ones."""
    return Unit.objects.filter(region_id=region, kind__in=TAKES_PART, valid_until=None)


def leading_units(region: str) -> "QuerySet[Unit]":
    """The units of a region that run the work: the 编办, by its people's roles or by its name.

    By name too, because a county's units may be entered before its people are.
    """
    by_name = Q()
    for ending in leading_names():
        by_name |= Q(name__endswith=ending)
    held = Appointment.objects.filter(role__in=LEADS, held_until=None, unit__region_id=region)
    return Unit.objects.filter(Q(region_id=region) & (by_name | Q(pk__in=held.values("unit"))))


def running_campaigns(region: str) -> "QuerySet[Campaign]":
    """The campaigns of a region that are not closed."""
    return Campaign.objects.filter(region_id=region, closed_at=None).order_by("pk")
