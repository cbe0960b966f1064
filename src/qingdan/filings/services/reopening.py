"""Parts of a received filing that review gives back to the unit, and takes again with a supplement.

These are steps of acts of review, inside their transaction; the acts themselves leave the events.
"""

from collections.abc import Collection
from datetime import datetime

from qingdan.base.snapshots.services import freeze
from qingdan.filings.models import Filing
from qingdan.filings.queries.content import Content, content_of
from qingdan.filings.queries.filings import FROZEN_KIND
from qingdan.filings.queries.parts import replaced, standing_content


def reopen_parts(filing: Filing, parts: Collection[str]) -> None:
    """From now on the unit may change these parts; everything else rests."""
    filing.reopened = sorted({*filing.reopened, *parts})
    filing.save(update_fields=["reopened"])


def restate_item(filing: Filing, item: Content, *, at: datetime) -> None:
    """From now on an item stands as given: what review made of it is what the unit's next change is compared with."""
    standing = standing_content(filing)
    items = [item if one["number"] == item["number"] else one for one in standing["items"]]
    filing.standing_digest = freeze(FROZEN_KIND, standing | {"items": items}, region=filing.region_id, at=at)
    filing.save(update_fields=["standing_digest"])


def take_parts(filing: Filing, parts: Collection[str], *, at: datetime) -> str:
    """The parts rest again as they are now: the digest of the whole content with them."""
    content = replaced(standing_content(filing), content_of(filing.campaign, filing.unit, filing.kind), parts)
    filing.standing_digest = freeze(FROZEN_KIND, content, region=filing.region_id, at=at)
    filing.reopened = [one for one in filing.reopened if one not in parts]
    filing.save(update_fields=["reopened", "standing_digest"])
    return filing.standing_digest
