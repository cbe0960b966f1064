"""The public code of a cleared item: the one it has in the published list, or the next free one.

Source: `qingdan.rules.item_numbering`: a code never changes, whatever later becomes of an item's unit or name.

Reading: an item that is cleaned up again is the published one if its unit typed that code beside it (编码 of 附件2), or
else if unit, category, name and sub-item are the same.
"""

from typing import Any

from qingdan.base.refusal import Refused, refusal
from qingdan.base.snapshots.queries import thaw, thaw_many
from qingdan.base.transactions import wait_turn
from qingdan.data.campaigns import load_campaign
from qingdan.data.schemes import load_scheme
from qingdan.editions.models import EditionEntry
from qingdan.editions.queries.shown import newest_edition
from qingdan.reviews.models import Review
from qingdan.rules.item_numbering import NumbersUsedUp, next_item_code
from qingdan.rules.review import ListKind
from qingdan.rules.text import title_key

_CODES = 7_306  # the family of locks under which public codes are given


def public_code(review: Review) -> str:
    """The code of an item that leaves review; duties go under the code of their power. Raises Refused."""
    if review.list_kind == ListKind.RESPONSIBILITY:
        return review.number
    return _published(review) or _next(review)


def _published(review: Review) -> str:
    """The code under which the item stands in the list, unless another item of the campaign has it."""
    last = newest_edition(review.region_id, ListKind.POWER)
    entries = (
        EditionEntry.objects.filter(edition=last, unit=review.unit_id)
        if last
        else EditionEntry.objects.none()
    )
    item = thaw(review.digest)
    typed = entries.filter(code=item["values"].get("item_code", "").strip() or None).values_list(
        "code", flat=True
    )
    code = typed.first() or _same(review, item, list(entries.filter(category=review.category)))
    used = Review.objects.filter(campaign=review.campaign_id, list_kind=ListKind.POWER, public_code=code)
    return "" if used.exists() else code


def _same(review: Review, item: dict[str, Any], entries: list[EditionEntry]) -> str:
    alike = [one for one in entries if title_key(one.name) == title_key(review.name)]
    contents = thaw_many([one.digest for one in alike])
    sub_item = title_key(item["values"].get("sub_item", ""))
    found = (
        one for one in alike if title_key(contents[one.digest]["values"].get("sub_item", "")) == sub_item
    )
    return next((one.code for one in found), "")


def codes_given(region: str, prefix: str) -> set[str]:
    """Every code ever given under a prefix, of whatever list; who else gives codes under it waits till the act ends."""
    wait_turn(_CODES, prefix)
    given = Review.objects.filter(region=region, list_kind=ListKind.POWER, public_code__startswith=prefix)
    published = EditionEntry.objects.filter(region=region, code__startswith=prefix)
    return {*given.values_list("public_code", flat=True), *published.values_list("code", flat=True)}


def _next(review: Review) -> str:
    prefix = f"{review.unit.code}{_type_code(review)}"
    taken = codes_given(review.region_id, prefix)
    try:
        return next_item_code(prefix, taken, main=_main_number(review, prefix))
    except NumbersUsedUp as error:
        raise Refused([refusal("legality.no_number_left", "send")]) from error


def _type_code(review: Review) -> str:
    scheme = load_scheme(load_campaign(review.campaign.template).scheme)
    return next(one.code for one in scheme.categories if one.category == review.category)


def _main_number(review: Review, prefix: str) -> str:
    """ "" without sub-item; the number that a sibling already has; else "new"."""
    if not thaw(review.digest)["values"].get("sub_item", ""):
        return ""
    same = Review.objects.filter(
        unit=review.unit_id, list_kind=review.list_kind, category=review.category, name=review.name
    )
    coded = same.filter(public_code__startswith=prefix).exclude(public_code__endswith="00")
    sibling = coded.order_by("public_code").values_list("public_code", flat=True).first()
    return sibling[len(prefix) : len(prefix) + 4] if sibling else "new"
