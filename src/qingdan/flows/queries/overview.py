"""The charts of a unit by category, and what all charts of a region save (R-025)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing
from qingdan.campaigns.models import Campaign
from qingdan.campaigns.queries.plans import campaign_in_hand
from qingdan.data.schemes import category_names
from qingdan.flows.models import FlowChart
from qingdan.flows.queries.templates import choices
from qingdan.flows.queries.values import as_charts
from qingdan.powers.models import PowerItem
from qingdan.powers.queries.register import scheme_of_template
from qingdan.rules.flow_graph import Compared, Savings, Template, figures, savings
from qingdan.rules.power_item import Disposition


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartLine:
    """A chart in a list. Steps are 环节; days those of the longest way, None where no step has a limit.

    `before` figures are None where not said.
    """

    code: str
    name: str
    category: str
    item: str
    item_name: str
    blockers: int
    warnings: int
    steps: int
    days: int | None
    before_steps: int | None
    before_days: int | None

    @property
    def saved_steps(self) -> int | None:
        """How many steps less than before."""
        return None if self.before_steps is None else self.before_steps - self.steps

    @property
    def saved_days(self) -> int | None:
        """How many days less than before; None where either is not known."""
        return None if self.before_days is None or self.days is None else self.before_days - self.days

    @property
    def compared(self) -> Compared:
        """As the rules compare it."""
        return Compared(
            steps=self.steps, days=self.days, steps_before=self.before_steps, days_before=self.before_days
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryCharts:
    """A category of a unit: its chart (None: missing), how many kept items go by it, how many have their own."""

    category: str
    name: str
    items: int
    own: int
    chart: ChartLine | None
    templates: tuple[Template, ...]

    @property
    def covered(self) -> int:
        """The kept items that go by the chart of the category."""
        return self.items - self.own


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCharts:
    """The charts of a unit in the campaign in hand."""

    campaign: str
    campaign_name: str
    unit: str
    unit_name: str
    editable: bool
    units: tuple[tuple[str, str], ...]
    categories: tuple[CategoryCharts, ...]
    own: tuple[ChartLine, ...]
    savings: Savings


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSavings:
    """A unit's line in the table of the city."""

    unit: str
    name: str
    savings: Savings


def unit_charts(actor: Actor, unit: str = "", *, on: date) -> UnitCharts:
    """The charts of a unit ("": the own one, or the first there is). Raises Missing where it may not be seen."""
    units = choosable(actor)
    wanted = unit or actor.unit or units[0][0]
    owner = Unit.objects.filter(code=wanted, region_id__in=actor.regions).first()
    if owner is None or not actor.may_see(owner.code):
        raise Missing
    campaign = campaign_in_hand(owner.region_id)
    charts = list(
        FlowChart.objects.visible_to(actor)
        .filter(campaign=campaign, unit=owner)
        .exclude(item__deleted_at__isnull=False)
        .select_related("item")
    )
    lines = _lines(charts)
    kept = _kept(actor, campaign).filter(unit=owner).values_list("category", "pk")
    return UnitCharts(
        campaign=campaign.code,
        campaign_name=campaign.name,
        unit=owner.code,
        unit_name=owner.name,
        editable=owner.code in actor.own_units and campaign.closed_at is None,
        units=units,
        categories=tuple(_categories(campaign, charts, lines, list(kept), on)),
        own=tuple(lines[one.pk] for one in charts if one.item_id),
        savings=_savings(charts, lines, [(owner.pk, category, pk) for category, pk in kept]),
    )


def city_charts(actor: Actor) -> tuple[tuple[UnitSavings, ...], Savings]:
    """Every unit that this person may see with what its charts save, and the sum of all. A few queries for any city."""
    campaign = campaign_in_hand(actor.region)
    found = FlowChart.objects.visible_to(actor).filter(campaign=campaign)
    charts = list(found.exclude(item__deleted_at__isnull=False).select_related("item"))
    lines = _lines(charts)
    kept = list(_kept(actor, campaign).values_list("unit_id", "category", "pk"))
    with_any = {one.unit_id for one in charts} | {unit for unit, _, _ in kept}
    rows = []
    for unit in Unit.objects.filter(pk__in=with_any).order_by("order", "code"):
        own = [one for one in charts if one.unit_id == unit.pk]
        saved = _savings(own, lines, [one for one in kept if one[0] == unit.pk])
        rows.append(UnitSavings(unit=unit.code, name=unit.name, savings=saved))
    return tuple(rows), sum((row.savings for row in rows), Savings())


def choosable(actor: Actor) -> tuple[tuple[str, str], ...]:
    """The units whose charts this person may see: code and name. Raises Missing where there are none."""
    units = Unit.objects.filter(region_id=actor.region, valid_until=None)
    found = units if actor.reviews else units.filter(code__in=actor.own_units)
    named = tuple(found.order_by("order", "code").values_list("code", "name"))
    if not named:
        raise Missing
    return named


def _kept(actor: Actor, campaign: Campaign) -> QuerySet[PowerItem]:
    kept = PowerItem.objects.visible_to(actor).kept().filter(campaign=campaign)
    return kept.filter(disposition=Disposition.RETAIN).order_by("order", "pk")


def _lines(charts: Sequence[FlowChart]) -> dict[int, ChartLine]:
    values = as_charts(charts)
    found = {}
    for one in charts:
        now = figures(values[one.pk])
        found[one.pk] = ChartLine(
            code=one.code,
            name=one.name,
            category=one.category,
            item=one.item.draft_number if one.item else "",
            item_name=one.item.name if one.item else "",
            blockers=one.blockers,
            warnings=len(one.problems) - one.blockers,
            steps=now.stages,
            days=now.days,
            before_steps=one.before_steps,
            before_days=one.before_days,
        )
    return found


def _categories(
    campaign: Campaign,
    charts: Iterable[FlowChart],
    lines: dict[int, ChartLine],
    kept: Sequence[tuple[str, int]],
    on: date,
) -> Iterable[CategoryCharts]:
    """Those with kept items or a chart, in the order of the scheme."""
    shared = {one.category: one.pk for one in charts if not one.item_id}
    own = {one.item_id for one in charts if one.item_id}
    counted = {key: [pk for category, pk in kept if category == key] for key in {one for one, _ in kept}}
    order = [one.category.value for one in scheme_of_template(campaign.template).categories]
    for key in sorted({*counted, *shared} - {""}, key=lambda one: order.index(one) if one in order else 99):
        items = counted.get(key, [])
        chart = shared.get(key)
        yield CategoryCharts(
            category=key,
            name=category_names().get(key, key),
            items=len(items),
            own=sum(pk in own for pk in items),
            chart=lines[chart] if chart else None,
            templates=choices(key, campaign.law_on or on),
        )


def _savings(
    charts: Iterable[FlowChart], lines: dict[int, ChartLine], kept: Iterable[tuple[int, str, int]]
) -> Savings:
    found = list(charts)
    own = {one.item_id: one.pk for one in found if one.item_id}
    shared = {(one.unit_id, one.category): one.pk for one in found if not one.item_id}
    going = [own.get(pk) or shared.get((unit, category)) for unit, category, pk in kept]
    return savings([lines[one.pk].compared for one in found], [lines[pk].compared for pk in going if pk])
