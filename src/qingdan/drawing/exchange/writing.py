"""A chart as BPMN 2.0: process with lanes, and where everything stands in the diagram."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from xml.etree import ElementTree as ET

from qingdan.drawing.exchange.names import BOUNDS, DIAGRAM, MODEL, OURS, PREFIXES, STEP_FIELDS, WAYPOINTS
from qingdan.drawing.flows.grid import HALF_WIDTH, edges
from qingdan.drawing.flows.order import arrange
from qingdan.drawing.flows.sizes import Sizes
from qingdan.drawing.flows.text import drawable
from qingdan.rules.flow_graph import Chart, Step, StepKind
from qingdan.rules.power_item import Limit

_EVENT = 18.0  # radius
_POOL_HEAD = 30.0
Place = tuple[float, float]

for _prefix, _space in PREFIXES.items():
    ET.register_namespace(_prefix, _space)


def document_of(chart: Chart) -> str:
    """The whole file."""
    root = _element(None, MODEL, "definitions", id="definitions", targetNamespace=OURS)
    collaboration = _element(root, MODEL, "collaboration", id="collaboration")
    _element(collaboration, MODEL, "participant", id="pool", name=chart.title, processRef="process")
    process = _element(root, MODEL, "process", id="process", name=chart.title, isExecutable="false")
    _write_chart(process, chart)
    if chart.steps:
        grid, routes = arrange(chart)
        sizes = Sizes(grid=grid, routes=routes)
        _write_lanes(process, sizes)
        _write_steps(process, chart)
        _write_diagram(root, sizes)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True)


def _write_chart(process: ET.Element, chart: Chart) -> None:
    extension = _element(process, MODEL, "extensionElements")
    facts = {
        "number": chart.number,
        "category": chart.category or "",
        "procedure": chart.procedure or "",
        "clockFrom": "" if chart.clock_from is None else str(chart.clock_from),
        "clockUntil": "" if chart.clock_until is None else str(chart.clock_until),
    }
    ours = _element(extension, OURS, "chart", **facts)
    _write_limits(ours, {"statutory": chart.statutory_limit, "promised": chart.promised_limit})


def _write_limits(ours: ET.Element, limits: Mapping[str, Limit | None]) -> None:
    for name, limit in limits.items():
        if limit:
            facts = {"days": str(limit.days), "months": str(limit.months), "printed": limit.printed}
            _element(ours, OURS, "limit", of=name, kind=limit.kind.value, **facts)


def _write_lanes(process: ET.Element, sizes: Sizes) -> None:
    lanes = _element(process, MODEL, "laneSet", id="lanes")
    returned = _started_apart(sizes.grid.chart)
    for index, post in enumerate(sizes.grid.lanes):
        lane = _element(lanes, MODEL, "lane", id=f"lane_{index}", name=post)
        for place, step in enumerate(sizes.grid.chart.steps):
            if step.post == post:
                for name in (*([f"start_{place}"] if place in returned else []), f"step_{place}"):
                    _element(lane, MODEL, "flowNodeRef").text = name


def _write_steps(process: ET.Element, chart: Chart) -> None:
    lines = edges(chart)
    apart = _started_apart(chart)
    ways: dict[int, list[tuple[str, str]]] = {
        place: [("incoming", f"begin_{place}")] if place in apart else [] for place in range(len(chart.steps))
    }
    for index, line in enumerate(lines):
        ways[line.target].append(("incoming", f"flow_{index}"))
    for index, line in enumerate(lines):
        ways[line.source].append(("outgoing", f"flow_{index}"))
    for place, step in enumerate(chart.steps):
        if place in apart:
            _write_start(process, place)
        node = _element(process, MODEL, _kind_of(chart, place), id=f"step_{place}", name=step.name)
        if step.content:
            _element(node, MODEL, "documentation").text = drawable(step.content)
        _write_step(node, step)
        for direction, flow in ways[place]:
            _element(node, MODEL, direction).text = flow
    for index, line in enumerate(lines):
        ends = {"sourceRef": f"step_{line.source}", "targetRef": f"step_{line.target}"}
        _element(process, MODEL, "sequenceFlow", id=f"flow_{index}", name=line.label, **ends)


def _write_start(process: ET.Element, place: int) -> None:
    start = _element(process, MODEL, "startEvent", id=f"start_{place}")
    _element(start, MODEL, "outgoing").text = f"begin_{place}"
    ends = {"sourceRef": f"start_{place}", "targetRef": f"step_{place}"}
    _element(process, MODEL, "sequenceFlow", id=f"begin_{place}", **ends)


def _write_step(node: ET.Element, step: Step) -> None:
    extension = _element(node, MODEL, "extensionElements")
    facts = {name: getattr(step, attribute) for name, attribute in STEP_FIELDS.items()}
    if not step.counted:
        facts["counted"] = "false"
    ours = _element(extension, OURS, "step", number=str(step.number), kind=step.kind.value, **facts)
    _write_limits(ours, {"statutory": step.statutory_limit, "promised": step.promised_limit})


def _started_apart(chart: Chart) -> set[int]:
    """Starts that lines lead back to: BPMN lets nothing lead to a start event, so they are a task after one."""
    targets = {line.target for line in edges(chart)}
    return {
        place for place, step in enumerate(chart.steps) if step.kind is StepKind.START and place in targets
    }


def _kind_of(chart: Chart, place: int) -> str:
    """The BPMN element of a step; an end that goes on is a task, for nothing may leave an end event."""
    step = chart.steps[place]
    match step.kind:
        case StepKind.DECISION:
            return "exclusiveGateway"
        case StepKind.START if place not in _started_apart(chart):
            return "startEvent"
        case StepKind.END if not any(line.source == place for line in edges(chart)):
            return "endEvent"
        case _:
            return "userTask"


def _write_diagram(root: ET.Element, sizes: Sizes) -> None:
    diagram = _element(root, DIAGRAM, "BPMNDiagram", id="diagram")
    plane = _element(diagram, DIAGRAM, "BPMNPlane", id="plane", bpmnElement="collaboration")
    left, right, high = sizes.borders[0], sizes.borders[-1], sizes.size[1]
    _shape(plane, "pool", (left, -_POOL_HEAD), (right, high), isHorizontal="false")
    for index, (start, end) in enumerate(pairwise(sizes.borders)):
        _shape(plane, f"lane_{index}", (start, 0), (end, high), isHorizontal="false")
    chart = sizes.grid.chart
    for place in range(len(chart.steps)):
        (x, y), (across, down) = sizes.centre(place), _half_size(sizes, place)
        _shape(plane, f"step_{place}", (x - across, y - down), (x + across, y + down))
    for place in _started_apart(chart):
        x, y = sizes.centre(place)
        top = y - sizes.half_height(place)
        _shape(plane, f"start_{place}", (x - 10, top - 32), (x + 10, top - 12))
        _edge(plane, f"begin_{place}", [(x, top - 12), (x, top)])
    for index in range(len(sizes.routes)):
        _edge(plane, f"flow_{index}", _waypoints(sizes, index))


def _half_size(sizes: Sizes, place: int) -> tuple[float, float]:
    if _kind_of(sizes.grid.chart, place).endswith("Event"):
        return _EVENT, _EVENT
    return HALF_WIDTH, sizes.half_height(place)


def _waypoints(sizes: Sizes, index: int) -> list[Place]:
    """The corners of a line, drawn out to the circle where it begins or ends at an event."""
    route = sizes.routes[index]
    corners = list(sizes.course(route))
    for end, place, port in ((0, route.edge.source, route.leaves), (-1, route.edge.target, route.comes)):
        x, y = sizes.centre(place)
        across, down = _half_size(sizes, place)
        if across == _EVENT and not port.slot:
            step = {"top": (0, -down), "bottom": (0, down), "left": (-across, 0), "right": (across, 0)}[
                port.side
            ]
            corners[end] = x + step[0], y + step[1]
    return corners


def _shape(plane: ET.Element, name: str, corner: Place, opposite: Place, **facts: str) -> None:
    shape = _element(plane, DIAGRAM, "BPMNShape", id=f"{name}_shape", bpmnElement=name, **facts)
    (x, y), (to_x, to_y) = corner, opposite
    bounds = {"x": f"{x:.1f}", "y": f"{y:.1f}", "width": f"{to_x - x:.1f}", "height": f"{to_y - y:.1f}"}
    _element(shape, BOUNDS, "Bounds", **bounds)


def _edge(plane: ET.Element, name: str, points: list[Place]) -> None:
    edge = _element(plane, DIAGRAM, "BPMNEdge", id=f"{name}_edge", bpmnElement=name)
    for x, y in points:
        _element(edge, WAYPOINTS, "waypoint", x=f"{x:.1f}", y=f"{y:.1f}")


def _element(parent: ET.Element | None, space: str, tag: str, /, **attributes: str) -> ET.Element:
    written = dict(_written(attributes))
    full = f"{{{space}}}{tag}"
    return ET.Element(full, written) if parent is None else ET.SubElement(parent, full, written)


def _written(attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((key, drawable(value)) for key, value in attributes.items() if value)
