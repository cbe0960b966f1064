"""The office changes an item itself (opinion adopted, amendment of the meeting), or takes a published one back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.refusal import refusal, refuse_if
from qingdan.base.snapshots.queries import thaw
from qingdan.base.snapshots.services import freeze
from qingdan.base.transactions import writing
from qingdan.powers.queries.bases import BasisText
from qingdan.powers.queries.items import FIELDS
from qingdan.powers.services.fields import BASIS_PARTS, read_typed
from qingdan.powers.services.fields import Typed as TypedFields
from qingdan.reviews.queries.content import ITEM_KIND
from qingdan.reviews.services.giving_back import give_back
from qingdan.reviews.services.opening import describe
from qingdan.reviews.services.stepping import Typed, get_review, step_review
from qingdan.rules.problem import Problem
from qingdan.rules.review import ListKind

_FIXED = frozenset({"category", "item_code"})
REVISED = tuple(one for one in FIELDS if one not in _FIXED)
"""Fields that the office may change: not the category, on which the second layer has spoken."""


def revise_item(
    *,
    campaign: str,
    number: str,
    version: int,
    values: Mapping[str, str],
    bases: Sequence[BasisText] | None = None,
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
        typed, wrong = read_typed({name: values[name] for name in REVISED if name in values}, bases)
        empty = "name" in values and not values["name"].strip()
        refuse_if(*wrong, refusal("desk.required", "name") if empty else None, _no_reason(reason))
        item = _revised(thaw(review.digest), typed)
        key = freeze(ITEM_KIND, item, region=review.region_id, at=at)
        changed = key != review.digest
        step_review(review, "revise", by=by, at=at, typed=Typed(reason=reason.strip()), changed=changed)
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
        refuse_if(_no_reason(reason))
        step_review(review, "adjust", by=by, at=at, typed=Typed(reason=reason.strip()))
        give_back(review, by=by, at=at)


def _no_reason(reason: str) -> Problem | None:
    """Asked here already: in these forms "reason" is a field of the item, why it is changed another."""
    return None if reason.strip() else refusal("review.reason", "why")


def _revised(item: dict[str, Any], typed: TypedFields) -> dict[str, Any]:
    """The value with what was typed; a file stays with the instrument whose text it is."""
    now = {
        name: one.isoformat() if isinstance(one, date) else one or "" for name, one in typed.fields.items()
    }
    item["values"] = {name: text for name, text in (item["values"] | now).items() if text}
    if typed.bases is not None:
        files = {one["instrument"]: one["attachment"] for one in item["bases"] if one["attachment"]}
        item["bases"] = [
            {part: getattr(one, part) for part in BASIS_PARTS} | {"attachment": files.get(one.instrument, {})}
            for one in typed.bases
        ]
    return item
