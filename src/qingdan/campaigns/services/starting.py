"""Starting a campaign, opening its phases, and what its gates wait for."""

from datetime import date, datetime
from secrets import token_hex

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.files.services import WORKBOOKS, store_file
from qingdan.base.orgs.models import Region, Unit, UnitKind
from qingdan.base.refusal import refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.campaigns.models import (
    Campaign,
    FormVersion,
    GoverningDocument,
    Participation,
    PhaseOpening,
    Secondment,
)
from qingdan.campaigns.queries.participants import leading_units, standing_units
from qingdan.campaigns.queries.plans import plan_of, template_of
from qingdan.campaigns.services.access import led_campaign
from qingdan.campaigns.services.forms import reconstructed_form
from qingdan.data.campaigns import load_campaign
from qingdan.data.city_workbook import kind_names
from qingdan.rules.campaign_template import CampaignTemplate, Document, Happening

_HAPPENED_ON = {Happening.POWER_LIST_ADOPTED: "adopted_on", Happening.LEGALITY_REVIEWED: "legality_on"}


def start_campaign(
    *,
    region: str,
    code: str,
    template: str,
    name: str = "",
    notice_on: date | None = None,
    law_on: date | None = None,
    parent: str = "",
    county: bool = False,
    without: tuple[str, ...] = (),
    by: Actor,
    at: datetime,
) -> Campaign:
    """Starts a campaign from a template, on its own dates or shifted to a notice of `notice_on`; `name` "": its name.

    Every unit of the region but the subordinate ones takes part, save those in `without` (codes: who leads the work
    files nothing). `law_on`: the day whose law is applied; None: the day of each check. `county`: by the template's
    plan for counties. The plan's documents and forms are laid out with it. Raises Refused.
    """
    plan = template_of(template, county=county)
    with writing(by):
        taken = Campaign.objects.filter(code=code).exists()
        refuse_if(refusal("campaigns.code_taken", "code", code=code) if taken else None)
        place = Region.objects.get(code=region)
        campaign = Campaign.objects.create(
            region=place,
            code=code,
            template=template,
            name=name or plan.title(place.name, notice_on),
            notice_on=notice_on or plan.notice_on,
            law_on=law_on,
            county=county,
            parent=Campaign.objects.get(code=parent) if parent else None,
        )
        units = standing_units(region).exclude(code__in=without)
        Participation.objects.bulk_create(
            Participation(campaign=campaign, region_id=region, unit=unit) for unit in units
        )
        _lay_out(campaign, plan, load_campaign(template), by, at)
        append("CampaignStarted", f"campaign:{code}", by=by, at=at, data={"units": len(units)})
    return campaign


def derive_county_campaigns(*, campaign: str, by: Actor, at: datetime) -> tuple[Campaign, ...]:
    """A campaign of its own for each county that has none yet, by the plan for counties, shifted like the city's.

    Their units are those that the county has entered but its 编办, which runs the work; what is entered later joins
    by itself. Raises Refused when every county has one, Missing.
    """
    with writing(by):
        parent = led_campaign(by, campaign)
        city, days = load_campaign(parent.template), parent.notice_on
        regions = _counties_without(parent)
        refuse_if(None if regions and city.county else refusal("campaigns.no_county_left", "county"))
        notice_on = None if days == city.notice_on else days
        started = tuple(
            start_campaign(
                region=region.code,
                code=f"{campaign}-{region.code}",
                template=parent.template,
                notice_on=notice_on,
                law_on=parent.law_on,
                parent=campaign,
                county=True,
                without=tuple(leading_units(region.code).values_list("code", flat=True)),
                by=by,
                at=at,
            )
            for region in regions
        )
        append("CountyCampaignsDerived", f"campaign:{campaign}", by=by, at=at, data={"count": len(started)})
    return started


