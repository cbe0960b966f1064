"""Which charts an act may touch, and how a chart's rows are written."""

import secrets
from collections.abc import Sequence

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.flows.models import ChartExit, ChartStep, FlowChart
from qingdan.flows.services.typed import TypedStep
from qingdan.rules.flow_graph import Exit


def new_code(unit: str) -> str:
    """The code of a new chart: it says the unit, as draft numbers do."""
    return f"{unit}-{secrets.token_hex(6)}"


def own_chart(code: str, by: Actor) -> FlowChart:
    """A chart of the person's own units. Raises Missing; Refused when the campaign is closed or its item is deleted."""
    found = FlowChart.objects.visible_to(by).filter(code=code, unit__code__in=by.own_units)
    chart = found.select_related("campaign", "unit", "item").first()
    if chart is None:
        raise Missing
    gone = chart.item is not None and chart.item.deleted_at is not None
    refuse_if(
        refusal("flows.closed") if chart.campaign.closed_at else None,
        refusal("flows.item_deleted") if gone else None,
    )
    return chart


def keep_steps(chart: FlowChart, steps: Sequence[TypedStep]) -> bool:
    """Makes the rows of a chart those given, numbered 1, 2, 3 …; what stays is not written. Whether any changed."""
    kept = list(ChartStep.objects.filter(chart=chart).order_by("number"))
    ways: dict[int, list[ChartExit]] = {}
    for way in ChartExit.objects.filter(step__chart=chart).order_by("order", "pk"):
        ways.setdefault(way.step_id, []).append(way)
    changed = len(kept) != len(steps)
    for place, typed in enumerate(steps):
        row = kept[place] if place < len(kept) else ChartStep(chart=chart, region_id=chart.region_id)
        columns = {
            **typed.texts,
            "number": place + 1,
            "kind": typed.kind.value,
            "counted": typed.counted,
        }
        if not row.pk or any(getattr(row, name) != value for name, value in columns.items()):
            for name, value in columns.items():
                setattr(row, name, value)
            row.save()
            changed = True
        changed |= _keep_exits(row, ways.get(row.pk, []), typed.exits)
    for row in kept[len(steps) :]:
        row.delete()
    return changed


def _keep_exits(step: ChartStep, kept: Sequence[ChartExit], exits: Sequence[Exit]) -> bool:
    if [Exit(to=one.to, condition=one.condition) for one in kept] == list(exits):
        return False
    ChartExit.objects.filter(pk__in=[one.pk for one in kept]).delete()
    for order, way in enumerate(exits):
        ChartExit.objects.create(
            region_id=step.region_id, step=step, order=order, to=way.to, condition=way.condition
        )
    return True
