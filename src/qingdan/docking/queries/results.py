"""Decisions that docked systems reported, waiting for a person of the unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.cases.models import Case
from qingdan.docking.models import ReportedDecision
from qingdan.rules.docking import DockingLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedShown:
    """A reported decision. `confirms`: this person may confirm it; `clauses` from 1."""

    code: str
    number: str
    version: int
    item_name: str
    applicant_name: str
    partner_name: str
    granted: bool
    facts: str
    reasons: str
    conditions: str
    clauses: Sequence[int]
    decided_by_name: str
    at: datetime
    confirms: bool


def reported_decisions(actor: Actor) -> list[ReportedShown]:
    """Those of the own unit that wait, the oldest first."""
    cases = Case.objects.visible_to(actor)
    found = ReportedDecision.objects.filter(state="open", case__in=cases)
    return [_shown(one, actor) for one in found.select_related("case", "partner").order_by("pk")]


def who_reported(case: Case) -> str:
    """Whose system reported a decision of this case that waits for a person, "" none."""
    found = ReportedDecision.objects.filter(state="open", case=case)
    return found.order_by("pk").values_list("partner__name", flat=True).first() or ""


def _shown(one: ReportedDecision, actor: Actor) -> ReportedShown:
    whole = DockingLevel(one.partner.level).proposes_decisions
    return ReportedShown(
        code=one.code,
        number=one.case.number,
        version=one.case.version,
        item_name=one.case.item_name,
        applicant_name=one.case.applicant_name,
        partner_name=one.partner.name,
        granted=one.granted,
        facts=one.facts,
        reasons=one.reasons,
        conditions=one.conditions,
        clauses=one.clauses,
        decided_by_name=one.decided_by_name,
        at=one.at,
        confirms=whole and one.decided_by == actor.username,
    )
