"""Signing for originals on paper that came after a case: noted, and no clock waits for it."""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.cases.models import Case
from qingdan.cases.queries.facts import parties_of
from qingdan.referrals.models import Referral
from qingdan.rules.case_state import STAFF


def receive(*, number: str, by: Actor, at: datetime) -> None:
    """The unit there has the papers of a case that came to it, once. Raises Refused, Missing."""
    with writing(by):
        case = Case.objects.visible_to(by).filter(number=number).exclude(carries="").first()
        referral = Referral.objects.select_for_update().filter(second_number=number).first()
        if case is None or referral is None or not parties_of(case, by) & STAFF:
            raise Missing
        refuse_if(refusal("referral.acknowledged") if referral.acknowledged_at else None)
        referral.acknowledged_by, referral.acknowledged_at = by.name, at
        referral.save(update_fields=["acknowledged_by", "acknowledged_at"])
        append("PapersArrived", f"case:{number}", by=by, at=at, unit=case.unit.code)
