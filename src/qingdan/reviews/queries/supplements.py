"""What a unit would sign as a supplement now: the reopened parts that say something else than what stands."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from qingdan.filings.models import Filing
from qingdan.filings.queries.content import Content, content_of
from qingdan.filings.queries.parts import chart_part, item_part, standing_content
from qingdan.reviews.models import ChartReview, Review
from qingdan.rules.canonical import digest
from qingdan.rules.review import ChartState, ItemState

SUPPLEMENT_KIND = "supplement"


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementDraft:
    """The changed parts: numbers of items, codes of charts; `content` is what is frozen, `digest` of it.

    `returning`: items in the unit's hands that go back to review with it, themselves changed or their own chart.
    """

    items: tuple[str, ...]
    charts: tuple[str, ...]
    returning: tuple[str, ...]
    content: dict[str, Any]
    digest: str


def supplement_of(filing: Filing) -> SupplementDraft:
    """The supplement as the drafts stand: of the parts that are in the unit's hands at this moment.

    A part that was reopened and taken up again by the 综合组 is no more in its hands, whatever its draft says.
    """
    standing, live = (
        standing_content(filing),
        content_of(filing.campaign, filing.unit, filing.kind),
    )
    amending = dict(_amending(filing).values_list("number", "chart"))
    held = {*map(item_part, amending), *map(chart_part, _charts_held(filing, amending))} & {*filing.reopened}
    items = [one for one in changed_keys(standing, live, "items", "number") if item_part(one) in held]
    charts = [one for one in changed_keys(standing, live, "charts", "code") if chart_part(one) in held]
    content = {
        "form": 1,
        "filing": filing.reference,
        "items": [one for one in live["items"] if one["number"] in items],
        "charts": [one for one in live["charts"] if one["code"] in charts],
    }
    returning = [one for one, chart in amending.items() if one in items or chart in charts]
    return SupplementDraft(
        items=tuple(items),
        charts=tuple(charts),
        returning=tuple(returning),
        content=content,
        digest=digest(content),
    )


def changed_keys(standing: Content, live: Content, name: str, key: str) -> list[str]:
    """What is said otherwise, in the order of the drafts."""
    before = {one[key]: one for one in standing[name]}
    return [one[key] for one in live[name] if before.get(one[key]) != one]


def _amending(filing: Filing) -> QuerySet[Review]:
    return Review.objects.filter(filing=filing, state=ItemState.AMENDING).order_by("unit", "order", "pk")


def _charts_held(filing: Filing, amending: dict[str, str]) -> set[str]:
    """Charts that the legal office returned, and those of items that are amended (reopened when they are their own)."""
    returned = ChartReview.objects.filter(filing=filing, state=ChartState.RETURNED)
    return {*returned.values_list("code", flat=True), *amending.values()}
