"""Which chart an item goes by: its own, else that of its category in its unit."""

from collections.abc import Sequence
from dataclasses import dataclass

from qingdan.base.actor import Actor
from qingdan.flows.models import FlowChart
from qingdan.powers.models import PowerItem


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemChart:
    """The chart an item goes by: its code and name, whether it is the item's own, what must be changed in it."""

    code: str
    name: str
    own: bool
    blockers: int


def covering(items: Sequence[PowerItem]) -> dict[int, FlowChart]:
    """By primary key of the item; one query. Items without a chart are not there."""
    if not items:
        return {}
    found = FlowChart.objects.filter(
        campaign__in={one.campaign_id for one in items}, unit__in={one.unit_id for one in items}
    ).select_related("item", "campaign")
    own, shared = {}, {}
    for chart in found:
        if chart.item_id:
            own[chart.item_id] = chart
        else:
            shared[chart.campaign_id, chart.unit_id, chart.category] = chart
    charts = {
        one.pk: own.get(one.pk) or shared.get((one.campaign_id, one.unit_id, one.category)) for one in items
    }
    return {pk: chart for pk, chart in charts.items() if chart}


def chart_of_item(actor: Actor, number: str) -> ItemChart | None:
    """The chart that an item goes by, for its page; None where there is none. For who may see the item."""
    item = PowerItem.objects.visible_to(actor).filter(draft_number=number).first()
    chart = covering([item]).get(item.pk) if item else None
    if chart is None:
        return None
    return ItemChart(code=chart.code, name=chart.name, own=chart.item_id is not None, blockers=chart.blockers)
