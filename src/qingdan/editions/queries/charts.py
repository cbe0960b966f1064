"""The flow chart of a published power as the rules know it."""

from collections.abc import Mapping
from typing import Any

from qingdan.rules.chart_run import Review, RunFault, review_of
from qingdan.rules.flow_graph import Chart, Exit, Step, StepKind
from qingdan.rules.power_item import Category, Limit
from qingdan.rules.time_limit import parse_limit

_TEXTS = ("name", "post", "office", "content", "standard", "document", "risk_level", "risk", "control")


def chart_of(content: Mapping[str, Any]) -> Chart | None:
    """The chart of a power entry, None where it has none."""
    chart = content.get("chart") or {}
    if not chart.get("steps"):
        return None
    values = content["values"]
    category = chart.get("category", "")
    return Chart(
        steps=tuple(_step(one) for one in chart["steps"]),
        category=Category(category) if category in set(Category) else None,
        title=chart.get("name", ""),
        number=chart.get("name", ""),
        statutory_limit=_limit(values.get("statutory_limit", "")),
        promised_limit=_limit(values.get("promised_limit", "")),
        clock_from=chart.get("clock_from"),
        clock_until=chart.get("clock_until"),
    )


def review_in(content: Mapping[str, Any]) -> Review | RunFault:
    """The part of a published entry's chart that officers run, or why it has none."""
    chart = chart_of(content)
    return review_of(chart) if chart else RunFault.NO_CLOCK


def _step(step: Mapping[str, Any]) -> Step:
    return Step(
        number=step["number"],
        kind=StepKind(step["kind"]),
        **{name: step.get(name, "") for name in _TEXTS},
        statutory_limit=_limit(step.get("statutory_limit", "")),
        promised_limit=_limit(step.get("promised_limit", "")),
        counted=step.get("counted", True),
        exits=tuple(Exit(to=way["to"], condition=way["condition"]) for way in step.get("exits", ())),
    )


def _limit(printed: str) -> Limit | None:
    return parse_limit(printed) if printed else None
