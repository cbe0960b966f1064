"""A chart in the shape that the checks of registers read (C27, C28, C30)."""

from collections.abc import Mapping

from qingdan.rules.checks import given
from qingdan.rules.flows.limits import within_clock
from qingdan.rules.flows.values import Chart, StepKind, arrows
from qingdan.rules.flows.ways import ends_first, ways_on

_KINDS: Mapping[StepKind, given.StepKind] = {
    StepKind.START: given.StepKind.START,
    StepKind.END: given.StepKind.END,
    StepKind.ACT: given.StepKind.ACTION,
    StepKind.DOCUMENT: given.StepKind.ACTION,
    StepKind.DECISION: given.StepKind.DECISION,
}


def for_checks(chart: Chart) -> given.Chart:
    """The chart for `CheckContext.charts`; time that does not run against the item has no limit there.

    That is what the law does not count, and what lies outside the chart's clock (送达 after the decision, and what
    only a way back leads to).
    """
    graph = ways_on(chart)
    _, back = ends_first(graph)
    onward = {here: tuple(to for to in ahead if (here, to) not in back) for here, ahead in graph.items()}
    running = within_clock(chart, onward)
    steps = tuple(
        given.ChartStep(
            id=str(step.number),
            kind=_KINDS[step.kind],
            name=step.name,
            actor=step.post or step.office,
            limit=step.limit if step.counted and step.number in running else None,
        )
        for step in chart.steps
    )
    ways = tuple((str(step.number), str(way.to)) for step, way in arrows(chart))
    return given.Chart(number=chart.number, steps=steps, arrows=ways)
