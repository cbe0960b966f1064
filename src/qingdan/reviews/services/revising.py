"""The office changes an item itself (opinion adopted, amendment of the meeting), or takes a published one back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.refusal import refusal, refuse_if
from qingdan.base.snapshots.queries import thaw
from qingdan.base.snapshots.services import freeze
from qingdan.base.transactions import writing
from qingdan.filings.queries.parts import chart_part, item_part
from qingdan.filings.services.reopening import reopen_parts
from qingdan.powers.queries.items import FIELDS
from qingdan.reviews.models import ChartReview, Review
from qingdan.reviews.queries.content import ITEM_KIND
from qingdan.reviews.services.opening import describe
from qingdan.reviews.services.stepping import Typed, get_review, step_review
from qingdan.rules.problem import Problem
from qingdan.rules.review import ListKind

LONGEST_TEXT = 4_000
BASIS_FIELDS = ("instrument", "document_number", "locator", "quotation")
_FIXED = frozenset({"category", "item_code"})
REVISED = tuple(one for one in FIELDS if one not in _FIXED)
"""Fields that the office may change: not the category, whose layer has spoken on it."""

Bases = Sequence[Mapping[str, str]]


def revise_item(
    *,
    campaign: str,
    number: str,
    version: int,
    values: Mapping[str, str],
    bases: Bases | None = None,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """Changes fields of a power under review: a new snapshot beside the old one, with the reason (R-060).

    `values`: only what changes; `bases`: all of them, None to leave them. From legality on it goes back to legality,
    and the units' words of consent fall away. The unit's own draft stays as it was signed. Raises Refused, Stale,
    Missing.
    """
    with writing(by):
        review = get_review(by, campaign=campaign, kind=ListKind.POWER, number=number, version=version)
        refuse_if(*_wrong(values))
        item = _revised(thaw(review.digest), values, bases)
        key = freeze(ITEM_KIND, item, region=review.region_id, at=at)
        typed = Typed(reason=reason.strip())
        step_review(review, "revise", by=by, at=at, typed=typed, changed=key != review.digest)
        describe(review, item, key)
        review.save()


def adjust_item(
    *, campaign: str, kind: ListKind, number: str, version: int, reason: str, by: Actor, at: datetime
) -> None:
    """Takes a published item back to its unit to be changed: its draft and its own chart open again, nothing else.

    The edition stays as it is; the item comes back through every gate into a new one. Raises Refused, Stale, Missing.
    """
    with writing(by):
        review = get_review(by, campaign=campaign, kind=kind, number=number, version=version)
        step_review(review, "adjust", by=by, at=at, typed=Typed(reason=reason.strip()))
        reopen_parts(review.filing, parts_of(review))


def parts_of(review: Review) -> tuple[str, ...]:
    """The item among the parts of its filing, and the chart when it is drawn for this item alone.

    The chart of a whole category stays closed: the legal office and the office reopen it by itself.
    """
    chart = ChartReview.objects.filter(campaign=review.campaign_id, code=review.chart).first()
    own = chart is not None and thaw(chart.digest).get("item") == review.number
    return (item_part(review.number), *((chart_part(review.chart),) if own else ()))


def _wrong(values: Mapping[str, str]) -> list[Problem]:
    unknown = [refusal("legality.not_a_field", "send", name=name) for name in values if name not in REVISED]
    long = [
        refusal("desk.too_long", name, most=LONGEST_TEXT, length=len(text))
        for name, text in values.items()
        if len(text) > LONGEST_TEXT
    ]
    empty = [refusal("desk.required", "name")] if not values.get("name", "-").strip() else []
    return [*unknown, *long, *empty]


def _revised(item: dict[str, Any], values: Mapping[str, str], bases: Bases | None) -> dict[str, Any]:
    said = item["values"] | {name: text.strip() for name, text in values.items()}
    item["values"] = {name: text for name, text in said.items() if text}
    if bases is not None:
        known = {tuple(one[name] for name in BASIS_FIELDS): one["attachment"] for one in item["bases"]}
        item["bases"] = [
            {name: one.get(name, "").strip() for name in BASIS_FIELDS}
            | {"attachment": known.get(tuple(one.get(name, "").strip() for name in BASIS_FIELDS), {})}
            for one in bases
        ]
    return item
