"""The way a case took, beside its published chart: open steps, steps done, what differs, the duty of each step.

Source: RQ-N7 (each step belongs to a published duty and post), RQ-N10 (every power runs by the published chart).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qingdan.base.refusal import Missing
from qingdan.cases.models import Case, CaseTask
from qingdan.cases.queries.frozen import frozen
from qingdan.drawing.flow_chart import draw
from qingdan.editions.queries.charts import chart_of
from qingdan.editions.queries.items import item_on
from qingdan.editions.queries.shown import ShownEdition
from qingdan.rules.case_state import CaseState
from qingdan.rules.flow_graph import Chart, Step, StepKind, arrows, print_exits, print_limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What the responsibility edition says of a step."""

    duty: str
    post: str
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """A step of the chart. `here`: open now; `times`: how often it was done; `late`: days late the last time."""

    number: int
    name: str
    post: str
    limit: str
    exits: str
    here: bool
    times: int
    done_by: str
    done_on: date | None
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Where the way differs from the chart. `kind`: returned (done again), skipped (passed by), late."""

    kind: str
    step: str
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """`place` of `total`: how far the first open step is on the chart."""

    drawings: tuple[str, ...]
    rows: tuple[StepRow, ...]
    differences: tuple[Difference, ...]
    place: int
    total: int


def course_of(case: Case, tasks: Sequence[CaseTask], today: date, editions: Sequence[ShownEdition]) -> Course:
    """The chart of a case with where it is; empty where the item has none."""
    chart = chart_of(frozen(case.entry.digest))
    if chart is None:
        return Course(drawings=(), rows=(), differences=(), place=0, total=0)
    here = frozenset(task.step for task in tasks if task.done_at is None)
    duties = duties_of(case, today, editions) if tasks or case.state == CaseState.RECEIVED else {}
    rows = tuple(_row(step, tasks, step.number in here, duties) for step in chart.steps)
    places = [place for place, row in enumerate(rows, 1) if row.here]
    return Course(
        drawings=tuple(draw(chart, here)),
        rows=rows,
        differences=differences(chart, tasks, today),
        place=min(places, default=0),
        total=len(rows),
    )


def duties_of(case: Case, today: date, editions: Sequence[ShownEdition]) -> Mapping[str, list[Duty]]:
    """By name of the step: the duties in the responsibility edition in force."""
    try:
        item = item_on(editions, case.item_code, today)
    except Missing:
        return {}
    found: dict[str, list[Duty]] = {}
    for one in item.duties["duties"] if item.duties else ():
        duty = Duty(duty=one["duty"], post=one["post"], ground=one["accountability_ground"])
        found.setdefault(one["step"], []).append(duty)
    return found


def differences(chart: Chart, tasks: Sequence[CaseTask], today: date) -> tuple[Difference, ...]:
    """Steps done again, passed by on the way to what was done after them, or done after their last day.

    A step that no way taken led to is not passed by: the chart itself leads past it.
    """
    names = {step.number: step.name for step in chart.steps}
    rows = {step.number: row for row, step in enumerate(chart.steps)}
    times = Counter(task.step for task in tasks)
    furthest = max((rows.get(task.step, 0) for task in tasks), default=0)
    begun = rows.get(chart.clock_from or 0, 0)
    again = [
        Difference(kind="returned", step=names[one], count=n) for one, n in sorted(times.items()) if n > 1
    ]
    open_ways = _within_reach(chart, tasks)
    passed = [
        Difference(kind="skipped", step=step.name)
        for step in chart.steps
        if begun < rows[step.number] < furthest and step.number not in times and step.number in open_ways
    ]
    late = [Difference(kind="late", step=task.name) for task in tasks if _is_late(task, today)]
    return (*again, *passed, *late)


def _within_reach(chart: Chart, tasks: Sequence[CaseTask]) -> frozenset[int]:
    """The steps that the ways taken lead to at once: of a choice by its exit taken, of every other step by all."""
    done = {(task.step, task.taken) for task in tasks if task.done_at}
    choices = {step.number for step in chart.steps if step.kind is StepKind.DECISION}
    return frozenset(
        way.to
        for step, way in arrows(chart)
        if any(
            number == step.number and (number not in choices or taken == way.condition)
            for number, taken in done
        )
    )


def _is_late(task: CaseTask, today: date) -> bool:
    ended = task.occurred_on or today
    return task.due_on is not None and ended > task.due_on


def _row(step: Step, tasks: Sequence[CaseTask], here: bool, duties: Mapping[str, list[Duty]]) -> StepRow:
    done = [task for task in tasks if task.step == step.number and task.done_at]
    last = done[-1] if done else None
    return StepRow(
        number=step.number,
        name=step.name,
        post=step.post,
        limit=print_limit(step.limit) if step.limit else "",
        exits=print_exits(step),
        here=here,
        times=len(done),
        done_by=last.done_by_name if last else "",
        done_on=last.occurred_on if last else None,
        duties=tuple(duties.get(step.name, ())),
    )
