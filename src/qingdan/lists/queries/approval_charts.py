"""The flow chart of an approval: begun as the shipped template of licences has it, kept as entries hold charts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from qingdan.data.chart_templates import template_for
from qingdan.editions.queries.charts import chart_of
from qingdan.rules.chart_run import RunFault, review_of
from qingdan.rules.flow_graph import Chart, Difference, Procedure, Step, Template, difference, print_limit
from qingdan.rules.power_item import Limit

CATEGORY = "licence"
_TEXTS = ("name", "post", "office", "content", "standard", "document", "risk_level", "risk", "control")
Content = Mapping[str, Any]


def template_on(day: date) -> Template:
    """The template of licences by the law of a day; there is one since the law of licences."""
    found = template_for(Procedure.LICENCE, day)
    assert found
    return found


def begun_chart(template: Template, *, code: str, name: str) -> dict[str, Any]:
    """The chart of an item, as the template has it."""
    chart = template.chart
    return {
        "code": code,
        "name": name,
        "category": CATEGORY,
        "template": template.procedure.value,
        "clock_from": chart.clock_from,
        "clock_until": chart.clock_until,
        "steps": [_kept(one) for one in chart.steps],
    }


def chart_value(chart: Content, values: Content) -> Chart:
    """A kept chart as the rules know it; `values`: those of its item, with the limits."""
    found = chart_of({"chart": chart, "values": values})
    assert found
    return found


def differs(chart: Content, values: Content, template: Template) -> tuple[Difference, ...]:
    """What the chart has otherwise than the template."""
    return difference(chart_value(chart, values), template.chart)


def run_fault(chart: Content, values: Content) -> RunFault | None:
    """Why no case can run by the chart (R-027), None when it can."""
    found = review_of(chart_value(chart, values))
    return found if isinstance(found, RunFault) else None


def _kept(step: Step) -> dict[str, Any]:
    return {
        "number": step.number,
        "kind": step.kind.value,
        **{name: getattr(step, name) for name in _TEXTS},
        "statutory_limit": _printed(step.statutory_limit),
        "promised_limit": _printed(step.promised_limit),
        "counted": step.counted,
        "exits": [{"to": way.to, "condition": way.condition} for way in step.exits],
    }


def _printed(limit: Limit | None) -> str:
    return print_limit(limit) if limit else ""
