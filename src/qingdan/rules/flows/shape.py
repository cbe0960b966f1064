"""Whether a chart is whole (C27): one start, ends that can be reached, decisions with labelled exits, actors."""

from collections import Counter
from collections.abc import Iterator
from functools import partial

from qingdan.rules.checks.sources import SELF_CHECK
from qingdan.rules.flows.problems import fault
from qingdan.rules.flows.values import ACTING, Chart, Step, StepKind
from qingdan.rules.flows.ways import ends_first, reached, turned, ways_on
from qingdan.rules.problem import Problem, Severity

_fault = partial(fault, authority=SELF_CHECK)


def shape_problems(chart: Chart) -> Iterator[Problem]:
    """What is wrong with the steps and exits of a chart.

    Source: the plan's 自查自清 (编制权力运行流程图), R-020 (posts). Readings: a step without exits is a dead end
    unless it is an end; a circle nothing leads out of is one too, told once, at its last step. With no start,
    the first row is where walking begins, so that one fault does not raise a dozen. Only decisions may branch:
    what other steps do next must be one thing.
    """
    if not chart.steps:
        yield _fault(chart, None, key="C27.no_steps", field="steps")
        return
    yield from _starts_and_ends(chart)
    yield from _numbers(chart)
    for step in chart.steps:
        yield from _step_problems(chart, step)
    yield from _ways_problems(chart)


def _starts_and_ends(chart: Chart) -> Iterator[Problem]:
    starts = [step for step in chart.steps if step.kind is StepKind.START]
    if not starts:
        yield _fault(chart, None, key="C27.without_start", field="steps")
    for step in starts[1:]:
        yield _fault(chart, step, key="C27.second_start", field="kind", first=starts[0].number)
    if all(step.kind is not StepKind.END for step in chart.steps):
        yield _fault(chart, None, key="C27.without_end", field="steps")


def _numbers(chart: Chart) -> Iterator[Problem]:
    seen: set[int] = set()
    for step in chart.steps:
        if step.number in seen:
            yield _fault(chart, step, key="C27.double_number", field="number")
        seen.add(step.number)
    for step in chart.steps:
        for way in step.exits:
            if way.to not in seen:
                yield _fault(chart, step, key="C27.exit_nowhere", field="exits", to=way.to)


def _step_problems(chart: Chart, step: Step) -> Iterator[Problem]:
    if not step.name:
        yield _fault(chart, step, key="C27.nameless_step", field="name")
    if not step.post and step.kind in ACTING:
        yield _fault(chart, step, key="C27.no_post", field="post")
    elif not step.post and step.limit:
        yield _fault(chart, step, key="C27.limit_without_owner", field="post")
    yield from _exit_problems(chart, step)


def _exit_problems(chart: Chart, step: Step) -> Iterator[Problem]:
    match step.kind, len(step.exits):
        case StepKind.END, count if count:
            yield _fault(chart, step, key="C27.end_goes_on", field="exits")
        case StepKind.DECISION, _:
            yield from _decision_problems(chart, step)
        case kind, 0 if kind is not StepKind.END:
            yield _fault(chart, step, key="C27.dead_end", field="exits")
        case _, count if count > 1:
            yield _fault(
                chart, step, key="C27.branch_without_decision", field="exits", severity=Severity.WARNING
            )


def _decision_problems(chart: Chart, step: Step) -> Iterator[Problem]:
    if len(step.exits) < 2:
        yield _fault(chart, step, key="C27.few_exits", field="exits")
        return
    labels = Counter(way.condition for way in step.exits)
    if labels.pop("", 0):
        yield _fault(chart, step, key="C27.exit_without_label", field="exits")
    for label, count in labels.items():
        if count > 1:
            yield _fault(chart, step, key="C27.same_label", field="exits", label=label)


def _ways_problems(chart: Chart) -> Iterator[Problem]:
    ways = ways_on(chart)
    starts = [step.number for step in chart.steps if step.kind is StepKind.START]
    met = reached(ways, starts or [chart.steps[0].number])
    for step in chart.steps:
        if step.number not in met:
            key = "C27.end_not_reached" if step.kind is StepKind.END else "C27.not_reached"
            yield _fault(chart, step, key=key, field="exits")
    circling = met - reached(turned(ways), [number for number in ways if not ways[number]])
    last = next((number for number in ends_first(ways)[0] if number in circling), None)
    if last is not None:
        yield _fault(chart, chart.step(last), key="C27.no_way_out", field="exits")
