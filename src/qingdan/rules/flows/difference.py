"""How one chart differs from another: from its template, from the version before."""

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qingdan.rules.flows.limits import print_limit
from qingdan.rules.flows.values import Chart, Step
from qingdan.rules.power_item import Limit


class DifferenceKind(StrEnum):
    """What differs: a step too many or missing, its place in the order, or one of its fields."""

    ADDED = "added"
    REMOVED = "removed"
    ORDER = "order"
    KIND = "kind"
    POST = "post"
    OFFICE = "office"
    CONTENT = "content"
    STANDARD = "standard"
    STATUTORY_LIMIT = "statutory_limit"
    PROMISED_LIMIT = "promised_limit"
    COUNTED = "counted"
    DOCUMENT = "document"
    EXITS = "exits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference: `step` is a number of the chart, `origin` of what it is compared with; None where there is none.

    `before` and `after` are what stood and stands there, in words; an exit is "条件→环节".
    """

    kind: DifferenceKind
    name: str
    step: int | None = None
    origin: int | None = None
    before: str = ""
    after: str = ""


_FIELDS: Mapping[DifferenceKind, Callable[[Step], str]] = {
    DifferenceKind.KIND: lambda step: step.kind.value,
    DifferenceKind.POST: lambda step: step.post,
    DifferenceKind.OFFICE: lambda step: step.office,
    DifferenceKind.CONTENT: lambda step: step.content,
    DifferenceKind.STANDARD: lambda step: step.standard,
    DifferenceKind.STATUTORY_LIMIT: lambda step: _printed(step.statutory_limit),
    DifferenceKind.PROMISED_LIMIT: lambda step: _printed(step.promised_limit),
    DifferenceKind.COUNTED: lambda step: "" if step.counted else "不计入",
    DifferenceKind.DOCUMENT: lambda step: step.document,
}
_LIKENESS: tuple[Callable[[Step], tuple[str, ...]], ...] = (
    lambda step: (step.name, step.kind, step.post),
    lambda step: (step.name, step.kind),
    lambda step: (step.name,),
)


def difference(chart: Chart, origin: Chart) -> tuple[Difference, ...]:
    """What a chart has, lacks and does otherwise, in its own order; removed steps last.

    Readings: steps are the same when their 环节 is, those of equal kind and post first; a renamed step is one added
    and one removed. Of steps in another order, as few as possible are called moved. O(n log n).
    """
    pairs = _pairs(chart.steps, origin.steps)
    in_order = _longest_rising([pairs[place] for place in sorted(pairs)])
    moved = {place for index, place in enumerate(sorted(pairs)) if index not in in_order}
    names, names_before = _names(chart), _names(origin)
    found: list[Difference] = []
    for place, step in enumerate(chart.steps):
        if place not in pairs:
            found.append(Difference(kind=DifferenceKind.ADDED, name=step.name, step=step.number))
            continue
        before = origin.steps[pairs[place]]
        if place in moved:
            found.append(_of(DifferenceKind.ORDER, step, before))
        found += _field_differences(step, before)
        found += _exit_differences(_exits(step, names), _exits(before, names_before), step, before)
    kept = set(pairs.values())
    removed = (step for place, step in enumerate(origin.steps) if place not in kept)
    found += (Difference(kind=DifferenceKind.REMOVED, name=step.name, origin=step.number) for step in removed)
    return tuple(found)


def _pairs(steps: Sequence[Step], origin: Sequence[Step]) -> dict[int, int]:
    """Place of a step → place of the step it stands for in the origin."""
    pairs: dict[int, int] = {}
    for likeness in _LIKENESS:
        taken = set(pairs.values())
        waiting: dict[tuple[str, ...], deque[int]] = defaultdict(deque)
        for place, before in enumerate(origin):
            if place not in taken:
                waiting[likeness(before)].append(place)
        for place, step in enumerate(steps):
            alike = waiting[likeness(step)]
            if place not in pairs and alike:
                pairs[place] = alike.popleft()
    return pairs


def _longest_rising(values: list[int]) -> set[int]:
    """The indexes of one longest rising run, not necessarily of neighbours."""
    tops: list[int] = []
    top_indexes: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        place = bisect_left(tops, value)
        before.append(top_indexes[place - 1] if place else -1)
        tops[place : place + 1] = [value]
        top_indexes[place : place + 1] = [index]
    run: set[int] = set()
    index = top_indexes[-1] if top_indexes else -1
    while index >= 0:
        run.add(index)
        index = before[index]
    return run


def _field_differences(step: Step, before: Step) -> Iterator[Difference]:
    for kind, read in _FIELDS.items():
        if read(step) != read(before):
            yield _of(kind, step, before, before=read(before), after=read(step))


def _exit_differences(now: str, then: str, step: Step, before: Step) -> Iterator[Difference]:
    if now != then:
        yield _of(DifferenceKind.EXITS, step, before, before=then, after=now)


def _names(chart: Chart) -> Mapping[int, str]:
    return {step.number: step.name for step in reversed(chart.steps)}


def _exits(step: Step, names: Mapping[int, str]) -> str:
    return "；".join(sorted(f"{way.condition}→{names.get(way.to, '')}" for way in step.exits))


def _of(kind: DifferenceKind, step: Step, origin: Step, *, before: str = "", after: str = "") -> Difference:
    return Difference(
        kind=kind, name=step.name, step=step.number, origin=origin.number, before=before, after=after
    )


def _printed(limit: Limit | None) -> str:
    return print_limit(limit) if limit else ""
