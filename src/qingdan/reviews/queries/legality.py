"""The queue of the legal office, and what its opinion documents say."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from qingdan.base.snapshots.queries import thaw
from qingdan.campaigns.models import Campaign
from qingdan.reviews.models import LegalityOpinion, ReviewOpinion
from qingdan.rules.canonical import digest
from qingdan.rules.review import ListKind

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
