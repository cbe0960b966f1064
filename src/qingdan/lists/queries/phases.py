"""Whether the plan lets a list be tabled or published now."""

from datetime import datetime

from qingdan.base.clock import day_of
from qingdan.campaigns.models import Campaign
from qingdan.campaigns.queries.plans import plan_of
from qingdan.rules.review import ListKind


def phase_open(campaign: Campaign, kind: ListKind, stage: str, at: datetime) -> bool:
    """Whether the stage ("tabling", "decision") of the list may be worked on: a county's plan has one phase for all."""
    plan = plan_of(campaign)
    head = "power" if kind is ListKind.POWER else "responsibility"
    phase = f"county_{kind}" if plan.county else f"{head}_{stage}"
    return plan.is_open(phase, day_of(at))
