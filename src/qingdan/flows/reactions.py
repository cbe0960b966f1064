"""What charts do when items are judged or changed."""

from collections.abc import Sequence

from qingdan.base.events.services import Happened, on_events
from qingdan.flows.models import FlowChart
from qingdan.flows.services.judging import judge_charts, judge_items
from qingdan.powers.services.beside import beside_judging

_SERVING = ("case:", "guide:", "licence:", "message:")  # what changes no draft
beside_judging(judge_items)


@on_events
def follow_items(happened: Sequence[Happened]) -> None:
    """An item's own chart has the item's category and is judged by the item's limits, whenever they change."""
    acts = {one.event.unit for one in happened if not one.event.subject.startswith(_SERVING)}
    if not acts:
        return
    found = FlowChart.objects.filter(item__isnull=False, unit__code__in=acts, campaign__closed_at=None)
    rows = list(found.select_related("item", "campaign"))
    for row in rows:
        if row.item and row.item.category != row.category:
            row.category = row.item.category
            row.save(update_fields=["category"])
    if rows:
        judge_charts(rows, happened[0].at)
