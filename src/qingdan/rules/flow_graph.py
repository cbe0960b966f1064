"""Flow charts of powers (权力运行流程图): values, what is wrong with one, how it differs from another, its figures."""

from collections.abc import Sequence

from qingdan.rules.flows.demands import demand_problems
from qingdan.rules.flows.difference import Difference, DifferenceKind, difference
from qingdan.rules.flows.exits import parse_exits, plain_condition
from qingdan.rules.flows.figures import ChartFigures, figures
from qingdan.rules.flows.for_checks import for_checks
from qingdan.rules.flows.limits import limit_problems, print_limit
from qingdan.rules.flows.savings import Compared, Savings, savings
from qingdan.rules.flows.shape import shape_problems
from qingdan.rules.flows.template import Demand, Template
from qingdan.rules.flows.values import (
    ACTING,
    Chart,
    Exit,
    Procedure,
    Step,
    StepKind,
    arrows,
    posts,
    print_exits,
    renumbered,
    stages,
)
from qingdan.rules.problem import Problem

__all__ = [
    "ACTING",
    "Chart",
    "ChartFigures",
    "Compared",
    "Demand",
    "Difference",
    "DifferenceKind",
    "Exit",
    "Procedure",
    "Savings",
    "Step",
    "StepKind",
    "Template",
    "arrows",
    "chart_problems",
    "difference",
    "figures",
    "for_checks",
    "parse_exits",
    "plain_condition",
    "posts",
    "print_exits",
    "print_limit",
    "renumbered",
    "savings",
    "stages",
]


def chart_problems(chart: Chart, demands: Sequence[Demand] = ()) -> tuple[Problem, ...]:
    """All that is wrong with a chart: its shape (C27), the demanded steps (C27), its limits (C28).

    `demands` are those of the template of its procedure on the day. The steps concerned stand in `Problem.data`
    ({"step": number, "field": field of `Step`}); an empty chart has one problem and no others.
    """
    shape = tuple(shape_problems(chart))
    if not chart.steps:
        return shape
    return (*shape, *demand_problems(chart, demands), *limit_problems(chart))
