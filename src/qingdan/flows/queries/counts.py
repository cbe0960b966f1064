"""What the board counts of flow charts: which retained items a chart covers, by unit, and the rows behind.

A chart of a category covers all the unit's items of it; a chart of one item covers that item (R-026, R-048).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from qingdan.base.actor import Actor
from qingdan.flows.models import FlowChart
from qingdan.powers.models import PowerItem
from qingdan.powers.queries.counts import PAGE, ItemCount
from qingdan.rules.power_item import Disposition


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCharts:
    """How many retained items need a chart, and how many have one."""

    needed: int
    drawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartedItem:
    """A retained item and whether a chart covers it."""

    number: str
    unit_name: str
    name: str
    drawn: bool


def count_charts(actor: Actor, campaign: str, counts: Iterable[ItemCount]) -> dict[str, UnitCharts]:
    """By the unit that files the items; units that keep none are not there. One query, beside the counted items."""
    drawn = _drawn(actor, campaign)
    needed, covered = Counter[str](), Counter[str]()
    for one in counts:
        if one.disposition == Disposition.RETAIN:
            whole, some = drawn.get((one.unit, one.category), (False, 0))
            needed[one.filed_by] += one.items
            covered[one.filed_by] += one.items if whole else some
    return {unit: UnitCharts(needed=number, drawn=covered[unit]) for unit, number in needed.items()}


def _drawn(actor: Actor, campaign: str) -> dict[tuple[str, str], tuple[bool, int]]:
    """By unit and category of the items: whether it has a chart, and how many retained items have their own."""
    of_item = Q(item__deleted_at__isnull=True, item__disposition=Disposition.RETAIN)
    charts = FlowChart.objects.visible_to(actor).filter(campaign__code=campaign).order_by()
    counted = charts.values_list("unit__code", Coalesce("item__category", "category")).annotate(
        whole=Count("pk", filter=Q(item__isnull=True)), some=Count("item", filter=of_item)
    )
    return {(unit, category): (bool(whole), some) for unit, category, whole, some in counted}


def list_charted(
    actor: Actor, campaign: str, *, unit: str = "", missing: bool = False, page: int = 1
) -> tuple[tuple[ChartedItem, ...], int]:
    """A page (from 1) of the retained items, or of those without a chart, and how many there are in all."""
    found = _retained(actor, campaign).order_by("unit__order", "order", "pk")
    if unit:
        found = found.filter(Q(unit__code=unit) | Q(unit__supervising__code=unit))
    if missing:
        found = found.filter(~_covered())
    first = (max(page, 1) - 1) * PAGE
    rows = found.annotate(drawn=_covered()).values_list("draft_number", "unit__name", "name", "drawn")
    lines = tuple(
        ChartedItem(number=number, unit_name=unit_name, name=name, drawn=drawn)
        for number, unit_name, name, drawn in rows[first : first + PAGE]
    )
    return lines, found.count()


def _retained(actor: Actor, campaign: str) -> QuerySet[PowerItem]:
    kept = PowerItem.objects.visible_to(actor).kept().filter(campaign__code=campaign)
    return kept.filter(disposition=Disposition.RETAIN)


def _covered() -> Exists:
    charts = FlowChart.objects.filter(campaign=OuterRef("campaign"), unit=OuterRef("unit"))
    return Exists(charts.filter(Q(item=OuterRef("pk")) | Q(item__isnull=True, category=OuterRef("category"))))
