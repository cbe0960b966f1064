"""The report of a unit as its page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import UnitKind
from qingdan.campaigns.queries.plans import campaign_for
from qingdan.documents.model import CategoryCount
from qingdan.filings.models import CleaningReport
from qingdan.filings.queries.content import SECTIONS, content_of
from qingdan.filings.queries.filings import get_unit_for
from qingdan.filings.queries.reporting import figure_sentences, figures_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """The report with its version (0: none yet); `figures`: section → sentences made from data."""

    campaign: str
    campaign_name: str
    unit: str
    unit_name: str
    editable: bool
    version: int
    texts: Mapping[str, str]
    figures: Mapping[str, tuple[str, ...]]
    counts: tuple[CategoryCount, ...]


def report_page(actor: Actor, unit: str = "") -> ReportPage:
    """The report of a unit ("": the own one) in the campaign in hand. Raises Missing."""
    owner = get_unit_for(actor, unit)
    campaign = campaign_for(actor)
    kept = CleaningReport.objects.visible_to(actor).filter(campaign=campaign, unit=owner).first()
    figures = figures_of(content_of(campaign, owner))
    return ReportPage(
        campaign=campaign.code,
        campaign_name=campaign.name,
        unit=owner.code,
        unit_name=owner.name,
        editable=owner.code in actor.own_units
        and campaign.closed_at is None
        and owner.kind != UnitKind.SUBORDINATE,
        version=kept.version if kept else 0,
        texts={name: getattr(kept, name) if kept else "" for name in SECTIONS},
        figures=figure_sentences(figures),
        counts=figures.counts,
    )
