"""A signature falls: what was frozen no longer is what the drafts say."""

from dataclasses import replace
from datetime import datetime

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.events.services import append
from qingdan.base.refusal import refusal
from qingdan.campaigns.queries.plans import filing_of, plan_of
from qingdan.campaigns.services.duties import withdraw_fulfilment
from qingdan.data.wording import message_of
from qingdan.filings.models import Filing
from qingdan.filings.queries.filings import subject_of
from qingdan.filings.services.telling import ALL, tell
from qingdan.rules.review import FilingState


def void_filing(filing: Filing, *, subject: str, by: Actor, at: datetime) -> None:
    """Voids a version inside the transaction of the act that changed the drafts; `subject`: what that act was about.

    One handed in already is owed again. The version, its digest and its receipt stay to be read.
    """
    was = filing.state
    filing.state, filing.voided_for = FilingState.VOIDED, subject
    filing.closed_by, filing.closed_at = by.username, at
    filing.save()
    code, unit = filing.campaign.code, filing.unit.code
    data = {"number": filing.number, "digest": filing.digest, "was": was, "for": subject}
    append("FilingVoided", subject_of(code, unit), by=by, at=at, unit=unit, data=data)
    if filing.signed_at:
        tell("filing_voided", filing, ALL, by=by, at=at)
    owed = filing_of(plan_of(filing.campaign), filing.kind)
    if was == FilingState.FILED and owed:
        withdraw_fulfilment(
            campaign=code,
            unit=unit,
            obligation=owed,
            reason=message_of(refusal("filing.changed_after_filing")),
            by=replace(SYSTEM, region=by.region, regions=by.regions),
            at=at,
        )
