"""What may be typed into the table of a chart, and how rows are added, dropped and moved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.db.models import Field

from qingdan.base.refusal import refusal
from qingdan.flows.models import ChartStep, FlowChart
from qingdan.flows.queries.values import NO, TEXTS, YES, Row, limit_in
from qingdan.powers.services.fields import plain
from qingdan.rules.flow_graph import Exit, StepKind, parse_exits
from qingdan.rules.problem import Problem

MOST_STEPS = 60
MOST_EXITS_A_STEP, FREE_EXITS = 2, 12  # a thicket of lines cannot be drawn or read
NUMBERS = ("clock_from", "clock_until", "before_steps", "before_days")
HEAD = ("name", *NUMBERS)
"""What is edited of a chart besides its steps."""
_LIMITS = ("statutory_limit", "promised_limit")
_LONG = 600
_MOST_NUMBER = 9_999


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedStep:
    """A row of the table, read. Its number is its place, from 1."""

    kind: StepKind
    texts: Mapping[str, str]
    counted: bool
    exits: tuple[Exit, ...]


BLANK = TypedStep(kind=StepKind.ACT, texts=dict.fromkeys(TEXTS, ""), counted=True, exits=())


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedChart:
    """A chart as typed: its name, numbers (None: empty) and rows."""

    name: str
    numbers: Mapping[str, int | None]
    steps: tuple[TypedStep, ...]


class RowAct(StrEnum):
    """What is done with a row: one added below it, dropped, moved."""

    ADD = "add"
    DROP = "drop"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """An act on the row at a place, from 1; adding below place 0 puts the new row on top."""

    act: RowAct
    place: int


def longest_cell(name: str) -> int:
    """How many characters a cell takes."""
    if name == "exits":
        return _LONG
    column = ChartStep._meta.get_field(name)
    assert isinstance(column, Field)
    return column.max_length or _LONG


def read_head(values: Mapping[str, str]) -> tuple[str, dict[str, int | None], list[Problem]]:
    """Name and numbers of a chart, and what is wrong with them."""
    name = " ".join(plain(values.get("name", "")).split())
    column = FlowChart._meta.get_field("name")
    assert isinstance(column, Field)
    most = column.max_length or 0
    problems = [] if name else [refusal("desk.required", "name")]
    if len(name) > most:
        problems.append(refusal("desk.too_long", "name", most=most, length=len(name)))
    numbers: dict[str, int | None] = {}
    for field in NUMBERS:
        words = plain(values.get(field, ""))
        number = int(words) if words.isdecimal() and len(words) < 6 else None
        if words and (number is None or number > _MOST_NUMBER):
            problems.append(refusal("flows.number", field))
        numbers[field] = number
    return name, numbers, problems


def read_rows(rows: Sequence[Row]) -> tuple[tuple[TypedStep, ...], list[Problem]]:
    """The rows of a table, and what of them cannot be kept: a problem's field is "row-3-exits" (from 1)."""
    problems = list(_too_many(len(rows)))
    for number, row in enumerate(rows, 1):
        problems += _wrong(number, row)
    steps = () if problems else tuple(_step(row) for row in rows)
    exits = sum(len(step.exits) for step in steps)
    if exits > MOST_EXITS_A_STEP * len(steps) + FREE_EXITS:
        return (), [refusal("flows.many_exits", "steps", count=exits)]
    return steps, problems


def change_rows(chart: TypedChart, change: RowChange) -> tuple[TypedChart, list[Problem]]:
    """The chart with a row added, dropped or moved: rows are numbered by their place, exits and clock follow.

    An exit to a dropped row leads to 0, which no row is; one to a number that is not there yet stays.
    """
    order = list(range(1, len(chart.steps) + 1))
    _reorder(order, change)
    if problems := list(_too_many(len(order))):
        return chart, problems
    places = dict.fromkeys(range(1, len(chart.steps) + 1), 0)
    places |= {old: new for new, old in enumerate(order, 1) if old}
    steps = tuple(_led(chart.steps[old - 1], places) if old else BLANK for old in order)
    clock = {name: places.get(chart.numbers[name] or 0) or None for name in ("clock_from", "clock_until")}
    return replace(chart, steps=steps, numbers={**chart.numbers, **clock}), []


def _reorder(order: list[int], change: RowChange) -> None:
    place, count = change.place, len(order)
    if change.act is RowAct.ADD:
        order.insert(min(max(place, 0), count), 0)
    elif not 1 <= place <= count:
        return
    elif change.act is RowAct.DROP:
        del order[place - 1]
    else:
        upper = place - 2 if change.act is RowAct.UP else place - 1
        if 0 <= upper < count - 1:
            order[upper], order[upper + 1] = order[upper + 1], order[upper]


def _led(step: TypedStep, places: Mapping[int, int]) -> TypedStep:
    return replace(step, exits=tuple(replace(way, to=places.get(way.to, way.to)) for way in step.exits))


def _too_many(count: int) -> Iterator[Problem]:
    if count > MOST_STEPS:
        yield refusal("flows.many_steps", "steps", most=MOST_STEPS)


def _wrong(number: int, row: Row) -> Iterator[Problem]:
    if row.get("kind") not in set(StepKind):
        yield refusal("flows.kind", f"row-{number}-kind", step=number)
    for name in TEXTS:
        text, most = plain(row.get(name, "")), longest_cell(name)
        if len(text) > most:
            yield refusal("flows.too_long", f"row-{number}-{name}", step=number, most=most, length=len(text))
        elif name in _LIMITS and text and limit_in(text) is None:
            yield refusal("flows.limit", f"row-{number}-{name}", step=number)
    if parse_exits(plain(row.get("exits", ""))) is None:
        yield refusal("flows.exits", f"row-{number}-exits", step=number)


def _step(row: Row) -> TypedStep:
    return TypedStep(
        kind=StepKind(row["kind"]),
        texts={name: plain(row.get(name, "")) for name in TEXTS},
        counted=row.get("counted", YES) != NO,
        exits=parse_exits(plain(row.get("exits", ""))) or (),
    )
