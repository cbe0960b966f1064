"""A published chart on a page: the drawing, and the same steps as a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qingdan.drawing.flow_chart import draw
from qingdan.editions.queries.charts import chart_of
from qingdan.rules.flow_graph import Step, print_exits, print_limit


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """A line of the table."""

    number: int
    name: str
    post: str
    content: str
    limit: str
    document: str
    exits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChart:
    """A chart: its drawings (SVG, several where it is long) and its table."""

    drawings: tuple[str, ...]
    rows: tuple[StepRow, ...]


def shown_chart(content: Mapping[str, Any]) -> ShownChart | None:
    """The chart of a power, None where it has none."""
    chart = chart_of(content)
    if chart is None:
        return None
    return ShownChart(drawings=tuple(draw(chart)), rows=tuple(_row(one) for one in chart.steps))


def _row(step: Step) -> StepRow:
    limit = print_limit(step.limit) if step.limit else ""
    return StepRow(
        number=step.number,
        name=step.name,
        post=step.post,
        content=step.content,
        limit=limit if step.counted or not limit else f"{limit}（不计入）",
        document=step.document,
        exits=print_exits(step),
    )
