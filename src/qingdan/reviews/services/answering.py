"""The unit answers the opinions on its item: agrees, amends and signs again, or contests."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Max

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.base.snapshots.queries import thaw
from qingdan.base.snapshots.services import freeze
from qingdan.base.transactions import writing
from qingdan.filings.models import Filing
from qingdan.filings.queries.content import Content
from qingdan.filings.queries.parts import chart_part, item_part, standing_content
from qingdan.filings.services.access import get_filing
from qingdan.filings.services.reopening import take_parts
from qingdan.reviews.models import Review, ReviewOpinion, Supplement
from qingdan.reviews.queries.content import ITEM_KIND, reviewed_item
from qingdan.reviews.queries.supplements import SUPPLEMENT_KIND, supplement_of
from qingdan.reviews.services.giving_back import give_back
from qingdan.reviews.services.opening import describe, open_chart, problems_of
from qingdan.reviews.services.stepping import Typed, get_review, step_review
from qingdan.reviews.services.typed import refuse_shape
from qingdan.rules.review import ListKind

ANSWERS = ("agree", "amend", "contest")
RETURNING = ("return", "hand_back", "object")
"""Acts that put an item into its unit's hands."""


def answer_item(
    *,
    campaign: str,
    kind: ListKind,
    number: str,
    version: int,
    action: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """Agrees, takes the item back to amend it, or contests with reasons (`action` of ANSWERS). Raises Refused, Missing.

    To agree is to accept the disposition of who returned it: the item goes on with that one, and is reviewed from the
    first layer. To amend reopens this item and its own chart alone.
    """
    assert action in ANSWERS
    refuse_shape(Typed(reason=reason))
    with writing(by):
        review = get_review(by, campaign=campaign, kind=kind, number=number, version=version)
        step_review(review, action, by=by, at=at, typed=Typed(reason=reason))
        if action == "amend":
            give_back(review, by=by, at=at)
        if action == "agree":
            _take_over(review, at=at)


def sign_supplement(*, campaign: str, unit: str, kind: ListKind, digest: str, by: Actor, at: datetime) -> int:
    """The principal signs everything that was reopened and changed, as one supplement with the digest that was read.

    Its items go back to the first layer, its changed charts to the legal office. The number of the supplement. Raises
    Refused, Missing.
    """
    with writing(by):
        filing = _received(by, campaign, unit, kind)
        found = supplement_of(filing)
        refuse_if(refusal("review.same_digest", "digest") if found.digest != digest else None)
        refuse_if(None if found.items or found.charts else refusal("review.changed", "send"))
        content = _take(filing, found.items, found.charts, at=at)
        for number in found.returning:
            review = get_review(by, campaign=campaign, kind=kind, number=number)
            _resubmit(review, content, found.charts, by=by, at=at)
        for chart in content["charts"]:
            if chart["code"] in found.charts:
                open_chart(filing, filing.unit, chart, by=by, at=at)
        last = Supplement.objects.filter(filing=filing).aggregate(last=Max("number"))["last"] or 0
        Supplement.objects.create(
            region_id=filing.region_id,
            filing=filing,
            number=last + 1,
            digest=freeze(SUPPLEMENT_KIND, found.content, region=filing.region_id, at=at),
            items=found.items,
            charts=found.charts,
            signed_by=by.username,
            signed_name=by.name,
            signed_at=at,
        )
        facts = {"number": last + 1, "digest": digest, "items": len(found.items), "charts": len(found.charts)}
        append("SupplementSigned", f"filing:{campaign}/{unit}", by=by, at=at, unit=unit, data=facts)
    return last + 1


def _received(by: Actor, campaign: str, unit: str, kind: ListKind) -> Filing:
    found = Filing.objects.visible_to(by).filter(campaign__code=campaign, unit__code=unit, list_kind=kind)
    standing = found.filter(closed_at=None, unit__code=by.unit).select_related("campaign", "unit").first()
    if standing is None:
        raise Missing
    return get_filing(standing.campaign, standing.unit, standing.number)


def _take(filing: Filing, items: Iterable[str], charts: Iterable[str], *, at: datetime) -> Content:
    take_parts(filing, [*map(item_part, items), *map(chart_part, charts)], at=at)
    return standing_content(filing)


def _resubmit(review: Review, content: Content, charts: Collection[str], *, by: Actor, at: datetime) -> None:
    item = reviewed_item(content, review.number)
    assert item is not None
    key = freeze(ITEM_KIND, item, region=review.region_id, at=at)
    changed = key != review.digest or review.chart in charts
    step_review(review, "sign_supplement", by=by, at=at, changed=changed, factor=by.showed_factor(at))
    describe(review, item, key)
    review.problems = problems_of([review.number]).get(review.number, 0)
    review.layer_heard = False
    review.save()


def _take_over(review: Review, *, at: datetime) -> None:
    """The disposition that who returned the item thinks right stands from now on."""
    returned = ReviewOpinion.objects.filter(review=review, action__in=RETURNING).order_by("-pk").first()
    if returned and returned.disposition not in {"", review.disposition}:
        change_disposition(review, returned.disposition, at=at)


def change_disposition(review: Review, disposition: str, *, at: datetime) -> None:
    """The item under review says another disposition from now on; the unit's own draft stays as it signed it."""
    item = thaw(review.digest)
    item["values"]["disposition"] = disposition
    describe(review, item, freeze(ITEM_KIND, item, region=review.region_id, at=at))
    review.save()