def record_happening(*, campaign: str, what: Happening, on: date, by: Actor, at: datetime) -> None:
    """Records what a gate waits for: the list adopted, the legality review through. Raises Refused, Missing."""
    with writing(by):
        found = led_campaign(by, campaign)
        refuse_if(
            refusal("campaigns.not_yet", "on") if on > day_of(at) else None,
            refusal("campaigns.before_notice", "on") if on < found.notice_on else None,
        )
        setattr(found, _HAPPENED_ON[what], on)
        found.save(update_fields=[_HAPPENED_ON[what]])
        data = {"what": what.value, "on": str(on)}
        append("HappeningRecorded", f"campaign:{campaign}", by=by, at=at, data=data)


def open_phase(*, campaign: str, phase: str, by: Actor, at: datetime) -> None:
    """Opens a phase, early or late. Refused with a reason for each gate that still waits (R-043, R-109)."""
    with writing(by):
        found = led_campaign(by, campaign)
        plan = plan_of(found)
        known = phase in {one.code for one in plan.template.phases}
        refuse_if(None if known else refusal("desk.choice", "phase"))
        refuse_if(*plan.closed_gates(phase))
        PhaseOpening.objects.get_or_create(
            campaign=found,
            phase=phase,
            defaults={"region_id": found.region_id, "at": at, "by": by.username},
        )
        append("PhaseOpened", f"campaign:{campaign}", by=by, at=at, data={"phase": phase})


def close_campaign(*, campaign: str, by: Actor, at: datetime) -> None:
    """Ends the work: nothing is taken in any more, who was lent goes back. Raises Refused when closed, Missing."""
    today = day_of(at)
    with writing(by):
        found = led_campaign(by, campaign)
        found.closed_at = at
        found.save(update_fields=["closed_at"])
        here = Secondment.objects.filter(campaign=found, seconded_from__lt=today)
        back = here.exclude(seconded_until__lte=today).update(seconded_until=today)
        append("CampaignClosed", f"campaign:{campaign}", by=by, at=at, data={"seconded": back})


def _counties_without(parent: Campaign) -> list[Region]:
    have = Campaign.objects.filter(parent=parent).values("region")
    below = Region.objects.filter(parent_id=parent.region_id, level="county").exclude(code__in=have)
    return list(below.order_by("code"))


def _lay_out(
    campaign: Campaign, plan: CampaignTemplate, city: CampaignTemplate, by: Actor, at: datetime
) -> None:
    """The governing documents, each with the obligations that rest on it, and the first version of the forms, as files.

    A county's plan has no documents of its own: its sections are the city plan's.
    """
    for document in city.documents:
        GoverningDocument.objects.create(
            campaign=campaign,
            region_id=campaign.region_id,
            code=token_hex(8),
            **_words(document),
            obligations=[one.code for one in plan.obligations if one.source.document == document.code],
        )
    keeper = _keeper(campaign.region_id, by)
    for form in city.forms:
        made = reconstructed_form(form, campaign.template, _departments(campaign)) if keeper else None
        FormVersion.objects.create(
            campaign=campaign,
            region_id=campaign.region_id,
            form=form.code,
            number=1,
            reconstructed=form.reconstructed,
            file=store_file(made, unit=keeper, kinds=WORKBOOKS, by=by, at=at) if made else None,
            by=by.username,
            at=at,
        )


def _keeper(region: str, by: Actor) -> str:
    """The unit whose files the forms are: that of who starts it, else the one that runs the work, else the first."""
    here = Unit.objects.filter(region_id=region, valid_until=None).order_by("order", "code")
    own, leading = here.filter(code=by.unit), here.filter(pk__in=leading_units(region))
    found = own.first() or leading.first() or here.first()
    return found.code if found else ""


def _departments(campaign: Campaign) -> list[tuple[str, str]]:
    """Those that file: without the county governments, which hand in a plan."""
    rows = Participation.objects.filter(campaign=campaign).exclude(unit__kind=UnitKind.COUNTY)
    found = rows.order_by("unit__order", "unit__code").values_list("unit__name", "unit__kind")
    return [(name, kind_names()[kind]) for name, kind in found]


def _words(document: Document) -> dict[str, object]:
    return {
        "title": document.title or document.number,
        "document_number": document.number,
        "issuer": document.issuer,
        "issued_on": document.issued_on,
        "address": document.address,
    }
