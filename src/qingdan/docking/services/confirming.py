"""Taking on the desk what a docked system says was decided: by a person of the unit, who decides it anew."""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.cases.models import Case
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.docking.models import ReportedDecision
from qingdan.rules.docking import DockingLevel

LONGEST_ANSWER = 200


def confirm_result(*, code: str, version: int, by: Actor, at: datetime) -> str:
    """Decides as reported, as this person's own decision; the number of the case.

    Only who is named as having decided may confirm, of a system at L4. Raises Refused with every reason that the case
    itself knows, Stale, Missing.
    """
    with writing(by):
        found = _locked(code, by)
        whole = DockingLevel(found.partner.level).proposes_decisions
        refuse_if(
            None if whole else refusal("docking.level_lacks", level=found.partner.level),
            None if found.decided_by == by.username else refusal("docking.not_who_decided"),
        )
        decided = Decided(
            granted=found.granted, facts=found.facts, clauses=found.clauses, reasons=found.reasons,
            conditions=found.conditions,
        )  # fmt: skip
        _close(found, "confirmed", "", by, at)
        decide_case(number=found.case.number, version=version, decided=decided, by=by, at=at)
        append("ResultConfirmed", f"case:{found.case.number}", by=by, at=at, unit=found.case.unit.code)
        return found.case.number


def put_aside(*, code: str, why: str, by: Actor, at: datetime) -> str:
    """The unit does not take what was reported; the system may report anew. Raises Refused, Missing."""
    with writing(by):
        found = _locked(code, by)
        refuse_if(
            None if why.strip() else refusal("desk.required", "why"), too_long(why, "why", LONGEST_ANSWER)
        )
        _close(found, "put_aside", why.strip(), by, at)
        append("ResultPutAside", f"case:{found.case.number}", by=by, at=at, unit=found.case.unit.code)
        return found.case.number


def _locked(code: str, by: Actor) -> ReportedDecision:
    cases = Case.objects.visible_to(by)
    rows = ReportedDecision.objects.select_for_update(of=("self",)).select_related("case__unit", "partner")
    found = rows.filter(code=code, state="open", case__in=cases).first()
    if found is None:
        raise Missing
    return found


def _close(found: ReportedDecision, state: str, answer: str, by: Actor, at: datetime) -> None:
    found.state, found.answer = state, answer
    found.answered_by, found.answered_at = by.username, at
    found.save(update_fields=["state", "answer", "answered_by", "answered_at"])
