"""Beginning charts: for a category of a unit or for one item, from a template, another chart, or nothing."""

from collections.abc import Collection
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.campaigns.models import Campaign
from qingdan.data.schemes import category_names
from qingdan.flows.models import FlowChart
from qingdan.flows.queries.templates import choices
from qingdan.flows.queries.values import as_charts
from qingdan.flows.services.access import keep_steps, new_code
from qingdan.flows.services.editing import SavedChart, typed_of
from qingdan.flows.services.judging import judge_charts, recheck_covered
from qingdan.powers.models import PowerItem
from qingdan.powers.services.drafting import drafting, open_campaign, own_item, unit_of
from qingdan.powers.services.judging import law_day
from qingdan.rules.flow_graph import Chart, Exit, Step, StepKind
from qingdan.rules.power_item import Category, Disposition

_LONGEST_NAME = 60
BLANK = Chart(
    steps=(
        Step(number=1, kind=StepKind.START, name="起点", exits=(Exit(to=2),)),
        Step(number=2, kind=StepKind.END, name="终点"),
    )
)


def start_chart(
    *, campaign: str, unit: str, category: str, template: str = "", by: Actor, at: datetime
) -> SavedChart:
    """A chart for all kept items of a category of a unit; `template` is the key of a procedure, "" begins with nothing.

    The same form sent twice begins one chart. Raises Refused: there is one already, no such template; Missing.
    """
    with drafting(unit, by) as owner:
        inside = open_campaign(campaign, by)
        refuse_if(None if category in set(Category) else refusal("desk.choice", "category"))
        place = FlowChart(campaign=inside, unit=owner, category=category, template=template)
        twin = FlowChart.objects.filter(campaign=inside, unit=owner, category=category, item=None).first()
        return _begun(place, twin, category_names()[category], by=by, at=at)


def start_own_chart(*, number: str, template: str = "", by: Actor, at: datetime) -> SavedChart:
    """A chart for one item alone; without `template` it begins as a copy of its category's, or with nothing.

    Raises Refused: the item is deleted or has no category, there is one already, no such template; Missing.
    """
    with drafting(unit_of(number), by) as owner:
        item = own_item(number, by)
        refuse_if(
            refusal("powers.deleted") if item.deleted_at else None,
            None if item.category else refusal("flows.no_category", "category"),
        )
        place = FlowChart(
            campaign=item.campaign, unit=owner, category=item.category, item=item, template=template
        )
        twin = FlowChart.objects.filter(item=item).first()
        name = item.name[:_LONGEST_NAME] or category_names()[item.category]
        return _begun(place, twin, name, by=by, at=at)


def start_missing_charts(
    *, campaign: str, unit: str, categories: Collection[str] | None = None, by: Actor, at: datetime
) -> int:
    """A chart from the first template for each category in which the unit keeps items and has no chart yet.

    `categories`: only these. Those that no template is for are left out. How many were begun. Raises Refused, Missing.
    """
    begun = 0
    with drafting(unit, by) as owner:
        inside = open_campaign(campaign, by)
        for category in kept_categories(inside, owner):
            held = FlowChart.objects.filter(campaign=inside, unit=owner, category=category, item=None)
            found = choices(category, law_day(inside, at))
            if found and not held.exists() and (categories is None or category in categories):
                start_chart(
                    campaign=campaign,
                    unit=unit,
                    category=category,
                    template=found[-1].procedure,
                    by=by,
                    at=at,
                )
                begun += 1
    return begun


def kept_categories(campaign: Campaign, unit: Unit) -> list[str]:
    """The categories in which a unit keeps items (清理意见 保留)."""
    kept = PowerItem.objects.kept().filter(campaign=campaign, unit=unit, disposition=Disposition.RETAIN)
    return sorted(set(kept.exclude(category="").order_by().values_list("category", flat=True).distinct()))


def _begun(chart: FlowChart, twin: FlowChart | None, name: str, *, by: Actor, at: datetime) -> SavedChart:
    if twin and twin.template == chart.template:
        return SavedChart(code=twin.code, version=twin.version)
    value = _beginning(chart, at)
    refuse_if(
        refusal("flows.there_is_one", "template") if twin else None,
        refusal("desk.choice", "template") if value is None else None,
    )
    if value is None:
        raise Missing
    typed = typed_of(value, name=name, numbers={"before_steps": None, "before_days": None})
    chart.region_id, chart.code, chart.name = chart.unit.region_id, new_code(chart.unit.code), typed.name
    chart.clock_from, chart.clock_until = typed.numbers["clock_from"], typed.numbers["clock_until"]
    chart.updated_by, chart.updated_at = by.username, at
    chart.save(force_insert=True)
    keep_steps(chart, typed.steps)
    data = {"category": chart.category, "template": chart.template, "steps": len(typed.steps)}
    append("ChartStarted", f"flow_chart:{chart.code}", by=by, at=at, unit=chart.unit.code, data=data)
    judge_charts([chart], at)
    recheck_covered(chart)
    return SavedChart(code=chart.code, version=chart.version)


def _beginning(chart: FlowChart, at: datetime) -> Chart | None:
    """What a new chart begins with; None where the template is not one of its category."""
    if chart.template:
        found = choices(chart.category, law_day(chart.campaign, at))
        return next((one.chart for one in found if one.procedure == chart.template), None)
    shared = FlowChart.objects.filter(
        campaign=chart.campaign, unit=chart.unit, category=chart.category, item=None
    ).first()
    if chart.item is None or shared is None:
        return BLANK
    chart.template = shared.template
    return as_charts([shared])[shared.pk]
