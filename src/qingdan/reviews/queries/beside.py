"""What stands beside an item under review: its flow chart and the template, the same item elsewhere, the last edition.

The same item is one whose name has the same core (对…的处罚 and …行为的行政处罚 of one deed). Of other regions only
what was filed is looked at: unit, disposition, and whether it cites the same articles (docs/adr/0024).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Region
from qingdan.base.snapshots.models import Snapshot
from qingdan.base.transactions import seeing
from qingdan.data.chart_labels import DIFFERENCE_NAMES
from qingdan.data.chart_templates import template_for
from qingdan.editions.models import EditionEntry
from qingdan.filings.queries.charts import chart_of
from qingdan.filings.queries.comparison import ChangedField
from qingdan.reviews.models import Review
from qingdan.reviews.queries.content import bases_printed, texts_of
from qingdan.rules.flow_graph import Difference, Procedure, difference

MOST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartBeside:
    """The chart of an item under review, with what differs from its template ("" where it has none), in words.

    `same`: how many of its steps are as in the template.
    """

    code: str
    name: str
    state: str
    template: str
    differences: tuple[tuple[str, Difference], ...]
    same: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """The same item of another unit: where, what is to become of it, whether it rests on the same articles."""

    place: str
    unit_name: str
    disposition: str
    same_basis: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SameElsewhere:
    """The same item in other units; `without`: how many of the other `regions` (counties, or the city) filed none."""

    rows: tuple[Elsewhere, ...]
    without: int
    regions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The entry of the last edition that has the item: number and day, and in what the item now differs from it."""

    number: int
    effective_on: date
    code: str
    changes: tuple[ChangedField, ...]


def chart_beside(content: Mapping[str, Any], state: str, on: date) -> ChartBeside:
    """A chart as it is under review, against its template of that day's law."""
    known = content["template"] in set(Procedure)
    template = template_for(Procedure(content["template"]), on) if known else None
    differences = difference(chart_of(dict(content)), template.chart) if template else ()
    touched = {one.step for one in differences if one.step}
    return ChartBeside(
        code=content["code"],
        name=content["name"],
        state=state,
        template=template.name if template else "",
        differences=tuple((DIFFERENCE_NAMES[one.kind], one) for one in differences),
        same=len(content["steps"]) - len(touched),
    )


def same_elsewhere(actor: Actor, review: Review) -> SameElsewhere:
    """The same item of other units of the region, and of the counties of the city (or the city of a county)."""
    regions = _family(review.region)
    with seeing(Actor(username=actor.username, name=actor.name, regions=tuple(regions))):
        found = _same(review, regions)
    articles = set(review.articles)
    rows = [
        Elsewhere(
            place=regions[one.region_id],
            unit_name=one.unit.name,
            disposition=one.disposition,
            same_basis=bool(articles & set(one.articles)),
        )
        for one in found
    ]
    others = regions.keys() - {review.region_id}
    return SameElsewhere(
        rows=tuple(rows[:MOST]), without=len(others - {one.region_id for one in found}), regions=len(others)
    )


def published_of(review: Review, content: Mapping[str, Any]) -> Published | None:
    """The entry of the last edition that has the item: by its public code, else by unit and name."""
    code = review.public_code or content.get("values", {}).get("item_code", "")
    wanted = Q(unit=review.unit_id, name=review.name) | (Q(code=code) if code else Q(pk=None))
    frozen = Snapshot.objects.filter(pk=OuterRef("digest")).values("content")[:1]
    entries = EditionEntry.objects.filter(
        wanted, edition__region=review.region_id, edition__list_kind=review.list_kind
    )
    entry = (
        entries.annotate(frozen=Subquery(frozen))
        .select_related("edition")
        .order_by("-edition__number", "pk")
        .first()
    )
    if entry is None:
        return None
    return Published(
        number=entry.edition.number,
        effective_on=entry.edition.effective_on,
        code=entry.code,
        changes=_changes(json.loads(entry.frozen), content),
    )


def _same(review: Review, regions: Mapping[str, str]) -> list[Review]:
    if not review.core_digest:
        return []
    rows = Review.objects.filter(
        region_id__in=regions,
        list_kind=review.list_kind,
        category=review.category,
        core_digest=review.core_digest,
        campaign__closed_at=None,
    )
    found = rows.exclude(pk=review.pk).select_related("unit").order_by("region_id", "unit__code", "pk")
    return sorted(found, key=lambda one: one.region_id != review.region_id)


def _family(region: Region) -> dict[str, str]:
    """The region, and the city and counties that belong together with it: code → name, the city first."""
    city = region.parent_id if region.level == "county" and region.parent_id else region.code
    found = Region.objects.filter(Q(code=city) | Q(parent=city, level="county"))
    return dict(found.order_by("-level", "code").values_list("code", "name"))


def _changes(entry: Mapping[str, Any], content: Mapping[str, Any]) -> tuple[ChangedField, ...]:
    """Only what the edition publishes is compared."""
    before = _published_texts(entry)
    now = {**texts_of(content), "legal_basis": bases_printed(content)}
    pairs = ((name, text, now.get(name, "")) for name, text in before.items())
    return tuple(
        ChangedField(field=name, before=one, after=other) for name, one, other in pairs if one != other
    )


def _published_texts(entry: Mapping[str, Any]) -> dict[str, str]:
    if "values" not in entry:
        return dict(texts_of(entry))
    named = {name: entry[name] for name in ("name", "category", "disposition")}
    return {**entry["values"], **named, "legal_basis": bases_printed(entry)}
