"""An item goes back into its unit's hands to be changed: from what is under review, not from an older draft."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.snapshots.queries import thaw
from qingdan.filings.queries.parts import chart_part, item_part, standing_content
from qingdan.filings.services.reopening import reopen_parts, restate_item
from qingdan.flows.models import FlowChart
from qingdan.powers.queries.bases import BasisText
from qingdan.powers.queries.items import FIELDS
from qingdan.powers.services.fields import BASIS_PARTS
from qingdan.powers.services.reviewed import lay_reviewed
from qingdan.reviews.models import Review
from qingdan.rules.review import ListKind

_OURS = ("values", "bases")
"""What review changes of an item; the rest of its value is made anew each time."""


def give_back(review: Review, *, by: Actor, at: datetime) -> None:
    """The unit may change the item and the chart that is drawn for it alone, nothing else.

    Its draft takes over what the office revised or an answer of the 综合组 says, so that no supplement undoes these.
    The chart of a whole category stays closed: the legal office and the office reopen it by itself.
    """
    if review.list_kind == ListKind.POWER:
        _lay(review, by=by, at=at)
    reopen_parts(review.filing, _parts(review))


def _lay(review: Review, *, by: Actor, at: datetime) -> None:
    reviewed = thaw(review.digest)
    standing = next(one for one in standing_content(review.filing)["items"] if one["number"] == review.number)
    if all(standing[part] == reviewed[part] for part in _OURS):
        return
    lay_reviewed(
        number=review.number,
        values=_changed(standing["values"], reviewed["values"]),
        bases=None if standing["bases"] == reviewed["bases"] else tuple(map(_basis, reviewed["bases"])),
        by=by,
        at=at,
    )
    restate_item(review.filing, standing | {part: reviewed[part] for part in _OURS}, at=at)


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    return {name: after.get(name, "") for name in FIELDS if before.get(name, "") != after.get(name, "")}


def _basis(one: Mapping[str, Any]) -> BasisText:
    return BasisText(**{part: one[part] for part in BASIS_PARTS})


def _parts(review: Review) -> tuple[str, ...]:
    own = FlowChart.objects.filter(code=review.chart, item__draft_number=review.number).exists()
    return (item_part(review.number), *([chart_part(review.chart)] if own else []))
