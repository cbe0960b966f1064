"""What the next 审议稿 would hold: cleared items as they were reviewed, and published ones as they stand.

A list is the region's, whoever cleaned it up: what a draft does not touch is carried over from the last edition. A
campaign's first draft renews the items of the units under its review, and carries those of all others; its later ones
renew what was cleared anew (docs/adr/0026).
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import refusal
from qingdan.base.snapshots.queries import thaw, thaw_many
from qingdan.campaigns.models import Campaign
from qingdan.editions.models import Edition
from qingdan.editions.queries.shown import newest_edition, powers_listed
from qingdan.lists.models import TabledDraft
from qingdan.lists.queries.entries import duty_entry, power_entry
from qingdan.reviews.models import ChartReview, Review
from qingdan.rules.problem import Problem
from qingdan.rules.review import ItemState, ListKind

FORM = 1
DRAFT_KIND = "tabled_draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item of a draft: `entry` is what would be published, `reviewed` the digest of what it was made from.

    `carried`: it stands in the last edition and is not touched by this draft. `number` is that of the campaign which
    reviewed it.
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

    For the campaign's first edition every item must be cleared. Later ones take what is cleared and leave what is being
    adjusted as it was last published.
    """
    again = last_edition(campaign, kind) is not None
    cleared = [one for one in reviews if one.state == ItemState.CLEARED]
    codes = {one.number: one.public_code for one in reviews}
    renewed = set() if again else {one.unit.code for one in reviews}
    made = {one.public_code for one in cleared}
    lines = [*_cleared(cleared, codes), *_carried(newest_edition(campaign.region_id, kind), made, renewed)]
    lines = _with_power(lines, campaign.region_id) if kind is ListKind.RESPONSIBILITY else lines
    waiting = sum(one.state != ItemState.CLEARED for one in reviews)
    return Composition(
        lines=tuple(_in_order(lines, reviews)),
        not_cleared=0 if again else waiting,
        first=not again,
    )


def _with_power(lines: Sequence[Line], region: str) -> list[Line]:
    """Duties whose power the newest power list does not have, because it is kept from the public, are kept so too;
    what was carried over of them falls away.
    """
    listed = set(powers_listed(region))
    kept = (one for one in lines if one.code in listed or not one.carried)
    return [replace(one, withheld=one.withheld or one.code not in listed) for one in kept]


def _in_order(lines: list[Line], reviews: Sequence[Review]) -> list[Line]:
    """By unit as units stand, within a unit as the campaign has its items, what it has not in the order it had."""
    places = {one.public_code: place for place, one in enumerate(reviews)}
    units = Unit.objects.filter(code__in={one.entry["unit"] for one in lines})
    order = dict(units.values_list("code", "order"))

    def key(line: Line) -> tuple[int, str, int]:
        unit = line.entry["unit"]
        return order.get(unit, 0), unit, places.get(line.code, len(places))

    return sorted(lines, key=key)


def last_edition(campaign: Campaign, kind: ListKind) -> Edition | None:
    """The newest edition that this campaign made of the list."""
    return newest_edition(campaign.region_id, kind, campaign=campaign.code)


def outdated(draft: TabledDraft) -> Problem | None:
    """Why a draft may not become an edition: the list has a newer one than the draft was composed over."""
    last = newest_edition(draft.region_id, ListKind(draft.list_kind))
    same = thaw(draft.digest)["previous"] == (last.digest if last else "")
    return None if same else refusal("lists.outdated", "send", edition=last.number if last else 0)


def draft_items(draft: TabledDraft) -> list[dict[str, Any]]:
    """The lines of a frozen draft: number, code, digests of entry and of what was reviewed, withheld, carried."""
    found: list[dict[str, Any]] = thaw(draft.digest)["items"]
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


def _carried(last: Edition | None, made: Container[str], renewed: Container[str]) -> Iterator[Line]:
    """What the last edition says of items that are not made anew; nothing of units that are `renewed` as a whole."""
    if last is None:
        return
    before = TabledDraft.objects.get(campaign__code=last.campaign, digest=last.resolution["draft_digest"])
    lines = [one for one in draft_items(before) if one["code"] not in made]
    contents = thaw_many([one["entry"] for one in lines])
    for one in lines:
        if contents[one["entry"]]["unit"] in renewed:
            continue
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
