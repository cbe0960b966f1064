"""The last gate: the legal office clears an item, which then gets its public code, or objects; and says so on paper."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.base.snapshots.services import freeze
from qingdan.base.transactions import writing
from qingdan.campaigns.models import Campaign
from qingdan.reviews.models import LegalityOpinion, Review
from qingdan.reviews.queries.legality import opinion_draft
from qingdan.reviews.queries.withholding import undecided_withholding
from qingdan.reviews.services.coding import public_code
from qingdan.reviews.services.several import for_each
from qingdan.reviews.services.stepping import Typed, get_review, step_review
from qingdan.rules.review import ListKind
from qingdan.rules.role import Role

OPINION_KIND = "legality_opinion"
LONGEST_TEXT = 20_000


def clear_item(*, campaign: str, kind: ListKind, number: str, version: int, by: Actor, at: datetime) -> str:
    """The item is lawful and leaves review (R-058, R-109); its public code. Raises Refused, Stale, Missing."""
    with writing(by):
        review = get_review(by, campaign=campaign, kind=kind, number=number, version=version)
        return _clear(review, by=by, at=at)


def clear_items(
    *, campaign: str, kind: ListKind, numbers: Iterable[str], by: Actor, at: datetime
) -> tuple[int, int]:
    """Clears each of these items that passes every gate: how many did, how many did not.

    Raises Refused when none is chosen, or with every reason when none passes; Missing.
    """

    def clear(number: str) -> None:
        _clear(get_review(by, campaign=campaign, kind=kind, number=number), by=by, at=at)

    with writing(by):
        cleared, left = for_each(numbers, clear, field="numbers")
        facts = {"cleared": cleared, "left": left}
        append("ItemsCleared", f"review:{campaign}/{kind}", by=by, at=at, data=facts)
    return cleared, left


def object_to_item(
    *, campaign: str, kind: ListKind, number: str, version: int, reason: str, by: Actor, at: datetime
) -> None:
    """The item is not lawful: back to its unit with the reason. Raises Refused, Stale, Missing."""
    with writing(by):
        review = get_review(by, campaign=campaign, kind=kind, number=number, version=version)
        step_review(review, "object", by=by, at=at, typed=Typed(reason=reason.strip()))


def issue_opinion(*, campaign: str, kind: ListKind, text: str, digest: str, by: Actor, at: datetime) -> int:
    """合法性审查意见书: a numbered document over everything that was cleared or objected to since the last one.

    `digest`: of the draft that was read (`opinion_draft`). The number. Raises Missing; Refused when there is nothing to
    say, no text, or something was decided since the draft was read.
    """
    with writing(by):
        inside = _campaign(by, campaign)
        draft = opinion_draft(inside, kind)
        refuse_if(
            None if draft.lines else refusal("legality.nothing_decided", "send"),
            refusal("review.same_digest", "digest") if draft.lines and draft.digest != digest else None,
            None if text.strip() else refusal("desk.required", "text"),
            refusal("desk.too_long", "text", most=LONGEST_TEXT, length=len(text))
            if len(text) > LONGEST_TEXT
            else None,
        )
        last = LegalityOpinion.objects.filter(campaign=inside, list_kind=kind).aggregate(last=Max("number"))
        number = (last["last"] or 0) + 1
        content = draft.content | {"number": number, "text": text.strip(), "by": by.name}
        key = freeze(OPINION_KIND, content, region=inside.region_id, at=at)
        LegalityOpinion.objects.create(
            region_id=inside.region_id,
            campaign=inside,
            list_kind=kind,
            number=number,
            digest=key,
            text=text.strip(),
            items=len(draft.lines),
            by=by.username,
            by_name=by.name,
            at=at,
        )
        facts = {"number": number, "digest": key, "items": len(draft.lines)}
        append("LegalityOpinionIssued", f"review:{campaign}/{kind}", by=by, at=at, data=facts)
    return number


def _campaign(by: Actor, code: str) -> Campaign:
    """The campaign, locked, for the legal office: documents are numbered one after the other."""
    found = Campaign.objects.visible_to(by).filter(code=code, region_id=by.region).select_for_update().first()
    if found is None or Role.LEGAL_AFFAIRS not in by.roles:
        raise Missing
    return found


def _clear(review: Review, *, by: Actor, at: datetime) -> str:
    refuse_if(undecided_withholding([review]))
    step_review(review, "clear", by=by, at=at)
    if not review.public_code:
        review.public_code = public_code(review)
        review.save(update_fields=["public_code"])
    return review.public_code
