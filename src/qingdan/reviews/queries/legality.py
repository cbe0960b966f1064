"""The queue of the legal office, and what its opinion documents say."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.base.snapshots.queries import thaw
from qingdan.campaigns.models import Campaign
from qingdan.reviews.models import LegalityOpinion, Review, ReviewOpinion
from qingdan.reviews.queries.facts import homes_of, seats_of
from qingdan.reviews.queries.in_hand import reviewed_campaign
from qingdan.reviews.queries.queue import BACK, DONE, RETURNED, WAITING, Queue, lines_of
from qingdan.rules.canonical import digest
from qingdan.rules.review import ItemState, ListKind

FORM = 1
_OUTCOMES = {"clear": "lawful", "object": "unlawful"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionLine:
    """What the legal office decided on an item: on which digest, `outcome` lawful or unlawful, with which reason.

    `act` tells two decisions on one item apart.
    """

    act: int
    number: str
    unit_name: str
    category: str
    name: str
    code: str
    digest: str
    outcome: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionDraft:
    """The next opinion document: everything decided that none holds yet. `digest`: of its content without text."""

    lines: tuple[OpinionLine, ...]
    content: dict[str, Any]
    digest: str


def opinion_draft(campaign: Campaign, kind: ListKind) -> OpinionDraft:
    """What would be written now."""
    lines = tuple(_undocumented(campaign, kind))
    content = {
        "form": FORM,
        "campaign": campaign.code,
        "list": kind.value,
        "items": [asdict(one) for one in lines],
    }
    return OpinionDraft(lines=lines, content=content, digest=digest(content))


def undocumented_clearings(campaign: Campaign, kind: ListKind) -> frozenset[str]:
    """Draft numbers of items whose clearing no opinion document holds yet."""
    return frozenset(one.number for one in _undocumented(campaign, kind) if one.outcome == "lawful")


def _undocumented(campaign: Campaign, kind: ListKind) -> Iterator[OpinionLine]:
    held = _documented(campaign, kind)
    found = ReviewOpinion.objects.filter(
        review__campaign=campaign, review__list_kind=kind, layer="legality", action__in=_OUTCOMES
    )
    for one in found.select_related("review", "review__unit").order_by("pk"):
        if one.pk not in held:
            yield _line(one)


def _documented(campaign: Campaign, kind: ListKind) -> set[int]:
    documents = LegalityOpinion.objects.filter(campaign=campaign, list_kind=kind)
    digests = list(documents.values_list("digest", flat=True))
    return {line["act"] for key in digests for line in thaw(key)["items"]}


def _line(opinion: ReviewOpinion) -> OpinionLine:
    review = opinion.review
    return OpinionLine(
        act=opinion.pk,
        number=review.number,
        unit_name=review.unit.name,
        category=review.category,
        name=review.name,
        code=review.public_code,
        digest=opinion.digest,
        outcome=_OUTCOMES[opinion.action],
        reason=opinion.text,
        at=opinion.at.isoformat(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionDocument:
    """An opinion document as it was issued."""

    campaign: str
    campaign_name: str
    region_name: str
    kind: ListKind
    number: int
    text: str
    digest: str
    lines: tuple[OpinionLine, ...]
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalDesk:
    """The documents of a list, the newest first, and what the next one would hold."""

    campaign: str
    campaign_name: str
    kind: ListKind
    documents: tuple[OpinionDocument, ...]
    draft: OpinionDraft


def legality_queue(actor: Actor, campaign: str = "", kind: ListKind = ListKind.POWER) -> Queue:
    """Items that wait for the legal office, and those on which it decided. Raises Missing."""
    found = reviewed_campaign(actor, campaign)
    decided = ReviewOpinion.objects.filter(review=OuterRef("pk"), layer="legality")
    rows = Review.objects.visible_to(actor).filter(campaign=found, list_kind=kind)
    rows = rows.filter(Q(state=ItemState.LEGALITY) | Exists(decided))
    return Queue(
        campaign=found.code,
        campaign_name=found.name,
        kind=kind,
        groups=(),
        all_units=True,
        lines=lines_of(rows, homes_of(actor, seats_of(actor, found.pk)), _waits),
        begun=frozenset(),
    )


def legal_desk(actor: Actor, campaign: str = "", kind: ListKind = ListKind.POWER) -> LegalDesk:
    """The opinion documents of a list. Raises Missing."""
    found = reviewed_campaign(actor, campaign)
    rows = LegalityOpinion.objects.filter(campaign=found, list_kind=kind).order_by("-number")
    return LegalDesk(
        campaign=found.code,
        campaign_name=found.name,
        kind=kind,
        documents=tuple(_document(one, found) for one in rows),
        draft=opinion_draft(found, kind),
    )


def opinion_document(actor: Actor, *, campaign: str, kind: ListKind, number: int) -> OpinionDocument:
    """One document. Raises Missing."""
    found = reviewed_campaign(actor, campaign)
    one = LegalityOpinion.objects.filter(campaign=found, list_kind=kind, number=number).first()
    if one is None:
        raise Missing
    return _document(one, found)


def _document(opinion: LegalityOpinion, campaign: Campaign) -> OpinionDocument:
    return OpinionDocument(
        campaign=campaign.code,
        campaign_name=campaign.name,
        region_name=campaign.region.name,
        kind=ListKind(opinion.list_kind),
        number=opinion.number,
        text=opinion.text,
        digest=opinion.digest,
        lines=tuple(OpinionLine(**one) for one in thaw(opinion.digest)["items"]),
        by_name=opinion.by_name,
        at=opinion.at,
    )


def _waits(state: str) -> str:
    if state == ItemState.LEGALITY:
        return WAITING
    return BACK if state in RETURNED else DONE
