"""What stands beside an item under review: its flow chart and the template, the same item elsewhere, the last edition.

The same item is one whose name has the same core (对…的处罚 and …行为的行政处罚 of one deed). Of other regions only
what was filed is looked at: unit, disposition, and whether it cites the same articles (docs/adr/0025).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Region
from qingdan.base.snapshots.queries import thaw, thaw_many
from qingdan.base.transactions import seeing
from qingdan.data.chart_labels import DIFFERENCE_NAMES
from qingdan.data.chart_templates import template_for
from qingdan.editions.models import Edition, EditionEntry
from qingdan.filings.queries.charts import chart_of
from qingdan.filings.queries.comparison import ChangedField
from qingdan.powers.queries.bases import BasisText, print_bases
from qingdan.powers.queries.similar import cited_articles
from qingdan.reviews.models import ChartReview, Review
from qingdan.reviews.queries.record import texts_of
from qingdan.rules.flow_graph import Difference, Procedure, difference
from qingdan.rules.vocabulary.similarity import core

MOST = 12
BASIS_FIELDS = ("instrument", "document_number", "locator", "quotation")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartBeside:
    """The chart of an item under review, with what differs from its template ("" where it has none), in words."""

    code: str
    name: str
    state: str
    template: str
    differences: tuple[tuple[str, Difference], ...]
    same: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """The same item of another unit: where, what is to become of it, whether it rests on the same articles.

    `number`: "" where the reader may not open it.
    """

    place: str
    unit_name: str
    disposition: str
    same_basis: bool
    number: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SameElsewhere:
    """The same item in other units; `silent`: how many counties have filed none, of `regions` in all."""

    rows: tuple[Elsewhere, ...]
    silent: int
    regions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The entry of the last edition: its number and day, and in what the item under review differs from it."""

    edition: str
    number: int
    effective_on: date
    code: str
    changes: tuple[ChangedField, ...]


def chart_beside(review: Review, on: date) -> ChartBeside | None:
    """The chart that shows the item, as it is under review, against its template of that day's law."""
    found = ChartReview.objects.filter(campaign=review.campaign_id, code=review.chart).first()
    if found is None:
        return None
    content = thaw(found.digest)
    known = content["template"] in set(Procedure)
    template = template_for(Procedure(content["template"]), on) if known else None
    differences = difference(chart_of(content), template.chart) if template else ()
    touched = {one.step for one in differences if one.step}
    return ChartBeside(
        code=found.code,
        name=found.name,
        state=found.state,
        template=template.name if template else "",
        differences=tuple((DIFFERENCE_NAMES[one.kind], one) for one in differences),
        same=len(content["steps"]) - len(touched),
    )


def same_elsewhere(actor: Actor, review: Review, content: Mapping[str, Any]) -> SameElsewhere:
    """The same item of other units of the region, and of the counties of the city (or the city of a county)."""
    family = _family(review.region_id)
    regions = dict(Region.objects.filter(code__in=family).values_list("code", "name"))
    with seeing(replace(actor, regions=tuple(family))):
        found = _same(review, family)
        values = thaw_many({one.digest for one in found})
        filed = set(
            Review.objects.filter(region_id__in=family).values_list("region_id", flat=True).distinct()
        )
    articles = _articles(content)
    rows = [
        Elsewhere(
            place=regions[one.region_id],
            unit_name=one.unit.name,
            disposition=one.disposition,
            same_basis=bool(articles & _articles(values[one.digest])),
            number=one.number if one.region_id == review.region_id else "",
            state=one.state,
        )
        for one in found
    ]
    others = set(family) - {review.region_id}
    return SameElsewhere(rows=tuple(rows[:MOST]), silent=len(others - filed), regions=len(others))


def published_of(review: Review, content: Mapping[str, Any]) -> Published | None:
    """What the last edition says of the item: by its public code, else by unit and name."""
    last = (
        Edition.objects.filter(region=review.region_id, list_kind=review.list_kind)
        .order_by("-number")
        .first()
    )
    if last is None:
        return None
    code = review.public_code or content.get("values", {}).get("item_code", "")
    named = Q(unit=review.unit_id, name=review.name)
    entries = EditionEntry.objects.filter(edition=last).filter(Q(code=code) | named if code else named)
    entry = next(iter(sorted(entries, key=lambda one: one.code != code)), None)
    if entry is None:
        return None
    return Published(
        edition=last.code,
        number=last.number,
        effective_on=last.effective_on,
        code=entry.code,
        changes=_changes(thaw(entry.digest), content),
    )


def _same(review: Review, family: Sequence[str]) -> list[Review]:
    like = core(review.name)
    if not like:
        return []
    rows = Review.objects.filter(
        region_id__in=family, list_kind=review.list_kind, category=review.category, campaign__closed_at=None
    )
    names = rows.exclude(pk=review.pk).values_list("pk", "name")
    same = [pk for pk, name in names if core(name) == like]
    found = Review.objects.filter(pk__in=same[:MOST]).select_related("unit")
    return sorted(found, key=lambda one: (one.region_id != review.region_id, one.region_id, one.unit.code))


def _family(region: str) -> list[str]:
    """The region, and the city and counties that belong together with it."""
    own = Region.objects.select_related("parent").get(code=region)
    city = own.parent if own.level == "county" and own.parent else own
    below = Region.objects.filter(parent=city, level="county").order_by("code")
    return [city.code, *below.values_list("code", flat=True)]


def _articles(content: Mapping[str, Any]) -> frozenset[str]:
    return cited_articles(_printed(content.get("bases", ())))


def _printed(bases: Iterable[Mapping[str, str]]) -> str:
    return print_bases([BasisText(**{name: one[name] for name in BASIS_FIELDS}) for one in bases])


def _changes(entry: Mapping[str, Any], content: Mapping[str, Any]) -> tuple[ChangedField, ...]:
    """Only what the edition publishes is compared."""
    before = _published_texts(entry)
    now = {**texts_of(content), "legal_basis": _printed(content.get("bases", ()))}
    after = {name: now.get(name, "") for name in before}
    return tuple(
        ChangedField(field=name, before=before[name], after=after[name])
        for name in before
        if before[name] != after[name]
    )


def _published_texts(entry: Mapping[str, Any]) -> dict[str, str]:
    if "values" not in entry:
        return dict(texts_of(entry))
    named = {name: entry[name] for name in ("name", "category", "disposition")}
    return {**entry["values"], **named, "legal_basis": _printed(entry["bases"])}
