"""BPMN 2.0 made elsewhere (or here) as a chart: what is not understood is named, with its line."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from qingdan.drawing.exchange.names import LEFT_OUT, MODEL, NODES, OURS, STEP_FIELDS, TASKS
from qingdan.drawing.exchange.tree import Element
from qingdan.rules.flow_graph import Chart, Exit, Procedure, Step, StepKind, renumbered
from qingdan.rules.flows.ways import ends_first, ways_on
from qingdan.rules.note import Note
from qingdan.rules.power_item import Category, DayKind, Limit

MOST_STEPS = 200
_LONGEST = 500  # characters of a text
_DAYS = 20 * 365
_INTEGER = re.compile(r"-?\d{1,9}", re.ASCII)


class NotUnderstood(Exception):
    """The file has no chart we can make: `notes` say why, one for each element."""

    def __init__(self, *notes: Note) -> None:
        super().__init__(notes)
        self.notes = notes


def chart_of(root: Element) -> Chart:
    """The chart of a file with one process. Raises NotUnderstood."""
    process = _process(root)
    strange = [_note("unknown_element", one) for one in process.children if _is_strange(one)]
    if strange:
        raise NotUnderstood(*strange)
    nodes = [one for one in process.children if one.space == MODEL and one.name in NODES]
    if len(nodes) > MOST_STEPS:
        raise NotUnderstood(Note(key="bpmn.too_many_steps", params={"most": MOST_STEPS}))
    posts = dict(_posts(process))
    nodes, flows = _without_merges(nodes, _flows(process, nodes))
    own = [_integer(_ours(node, "step"), "number") for node in nodes]
    ordered = None not in own and len(set(own)) == len(own)
    numbers = {
        node.get("id"): number if ordered and number is not None else place
        for place, (node, number) in enumerate(zip(nodes, own, strict=True), start=1)
    }
    exits = _exits(flows, numbers)
    steps = tuple(_step(node, numbers, exits, posts) for node in nodes)
    chart = _chart(process, steps, _title(root, process))
    return chart if ordered else _in_order(chart)


def _process(root: Element) -> Element:
    if (root.space, root.name) != (MODEL, "definitions"):
        raise NotUnderstood(Note(key="bpmn.no_bpmn"))
    processes = [
        one
        for one in root.every(MODEL, "process")
        if any(child.name in NODES or _is_strange(child) for child in one.children)
    ] or list(root.every(MODEL, "process"))
    if len(processes) != 1:
        key = "bpmn.several_processes" if processes else "bpmn.no_process"
        raise NotUnderstood(Note(key=key, params={"count": len(processes)}))
    return processes[0]


def _is_strange(element: Element) -> bool:
    return element.space == MODEL and element.name not in NODES and element.name not in LEFT_OUT


def _note(reason: str, element: Element) -> Note:
    called = element.get("name") or element.get("id")
    params: dict[str, str | int] = {"element": element.name, "called": called[:60], "line": element.line}
    return Note(key=f"bpmn.{reason}", params=params)


def _posts(process: Element) -> Iterator[tuple[str, str]]:
    """Node id → name of its lane, the innermost where lanes lie in lanes."""
    for lane in (one for one in process.walk() if (one.space, one.name) == (MODEL, "lane")):
        for node in lane.every(MODEL, "flowNodeRef"):
            yield node.text.strip(), _clipped(lane.get("name"))


Flow = tuple[str, str, str]  # from, to, condition


def _flows(process: Element, nodes: Sequence[Element]) -> list[Flow]:
    known = {node.get("id") for node in nodes}
    flows = list(process.every(MODEL, "sequenceFlow"))
    loose = [one for one in flows if not {one.get("sourceRef"), one.get("targetRef")} <= known]
    if loose:
        raise NotUnderstood(*(_note("loose_flow", one) for one in loose))
    return [(one.get("sourceRef"), one.get("targetRef"), _condition(one)) for one in flows]


def _condition(flow: Element) -> str:
    expression = next(flow.every(MODEL, "conditionExpression"), None)
    return _clipped(flow.get("name") or (expression.text.strip() if expression else ""))


def _without_merges(nodes: Sequence[Element], flows: Sequence[Flow]) -> tuple[list[Element], list[Flow]]:
    """Gateways that only bring lines together are no decisions, and a start without a name before our own start
    step is none of its own: lines lead on to what follows them.
    """
    onward: dict[str, list[str]] = defaultdict(list)
    for start, end, _ in flows:
        onward[start].append(end)
    starts = {node.get("id") for node in nodes if _kind_written(node) is StepKind.START}
    through = {
        name: onward[name][0]
        for node in nodes
        if len(onward[name := node.get("id")]) == 1
        and _ours(node, "step") is None
        and not node.get("name")
        and (node.name == "exclusiveGateway" or (node.name == "startEvent" and onward[name][0] in starts))
    }
    led = [(start, _beyond(end, through), words) for start, end, words in flows if start not in through]
    kept = [node for node in nodes if node.get("id") not in through]
    return kept, [flow for flow in led if flow[1]]


def _beyond(node: str, through: Mapping[str, str]) -> str:
    """What follows a chain of merges; "" where they lead round in a circle."""
    seen: set[str] = set()
    while node in through and node not in seen:
        seen.add(node)
        node = through[node]
    return "" if node in through else node


def _exits(flows: Sequence[Flow], numbers: Mapping[str, int]) -> Mapping[str, list[Exit]]:
    exits: dict[str, list[Exit]] = defaultdict(list)
    for start, end, words in flows:
        exits[start].append(Exit(to=numbers[end], condition=words))
    return exits


def _step(
    node: Element,
    numbers: Mapping[str, int],
    exits: Mapping[str, Sequence[Exit]],
    posts: Mapping[str, str],
) -> Step:
    ours = _ours(node, "step")
    said = next(node.every(MODEL, "documentation"), None)
    fields = {field: _clipped(ours.get(name)) for name, field in STEP_FIELDS.items()} if ours else {}
    return Step(
        number=numbers[node.get("id")],
        kind=_kind_written(node) or _kind(node),
        name=_clipped(node.get("name")),
        post=posts.get(node.get("id"), ""),
        content=_clipped(said.text) if said else "",
        statutory_limit=_limit(ours, "statutory"),
        promised_limit=_limit(ours, "promised"),
        counted=not (ours and ours.get("counted") == "false"),
        exits=tuple(exits.get(node.get("id"), ())),
        **fields,
    )


def _kind(node: Element) -> StepKind:
    if node.name in TASKS:
        return StepKind.ACT
    kinds = {"startEvent": StepKind.START, "endEvent": StepKind.END}
    return kinds.get(node.name, StepKind.DECISION)


def _kind_written(node: Element) -> StepKind | None:
    """The kind that we wrote; None where the element was made elsewhere or has become another."""
    ours = _ours(node, "step")
    kind = _member(StepKind, ours, "kind")
    if kind is None or kind is _kind(node):
        return kind
    return kind if node.name in TASKS and kind is not StepKind.DECISION else None


def _chart(process: Element, steps: tuple[Step, ...], title: str) -> Chart:
    ours = _ours(process, "chart")
    return Chart(
        steps=steps,
        title=title,
        number=_clipped(ours.get("number")) if ours else "",
        category=_member(Category, ours, "category"),
        procedure=_member(Procedure, ours, "procedure"),
        statutory_limit=_limit(ours, "statutory"),
        promised_limit=_limit(ours, "promised"),
        clock_from=_integer(ours, "clockFrom"),
        clock_until=_integer(ours, "clockUntil"),
    )


def _title(root: Element, process: Element) -> str:
    pools = (pool.get("name") for one in root.every(MODEL, "collaboration") for pool in one.children)
    return _clipped(process.get("name") or next(pools, ""))


def _in_order(chart: Chart) -> Chart:
    """The steps in the order in which they follow each other, numbered anew."""
    order, _ = ends_first(ways_on(chart))
    steps = {step.number: step for step in chart.steps}
    return renumbered(replace(chart, steps=tuple(steps[number] for number in reversed(order))))


def _ours(element: Element, name: str) -> Element | None:
    """What we wrote about an element: our own child of its extension elements."""
    for extension in element.every(MODEL, "extensionElements"):
        for found in extension.every(OURS, name):
            return found
    return None


def _limit(ours: Element | None, of: str) -> Limit | None:
    limits = ours.every(OURS, "limit") if ours else ()
    for limit in (one for one in limits if one.get("of") == of):
        days, months = _integer(limit, "days"), _integer(limit, "months") or 0
        kind = _member(DayKind, limit, "kind")
        if days is None or kind is None or not (0 <= days <= _DAYS and 0 <= months * 28 <= days):
            raise NotUnderstood(_note("bad_limit", limit))
        return Limit(days=days, kind=kind, months=months, printed=_clipped(limit.get("printed")))
    return None


def _integer(element: Element | None, name: str) -> int | None:
    printed = element.get(name) if element else ""
    return int(printed) if _INTEGER.fullmatch(printed) else None


_Name = TypeVar("_Name", bound=StrEnum)


def _member(names: type[_Name], element: Element | None, attribute: str) -> _Name | None:
    written = element.get(attribute) if element else ""
    return names(written) if written in set(names) else None


def _clipped(text: str) -> str:
    return text.strip()[:_LONGEST]
