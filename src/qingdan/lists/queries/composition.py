"""What the next 审议稿 would hold: cleared items as they were reviewed, and published ones as they stand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qingdan.base.snapshots.queries import thaw_many
from qingdan.campaigns.models import Campaign
from qingdan.editions.models import Edition
from qingdan.lists.models import TabledDraft
from qingdan.lists.queries.entries import duty_entry, power_entry
from qingdan.reviews.models import ChartReview, Review
from qingdan.rules.review import ItemState, ListKind

FORM = 1
DRAFT_KIND = "tabled_draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item of a draft: `entry` is what would be published, `reviewed` the digest of what it was made from.

    `carried`: it stands in the last edition and is not touched by this draft.
    """

    number: str
    code: str
    entry: Mapping[str, Any]
    reviewed: str
    withheld: bool
    carried: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """The draft to be. `not_cleared`: items that still stand in its way."""

    lines: tuple[Line, ...]
    not_cleared: int
    first: bool


def compose(campaign: Campaign, kind: ListKind, reviews: Sequence[Review]) -> Composition:
    """From the items of a list, in the order of units; their rows may be locked.

    For a first edition every item must be cleared. Later ones take what is cleared and leave what is being adjusted as
    it was last published.
    """
    last = last_edition(campaign, kind)
    cleared = [one for one in reviews if one.state == ItemState.CLEARED]
    codes = {one.number: one.public_code for one in reviews}
    lines = [*_cleared(cleared, codes), *_carried(last, reviews)]
    waiting = sum(one.state != ItemState.CLEARED for one in reviews)
    order = {one.number: place for place, one in enumerate(reviews)}
    return Composition(
        lines=tuple(sorted(lines, key=lambda one: order[one.number])),
        not_cleared=0 if last else waiting,
        first=last is None,
    )


def last_edition(campaign: Campaign, kind: ListKind) -> Edition | None:
    """The newest edition that this campaign made of the list."""
    found = Edition.objects.filter(region=campaign.region_id, campaign=campaign.code, list_kind=kind)
    return found.order_by("-number").first()


def draft_items(draft: TabledDraft) -> list[dict[str, Any]]:
    """The lines of a frozen draft: number, code, digests of entry and of what was reviewed, withheld, carried."""
    found: list[dict[str, Any]] = thaw_many([draft.digest])[draft.digest]["items"]
    return found


def _cleared(reviews: Sequence[Review], codes: Mapping[str, str]) -> Iterator[Line]:
    contents = thaw_many([one.digest for one in reviews])
    charts = _charts(reviews)
    for one in reviews:
        item = contents[one.digest]
        if one.list_kind == ListKind.POWER:
            entry = power_entry(item, codes=codes, chart=charts.get(one.chart))
        else:
            entry = duty_entry(item, code=one.public_code)
        yield Line(
            number=one.number,
            code=one.public_code,
            entry=entry,
            reviewed=one.digest,
            withheld=bool(one.withheld_ground),
            carried=False,
        )


def _carried(last: Edition | None, reviews: Sequence[Review]) -> Iterator[Line]:
    """What the last draft of the campaign published and nobody has cleared anew."""
    if last is None:
        return
    before = TabledDraft.objects.get(campaign__code=last.campaign, digest=last.resolution["draft_digest"])
    standing = {one.number: one for one in reviews if one.state != ItemState.CLEARED}
    lines = [one for one in draft_items(before) if one["number"] in standing]
    contents = thaw_many([one["entry"] for one in lines])
    for one in lines:
        yield Line(
            number=one["number"],
            code=one["code"],
            entry=contents[one["entry"]],
            reviewed=one["reviewed"],
            withheld=one["withheld"],
            carried=True,
        )


def _charts(reviews: Sequence[Review]) -> dict[str, dict[str, Any]]:
    """The charts under review by their codes."""
    codes = {one.chart for one in reviews if one.chart}
    campaigns = {one.campaign_id for one in reviews}
    found = ChartReview.objects.filter(campaign__in=campaigns, code__in=codes)
    digests = dict(found.values_list("code", "digest"))
    contents = thaw_many(list(digests.values()))
    return {code: contents[key] for code, key in digests.items()}
