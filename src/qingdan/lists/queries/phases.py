"""Whether the plan lets a list be tabled or published now."""

from datetime import datetime

from qingdan.base.clock import day_of
from qingdan.base.refusal import refusal
from qingdan.campaigns.models import Campaign
from qingdan.campaigns.queries.plans import phase_of, plan_of
from qingdan.rules.problem import Problem
from qingdan.rules.review import ListKind


def phase_open(campaign: Campaign, kind: ListKind, stage: str, at: datetime) -> bool:
    """Whether the stage ("tabling", "decision") of the list may be worked on: a county's plan has one phase for all."""
    plan = plan_of(campaign)
    return plan.is_open(phase_of(plan, kind, stage), day_of(at))


def phase_shut(campaign: Campaign, kind: ListKind, stage: str, at: datetime) -> list[Problem]:
    """Why the stage may not be worked on: from when on it may, and what it waits for. Empty when it is open."""
    plan = plan_of(campaign)
    code = phase_of(plan, kind, stage)
    if plan.is_open(code, day_of(at)):
        return []
    phase = plan.schedule.phase(code)
    begun = phase.starts_on <= day_of(at)
    on = f"{phase.starts_on.year}年{phase.starts_on.month}月{phase.starts_on.day}日"
    shut = refusal("lists.phase_shut", "send", phase=phase.phase.name, on=on)
    return [*([] if begun else [shut]), *plan.closed_gates(code)]
