"""Kept charts as the rules know them, and the rules' charts as the texts of an edited table."""

from collections.abc import Iterable, Mapping, Sequence

from qingdan.flows.models import ChartExit, ChartStep, FlowChart
from qingdan.rules.flow_graph import (
    Chart,
    Exit,
    Procedure,
    Step,
    StepKind,
    plain_condition,
    print_exits,
    print_limit,
)
from qingdan.rules.power_item import Category, Limit
from qingdan.rules.time_limit import parse_limit

TEXTS = (
    "name", "post", "office", "content", "standard", "statutory_limit", "promised_limit", "document", "risk_level",
    "risk", "control",
)  # fmt: skip
"""The fields of a step that are kept as typed."""
CELLS = ("kind", *TEXTS, "counted", "exits")
"""All fields of a step that are edited; `counted` is "yes" or "no", `exits` 是 → 5；否 → 3."""
YES, NO = "yes", "no"
Row = Mapping[str, str]


def as_charts(rows: Sequence[FlowChart]) -> dict[int, Chart]:
    """Each chart as a value, by primary key; two queries however many. Own charts carry the limits of their item."""
    exits: dict[int, list[Exit]] = {}
    for way in ChartExit.objects.filter(step__chart__in=rows).order_by("order", "pk"):
        exits.setdefault(way.step_id, []).append(Exit(to=way.to, condition=way.condition))
    steps: dict[int, list[Step]] = {}
    for step in ChartStep.objects.filter(chart__in=rows).order_by("number"):
        steps.setdefault(step.chart_id, []).append(_step(step, exits.get(step.pk, ())))
    return {row.pk: _chart(row, steps.get(row.pk, ())) for row in rows}


def texts_of(step: Step) -> dict[str, str]:
    """A step as the texts of its cells. Conditions lose the marks that part exits in a cell."""
    ways = tuple(Exit(to=way.to, condition=plain_condition(way.condition)) for way in step.exits)
    limits = {name: _printed(getattr(step, name)) for name in ("statutory_limit", "promised_limit")}
    return {
        **{name: getattr(step, name) for name in TEXTS if name not in limits},
        **limits,
        "kind": step.kind.value,
        "counted": YES if step.counted else NO,
        "exits": print_exits(Step(number=step.number, kind=step.kind, name="", exits=ways)),
    }


def procedure_of(row: FlowChart) -> Procedure | None:
    """The procedure whose template a chart was begun from; None for a blank beginning."""
    return Procedure(row.template) if row.template in set(Procedure) else None


def category_of(key: str) -> Category | None:
    """The category of that key, None where there is none."""
    return Category(key) if key in set(Category) else None


def limit_in(printed: str) -> Limit | None:
    """The limit a text says, None for an empty or unclear one."""
    return parse_limit(printed) if printed else None


def _chart(row: FlowChart, steps: Iterable[Step]) -> Chart:
    item = row.item
    return Chart(
        steps=tuple(steps),
        category=category_of(row.category),
        procedure=procedure_of(row),
        title=row.name,
        number=row.name,
        statutory_limit=limit_in(item.statutory_limit) if item else None,
        promised_limit=limit_in(item.promised_limit) if item else None,
        clock_from=row.clock_from,
        clock_until=row.clock_until,
    )


def _step(row: ChartStep, exits: Iterable[Exit]) -> Step:
    return Step(
        number=row.number,
        kind=StepKind(row.kind),
        name=row.name,
        post=row.post,
        office=row.office,
        content=row.content,
        standard=row.standard,
        statutory_limit=limit_in(row.statutory_limit),
        promised_limit=limit_in(row.promised_limit),
        counted=row.counted,
        document=row.document,
        risk_level=row.risk_level,
        risk=row.risk,
        control=row.control,
        exits=tuple(exits),
    )


def _printed(limit: Limit | None) -> str:
    return (limit.printed or print_limit(limit)) if limit else ""
