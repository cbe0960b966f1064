"""Whether the steps that the law demands of a procedure are there, and whether a way leads past them (C27)."""

from collections.abc import Iterator, Sequence

from qingdan.rules.flows.problems import fault
from qingdan.rules.flows.template import Demand, grants, tells
from qingdan.rules.flows.values import Chart, Step, StepKind
from qingdan.rules.flows.ways import reached, ways_on
from qingdan.rules.problem import Certainty, Problem, Severity


def demand_problems(chart: Chart, demands: Sequence[Demand]) -> Iterator[Problem]:
    """The demanded steps that a chart lacks, and those that can be gone round.

    Source: the article each demand names. Reading: a step is known by its words, so a finding is likely and never
    sure; it asks for a reason (a hearing is held in some cases only) and does not block.
    """
    for demand in demands:
        fulfilling = [step for step in chart.steps if tells(step, demand.words)]
        if not fulfilling:
            yield _finding(chart, None, demand, key="C27.demanded_step_missing", field="steps")
            continue
        for step in _reached_without(chart, demand, fulfilling):
            yield _finding(chart, step, demand, key="C27.demanded_step_passed", field="exits")


def _reached_without(chart: Chart, demand: Demand, fulfilling: Sequence[Step]) -> Iterator[Step]:
    starts = [step.number for step in chart.steps if step.kind is StepKind.START]
    closed = frozenset(step.number for step in fulfilling)
    met = reached(ways_on(chart), starts, closed=closed)
    return (step for step in chart.steps if step.number in met and grants(step, demand.before))


def _finding(chart: Chart, step: Step | None, demand: Demand, *, key: str, field: str) -> Problem:
    return fault(
        chart, step, key=key, field=field, authority=f"{demand.law}{demand.article}",
        severity=Severity.WARNING, certainty=Certainty.LIKELY,
        demanded=demand.name, law=demand.law, article=demand.article,
    )  # fmt: skip
