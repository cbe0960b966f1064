"""Running a campaign: starting it, what units do for it, what the office answers."""

from datetime import date, datetime

from django.db.models import QuerySet

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Region, Unit, UnitKind
from qingdan.base.refusal import refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.campaigns.models import Campaign, Participation
from qingdan.data.campaigns import load_campaign

TAKES_PART = (UnitKind.DEPARTMENT, UnitKind.INSTITUTION, UnitKind.STATIONED, UnitKind.OTHER, UnitKind.COUNTY)


def start_campaign(
    *,
    region: str,
    code: str,
    template: str,
    notice_on: date | None = None,
    law_on: date | None = None,
    parent: str = "",
    without: tuple[str, ...] = (),
    by: Actor,
    at: datetime,
) -> Campaign:
    """Starts a campaign from a template, on its own dates or shifted to a notice of `notice_on`.

    Every unit of the region but the subordinate ones takes part, save those in `without` (codes: who leads the work
    files nothing). `law_on`: the day whose law is applied; None: the day of each check. Raises Refused.
    """
    plan = load_campaign(template)
    with writing(by):
        refuse_if(
            refusal("campaign.code_taken", "code", code=code)
            if Campaign.objects.filter(code=code).exists()
            else None
        )
        campaign = Campaign.objects.create(
            region=Region.objects.get(code=region),
            code=code,
            template=template,
            name=plan.name,
            notice_on=notice_on or plan.notice_on,
            law_on=law_on,
            parent=Campaign.objects.get(code=parent) if parent else None,
        )
        units = _taking_part(region).exclude(code__in=without)
        Participation.objects.bulk_create(
            Participation(campaign=campaign, region_id=region, unit=unit) for unit in units
        )
        append("CampaignStarted", f"campaign:{code}", by=by, at=at, data={"units": len(units)})
    return campaign


def _taking_part(region: str) -> QuerySet[Unit]:
    return Unit.objects.filter(region_id=region, kind__in=TAKES_PART, valid_until=None)
