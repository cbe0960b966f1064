"""What charts do when items are judged or changed."""

from collections.abc import Sequence

from qingdan.base.events.services import Happened, on_events
from qingdan.base.rows import rows
from qingdan.flows.models import FlowChart
from qingdan.flows.services.judging import judge_charts, judge_items
from qingdan.powers.services.beside import beside_judging

_SERVING = ("case:", "guide:", "licence:", "message:")  # what changes no draft
_CHARTS = """
SELECT chart.id FROM flows_flowchart chart
JOIN orgs_unit unit ON unit.id = chart.unit_id JOIN campaigns_campaign campaign ON campaign.id = chart.campaign_id
WHERE chart.item_id IS NOT NULL AND unit.code = ANY(%(units)s::varchar[]) AND campaign.closed_at IS NULL
"""
"""Charts of items; mostly there are none, and every act asks."""
beside_judging(judge_items)


@on_events
def follow_items(happened: Sequence[Happened]) -> None:
    """An item's own chart has the item's category and is judged by the item's limits, whenever they change."""
    units = {one.event.unit for one in happened if not one.event.subject.startswith(_SERVING)}
    keys = [key for (key,) in rows(_CHARTS, units=sorted(units))] if units else []
    charts = list(FlowChart.objects.filter(pk__in=keys).select_related("item", "campaign")) if keys else []
    for row in charts:
        if row.item and row.item.category != row.category:
            row.category = row.item.category
            row.save(update_fields=["category"])
    if charts:
        judge_charts(charts, happened[0].at)
