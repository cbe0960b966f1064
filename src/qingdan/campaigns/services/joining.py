"""Units that join a campaign while it runs, and units that leave it.

A unit opened later joins by itself, one that is merged or split away leaves by itself (`reactions`); the office can
say either too. What a unit has done stays, wherever it goes.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.campaigns.models import Campaign, Participation
from qingdan.campaigns.queries.participants import leading_units, running_campaigns, standing_units
from qingdan.campaigns.services.access import led_campaign, text_problem

LONGEST_REASON = 300


def join_campaign(*, campaign: str, unit: str, by: Actor, at: datetime) -> None:
    """A unit of the region takes part from today on, or again; said by the office. Its days run from today.

    Raises Refused when it takes part already, Missing.
    """
    with writing(by):
        found = led_campaign(by, campaign)
        joining = standing_units(found.region_id).filter(code=unit).first()
        if joining is None:
            raise Missing
        there = Participation.objects.active().filter(campaign=found, unit=joining).exists()
        refuse_if(refusal("campaigns.takes_part", "unit", name=joining.name) if there else None)
        _join(found, joining, by, at)


def leave_campaign(*, campaign: str, unit: str, reason: str, by: Actor, at: datetime) -> None:
    """A unit takes part no more from today on; said by the office with the reason. Raises Refused, Missing."""
    with writing(by):
        found = led_campaign(by, campaign)
        row = _active(found).filter(unit__code=unit).first()
        if row is None:
            raise Missing
        refuse_if(text_problem("reason", reason, LONGEST_REASON))
        _leave(row, day_of(at), reason.strip(), by, at)


def follow_opened(units: Iterable[Unit], region: str, by: Actor, at: datetime) -> None:
    """New units of a region join what runs there; who runs the work does not."""
    leads = set(leading_units(region).values_list("pk", flat=True))
    asked = set(standing_units(region).values_list("pk", flat=True)) - leads
    for campaign in running_campaigns(region):
        for unit in units:
            if unit.pk in asked and not Participation.objects.filter(campaign=campaign, unit=unit).exists():
                _join(campaign, unit, by, at)


def follow_closed(unit: Unit, on: date, why: str, by: Actor, at: datetime) -> None:
    """A unit that is closed, or that no campaign asks any more, leaves what runs in its region."""
    for campaign in running_campaigns(unit.region_id):
        if row := _active(campaign).filter(unit=unit).first():
            _leave(row, on, why, by, at)


def _active(campaign: Campaign) -> "QuerySet[Participation]":
    rows = Participation.objects.active().filter(campaign=campaign)
    return rows.select_related("campaign", "unit").select_for_update(of=("self",))


def _join(campaign: Campaign, unit: Unit, by: Actor, at: datetime) -> None:
    Participation.objects.update_or_create(
        campaign=campaign,
        unit=unit,
        defaults={
            "region_id": campaign.region_id,
            "joined_on": day_of(at),
            "left_on": None,
            "left_why": "",
        },
    )
    append("UnitJoined", f"campaign:{campaign.code}", by=by, at=at, unit=unit.code)


def _leave(row: Participation, on: date, why: str, by: Actor, at: datetime) -> None:
    row.left_on, row.left_why = on, why[:LONGEST_REASON]
    row.save(update_fields=["left_on", "left_why"])
    data = {"on": str(on)}
    append("UnitLeft", f"campaign:{row.campaign.code}", by=by, at=at, unit=row.unit.code, data=data)
