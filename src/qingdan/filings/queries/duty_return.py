"""The return of a unit's duties: what keeps it back, its versions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing
from qingdan.campaigns.models import Campaign
from qingdan.filings.queries.filings import FiledVersion, get_unit_for, versions_of
from qingdan.filings.queries.progress import Line, duty_lines
from qingdan.responsibilities.models import DutySheet
from qingdan.responsibilities.queries.sheets import drafting_open
from qingdan.rules.review import ListKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyReturn:
    """`units` the person may choose from; `open`: the phase of drafting has begun; `campaign` "" without any sheet."""

    campaign: str
    campaign_name: str
    unit: str
    unit_name: str
    units: tuple[tuple[str, str], ...]
    own: bool
    open: bool
    lines: tuple[Line, ...]
    versions: tuple[FiledVersion, ...]


def duty_return(actor: Actor, *, unit: str = "", today: date) -> DutyReturn:
    """The newest campaign with duties of a unit ("": the own one, else the first that has any). Raises Missing."""
    sheets = DutySheet.objects.visible_to(actor)
    units = _units(sheets.values_list("unit", flat=True))
    wanted = unit or (actor.unit if actor.own_units else units[0][0] if units else actor.unit)
    owner = get_unit_for(actor, wanted)
    newest = (
        sheets.filter(unit=owner).order_by("-campaign__notice_on").values_list("campaign", flat=True).first()
    )
    campaign = Campaign.objects.select_related("region").get(pk=newest) if newest else None
    return DutyReturn(
        campaign=campaign.code if campaign else "",
        campaign_name=campaign.name if campaign else "",
        unit=owner.code,
        unit_name=owner.name,
        units=units,
        own=owner.code in actor.own_units,
        open=bool(campaign and drafting_open(campaign, today)),
        lines=duty_lines(campaign, owner) if campaign else (),
        versions=_versions(actor, owner, campaign),
    )


def _versions(actor: Actor, unit: Unit, campaign: Campaign | None) -> tuple[FiledVersion, ...]:
    if campaign is None:
        return ()
    try:
        return tuple(versions_of(actor, unit.code, campaign.code, ListKind.RESPONSIBILITY))
    except Missing:
        return ()


def _units(keys: Iterable[int]) -> tuple[tuple[str, str], ...]:
    found = Unit.objects.filter(pk__in=set(keys)).order_by("order", "code")
    return tuple(found.values_list("code", "name"))
