"""From the drafts to a signature: sent to the principal and frozen, signed in the system or on paper (R-050)."""

from datetime import datetime

from django.db.models import Max

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.files.services import SCANS, Upload, store_file
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.base.snapshots.services import freeze
from qingdan.base.transactions import writing
from qingdan.campaigns.models import Campaign
from qingdan.filings.models import Filing
from qingdan.filings.queries.content import Content, content_of
from qingdan.filings.queries.filings import FROZEN_KIND, open_filing, subject_of
from qingdan.filings.services.access import (
    frozen_problems,
    get_filing,
    open_problems,
    received_filing,
    sending_unit,
    state_problem,
)
from qingdan.filings.services.telling import HANDING_IN, SIGNING, tell
from qingdan.filings.services.voiding import void_filing
from qingdan.rules.review import FilingState, ListKind
from qingdan.rules.role import Role

LONGEST_NAME = 40


def send_to_principal(
    *, campaign: str, unit: str, kind: ListKind = ListKind.POWER, by: Actor, at: datetime
) -> int:
    """Freezes the filing for signature: the number of the version. Sent again unchanged it is the same version.

    Refused with everything that keeps it back; a version that no longer is what the drafts say is voided first. Raises
    Missing.
    """
    with writing(by):
        inside, owner = sending_unit(by, campaign, unit)
        refuse_if(*open_problems(inside, owner, kind, at))
        content = content_of(inside, owner, kind)
        key = freeze(FROZEN_KIND, content, region=owner.region_id, at=at)
        standing = open_filing(inside, owner, kind)
        if standing and standing.digest == key:
            return standing.number
        if standing:
            refuse_if(
                state_problem(standing, "void"),
            )
            void_filing(standing, subject="", by=by, at=at)
        filing = _begin(inside, owner, kind, content, key, by=by, at=at)
        _record("FilingSent", filing, by=by, at=at, items=filing.items)
        tell("filing_sent", filing, SIGNING, by=by, at=at)
    return filing.number


def sign_filing(*, campaign: str, unit: str, number: int, digest: str, by: Actor, at: datetime) -> None:
    """The principal signs the version with the digest that was read. Signed twice by the same person: once.

    Refused without a fresh second factor, for another digest than the frozen one, when the drafts say something else
    by now, when anything keeps the filing back, when somebody else has signed. Raises Missing.
    """
    if Role.PRINCIPAL not in by.roles or by.unit != unit:
        raise Missing
    with writing(by):
        inside, owner = sending_unit(by, campaign, unit)
        filing = get_filing(inside, owner, number)
        if filing.signed_by == by.username and filing.closed_at is None and digest == filing.digest:
            return
        refuse_if(
            None if by.showed_factor(at) else refusal("filing.factor", "factor"),
            state_problem(filing, "sign"),
        )
        refuse_if(*frozen_problems(filing, digest), *open_problems(inside, owner, filing.kind, at))
        filing.state, filing.signed_how, filing.signed_name = FilingState.SIGNED, "factor", by.name
        filing.signed_by, filing.signed_at = by.username, at
        filing.save()
        _record("FilingSigned", filing, by=by, at=at, how="factor", stands_in=bool(by.standing_in_for))
        tell("filing_signed", filing, HANDING_IN, by=by, at=at)


def sign_on_paper(
    *,
    campaign: str,
    unit: str,
    number: int,
    digest: str,
    signatory: str,
    upload: Upload | None,
    by: Actor,
    at: datetime,
) -> None:
    """Takes in the scan of the printout that bears the digest, signed by `signatory` and stamped.

    It counts as signed; before it is received its original must have been seen (`confirm_original`). Refused as a
    signature in the system is, and without name or scan. Raises Missing.
    """
    signatory = signatory.strip()
    with writing(by):
        inside, owner = sending_unit(by, campaign, unit)
        filing = get_filing(inside, owner, number)
        refuse_if(state_problem(filing, "sign_on_paper"))
        refuse_if(
            None if signatory else refusal("desk.required", "signatory"),
            refusal("desk.too_long", "signatory", most=LONGEST_NAME, length=len(signatory))
            if len(signatory) > LONGEST_NAME
            else None,
            refusal("files.none", "file") if upload is None else None,
            *frozen_problems(filing, digest),
            *open_problems(inside, owner, filing.kind, at),
        )
        paper = store_file(upload, unit=unit, kinds=SCANS, by=by, at=at)
        filing.state, filing.signed_how, filing.signed_name = FilingState.SIGNED, "paper", signatory
        filing.signed_by, filing.signed_at, filing.paper = by.username, at, paper
        filing.save()
        _record("FilingSigned", filing, by=by, at=at, how="paper", scan=paper.digest)


def confirm_original(*, campaign: str, unit: str, number: int, by: Actor, at: datetime) -> None:
    """Who receives filings says that the original was seen, signed, stamped and bearing the digest. Said twice: once.

    Raises Refused for what was not signed on paper, Missing.
    """
    with writing(by):
        filing = received_filing(by, campaign, unit, number)
        if filing.original_seen_at:
            return
        refuse_if(
            state_problem(filing, "see_original"),
            None if filing.signed_how == "paper" else refusal("filing.not_on_paper", "original"),
        )
        filing.original_seen_by, filing.original_seen_at = by.username, at
        filing.save()
        _record("OriginalSeen", filing, by=by, at=at)


def _begin(
    campaign: Campaign, unit: Unit, kind: ListKind, content: Content, key: str, *, by: Actor, at: datetime
) -> Filing:
    last = Filing.objects.filter(campaign=campaign, unit=unit).aggregate(last=Max("number"))["last"] or 0
    return Filing.objects.create(
        region_id=unit.region_id,
        campaign=campaign,
        unit=unit,
        list_kind=kind,
        number=last + 1,
        digest=key,
        items=len(content["items"]),
        sent_by=by.username,
        sent_at=at,
    )


def _record(kind: str, filing: Filing, *, by: Actor, at: datetime, **data: object) -> None:
    subject = subject_of(filing.campaign.code, filing.unit.code)
    facts = {"number": filing.number, "digest": filing.digest, **data}
    append(kind, subject, by=by, at=at, unit=filing.unit.code, data=facts)
