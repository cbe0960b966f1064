"""Handing a signed filing in, receiving it, returning it (R-051)."""

from datetime import datetime

from django.conf import settings

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Region
from qingdan.base.refusal import refusal, refuse_if
from qingdan.base.transactions import wait_turn, writing
from qingdan.campaigns.queries.plans import filing_of, plan_of
from qingdan.campaigns.services.duties import fulfil, withdraw_fulfilment
from qingdan.data.wording import message_of
from qingdan.filings.models import Filing
from qingdan.filings.queries.filings import subject_of
from qingdan.filings.services.access import (
    frozen_problems,
    get_filing,
    received_filing,
    sending_unit,
    state_problem,
)
from qingdan.filings.services.telling import ALL, HANDING_IN, tell
from qingdan.rules.review import FilingState

LONGEST_REASON = 2_000
_SHOWN_REASON = 280  # of the fulfilment's own column
_RECEIPTS = 7_303  # the family of locks


def file_filing(*, campaign: str, unit: str, number: int, digest: str, by: Actor, at: datetime) -> str:
    """Hands the signed version in: its receipt number. Late or not is settled now. Handed in twice: the same receipt.

    Only the 主管部门 files, for its subordinate bodies too (C13, R-052). Refused unsigned, or when the drafts say
    something else than what was signed. Raises Missing.
    """
    with writing(by):
        inside, owner = sending_unit(by, campaign, unit)
        filing = get_filing(inside, owner, number)
        if filing.state in (FilingState.FILED, FilingState.RECEIVED) and digest == filing.digest:
            return filing.receipt_number or ""
        refuse_if(state_problem(filing, "file"))
        refuse_if(*frozen_problems(filing, digest))
        receipt = _next_receipt(inside.region, at)
        late = _fulfil(filing, receipt, by=by, at=at)
        filing.state, filing.receipt_number, filing.late = FilingState.FILED, receipt, late
        filing.filed_by, filing.filed_at = by.username, at
        filing.save()
        _record("FilingFiled", filing, by=by, at=at, receipt=receipt, late=late)
    return receipt


def receive_filing(*, campaign: str, unit: str, number: int, by: Actor, at: datetime) -> None:
    """Takes a filing over for review: from now on its drafts rest until it is returned. Received twice: once.

    Refused while the original of a paper was not seen. Raises Missing.
    """
    with writing(by):
        filing = received_filing(by, campaign, unit, number)
        if filing.state == FilingState.RECEIVED:
            return
        unseen = filing.signed_how == "paper" and filing.original_seen_at is None
        refuse_if(
            state_problem(filing, "receive"),
            refusal("filing.original_unseen", "original") if unseen else None,
        )
        filing.state, filing.received_by, filing.received_at = FilingState.RECEIVED, by.username, at
        filing.standing_digest, filing.reopened = filing.digest, []
        filing.save()
        _record("FilingReceived", filing, by=by, at=at)
        tell("filing_received", filing, HANDING_IN, by=by, at=at)


def return_filing(*, campaign: str, unit: str, number: int, reason: str, by: Actor, at: datetime) -> None:
    """Returns a filing with reasons: the unit owes it again and may change its drafts. Raises Refused, Missing."""
    reason = reason.replace("\r\n", "\n").strip()
    with writing(by):
        filing = received_filing(by, campaign, unit, number)
        refuse_if(
            state_problem(filing, "return"),
            None if reason else refusal("desk.required", "reason"),
            refusal("desk.too_long", "reason", most=LONGEST_REASON, length=len(reason))
            if len(reason) > LONGEST_REASON
            else None,
        )
        filing.state, filing.returned_reason = FilingState.RETURNED, reason
        filing.closed_by, filing.closed_at = by.username, at
        filing.save()
        if owed := filing_of(plan_of(filing.campaign), filing.kind):
            shown = reason[:_SHOWN_REASON]
            withdraw_fulfilment(campaign=campaign, unit=unit, obligation=owed, reason=shown, by=by, at=at)
        _record("FilingReturned", filing, by=by, at=at)
        tell("filing_returned", filing, ALL, by=by, at=at)


def _fulfil(filing: Filing, receipt: str, *, by: Actor, at: datetime) -> bool:
    """Notes that what was owed is there; whether it is late. A plan that names no such duty knows no late."""
    owed = filing_of(plan_of(filing.campaign), filing.kind)
    if not owed:
        return False
    code, unit = filing.campaign.code, filing.unit.code
    return fulfil(campaign=code, unit=unit, obligation=owed, note=receipt, by=by, at=at).late


def _next_receipt(region: Region, at: datetime) -> str:
    """The next receipt number of the region in this year; two at once wait for each other."""
    wait_turn(_RECEIPTS, region.code)
    year = day_of(at).year
    head = message_of(refusal("filing.receipt_head", prefix=_prefix(region), year=year))
    given = Filing.objects.filter(region=region, receipt_number__startswith=head).count()
    return message_of(refusal("filing.receipt_number", head=head, number=f"{given + 1:04}"))


def _prefix(region: Region) -> str:
    """As set for the city; else from the place's name: 宜 for the city, 宜丰 for a county of it."""
    if region.level == "city":
        return settings.RECEIPT_PREFIX or region.name[:1]
    return region.name[:-1]


def _record(kind: str, filing: Filing, *, by: Actor, at: datetime, **data: object) -> None:
    subject = subject_of(filing.campaign.code, filing.unit.code)
    facts = {"number": filing.number, "digest": filing.digest, **data}
    append(kind, subject, by=by, at=at, unit=filing.unit.code, data=facts)
