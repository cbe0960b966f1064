"""The drawn chart: lines, labels, texts, parts, what may stand in the SVG."""

import re
from dataclasses import replace
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.flows.lantern_charts import LANTERN, charts, step

from qingdan.data.chart_templates import all_templates
from qingdan.drawing.flow_chart import _drawn, draw
from qingdan.drawing.flows.grid import HALF_WIDTH
from qingdan.drawing.flows.order import arrange
from qingdan.drawing.flows.parts import MOST_ROWS, parts
from qingdan.drawing.flows.sizes import Sizes
from qingdan.drawing.flows.text import WIDEST_LINE, lines, width
from qingdan.rules.flow_graph import Chart, Step, StepKind

pytestmark = pytest.mark.requirement("R-026")
CLASSES = {"line", "hair", "node", "ask", "end", "here", "band", "halo", "dim", "serif", "arrow"}
ELEMENTS = {"svg", "title", "desc", "defs", "marker", "path", "rect", "text", "tspan"}
ATTRIBUTES = {
    *(
        "viewBox",
        "role",
        "aria-labelledby",
        "font-size",
        "font-weight",
        "text-anchor",
        "id",
        "class",
        "d",
        "x",
        "y",
    ),
    *(
        "fill",
        "stroke",
        "dx",
        "rx",
        "width",
        "height",
        "marker-end",
        "refX",
        "refY",
        "markerWidth",
        "markerHeight",
        "orient",
    ),
}
TEMPLATES = pytest.mark.parametrize(
    "chart", [one.chart for one in all_templates()], ids=[f"{one.procedure}-{one.since}" for one in all_templates()]
)  # fmt: skip
HOSTILE = "</text><script>alert(1)</script>&\"'\x00\x1b\u202e<![CDATA["


def sizes_of(chart: Chart) -> list[Sizes]:
    return [
        Sizes(grid=grid, routes=routes)
        for grid, routes in map(arrange, parts(chart, onward="转", coming="接") if chart.steps else ())
    ]


@TEMPLATES
def test_template__is_drawn_without_a_crossing(chart: Chart) -> None:
    drawing = sizes_of(chart)

    assert len(draw(chart)) == 1
    assert sum(route.crossings for route in drawing[0].routes) == 0


@TEMPLATES
def test_template__lines_and_labels_keep_off_nodes(chart: Chart) -> None:
    for drawing in sizes_of(chart):
        check_lines(drawing)
        check_labels(drawing)


@settings(max_examples=60)
@given(charts(most=10))
def test_lines__keep_off_nodes_and_other_lines(chart: Chart) -> None:
    for drawing in sizes_of(chart):
        check_lines(drawing)


def check_lines(drawing: Sizes) -> None:
    for route in drawing.routes:
        course = drawing.course(route)
        for (x, y), (to_x, to_y) in pairwise(course):
            assert x == pytest.approx(to_x) or y == pytest.approx(to_y)
            for place in drawing.grid.cells:
                assert not enters(drawing, place, (x, y), (to_x, to_y)), (route, place)
    for one, other in combinations(drawing.routes, 2):
        if one.edge.target != other.edge.target:
            assert not overlap(drawing.course(one), drawing.course(other)), (one, other)


def check_labels(drawing: Sizes) -> None:
    boxes = [(drawing.centre(place), drawing.half_height(place)) for place in drawing.grid.cells]
    for label in filter(None, map(drawing.label, drawing.routes)):
        for (x, y), half in boxes:
            beside = label.x >= x + HALF_WIDTH or label.x + label.across <= x - HALF_WIDTH
            assert beside or label.y >= y + half - 2 or label.y + label.high <= y - half, label


def enters(drawing: Sizes, place: int, start: tuple[float, float], end: tuple[float, float]) -> bool:
    """Whether a piece of a line comes inside a node's outline, by more than a hair."""
    (x, y), half = drawing.centre(place), drawing.half_height(place)
    kind = drawing.grid.step(place).kind
    for share in (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0):
        across = abs(start[0] + share * (end[0] - start[0]) - x) / HALF_WIDTH
        down = abs(start[1] + share * (end[1] - start[1]) - y) / half
        depth = across + down if kind is StepKind.DECISION else max(across, down)
        if depth < 0.99:
            return True
    nearest = min(max(x, min(start[0], end[0])), max(start[0], end[0]))
    lowest = min(max(y, min(start[1], end[1])), max(start[1], end[1]))
    across, down = abs(nearest - x) / HALF_WIDTH, abs(lowest - y) / half
    return (across + down if kind is StepKind.DECISION else max(across, down)) < 0.99


def overlap(one: tuple[tuple[float, float], ...], other: tuple[tuple[float, float], ...]) -> bool:
    """Whether two lines lie on each other for more than a point."""
    for (ax, ay), (bx, by) in pairwise(one):
        for (cx, cy), (dx, dy) in pairwise(other):
            across = min(max(ax, bx), max(cx, dx)) - max(min(ax, bx), min(cx, dx))
            down = min(max(ay, by), max(cy, dy)) - max(min(ay, by), min(cy, dy))
            if (across > 0.5 and abs(down) < 0.5) or (down > 0.5 and abs(across) < 0.5):
                return True
    return False


@settings(max_examples=25)
@given(charts(most=10), st.integers(1, 10))
def test_drawing__is_plain_svg(chart: Chart, current: int) -> None:
    for drawing in draw(chart, {current}):
        root = ET.fromstring(drawing)
        assert root.attrib["role"] == "img"
        assert [child.tag.rpartition("}")[2] for child in root][:2] == ["title", "desc"]
        assert re.fullmatch(r"lanes-\d+", root.attrib.pop("class"))
        for element in root.iter():
            assert element.tag.rpartition("}")[2] in ELEMENTS
            assert element.attrib.keys() <= ATTRIBUTES
            assert set(element.attrib.get("class", "").split()) <= CLASSES


def test_hostile_text__is_only_text() -> None:
    evil = Chart(
        title=HOSTILE,
        steps=(
            step(1, "start", HOSTILE, (2, HOSTILE), post=HOSTILE, content=HOSTILE),
            step(2, "end", "完", document=HOSTILE),
        ),
    )
    drawing = draw(evil)[0]

    assert "<script" not in drawing and "\x00" not in drawing and "\u202e" not in drawing
    assert "script" in "".join(ET.fromstring(drawing).itertext())


def test_drawing__tells_its_content_and_marks_the_step_in_hand() -> None:
    drawing = draw(LANTERN, {4})[0]

    assert "<title" in drawing and "点灯许可运行流程图</title>" in drawing
    assert "7 个环节、3 个岗位。" in drawing
    assert "4 决定（局长），2个工作日，下一环节 准予 → 5；不准 → 6。" in drawing
    assert re.findall(r'class="([^"]* here)"', drawing) == ["node ask here"]


def test_drawing__is_the_same_each_time() -> None:
    first = draw(LANTERN)
    _drawn.cache_clear()

    assert draw(LANTERN) == first


@pytest.mark.parametrize(
    ("steps", "count"),
    [
        ((), 0),
        ((step(1, "start", "申请"),), 1),
        ((step(1, "act", "转圈", 1),), 1),
        ((step(1, "act", "甲", 2), step(2, "act", "乙", 1)), 1),
        ((step(1, "start", "申请", 99),), 1),
        ((step(1, "act", "同号", 1), step(1, "act", "同号", 1)), 1),
    ],
)
def test_odd_charts__are_drawn(steps: tuple[Step, ...], count: int) -> None:
    chart = Chart(steps=steps)

    assert len(draw(chart)) == count
    for drawing in sizes_of(chart):
        check_lines(drawing)


@pytest.mark.parametrize("count", [14, 15, 29, 60])
def test_long_chart__is_cut_into_parts_that_fit(count: int) -> None:
    steps = [step(number, "act", f"环节{number}", number + 1) for number in range(1, count)]
    chart = Chart(steps=(*steps, step(count, "end", "归档", 3)), title="长图")
    drawn = sizes_of(chart)
    own = [
        one.number for drawing in drawn for one in drawing.grid.chart.steps if one.name not in {"转", "接"}
    ]

    assert own == list(range(1, count + 1))
    assert len(draw(chart)) == len(drawn) == (1 if count <= MOST_ROWS else -(-count // 12))
    assert all(len(drawing.grid.rows) <= MOST_ROWS for drawing in drawn)
    if count > MOST_ROWS:
        assert "13 环节13" in draw(chart)[0]
        assert "长图运行流程图（第 1 张" in draw(chart)[0]


def test_wide_exits__each_have_a_port() -> None:
    ways = [(number, f"情形{number}") for number in range(2, 12)]
    fan = Chart(
        steps=(
            step(1, "decision", "分流", *ways),
            *(step(number, "end", f"终{number}") for number, _ in ways),
        )
    )

    assert draw(fan)
    assert len({route.points for route in sizes_of(fan)[0].routes}) == len(ways)


@given(st.text(max_size=60))
def test_words__fit_two_lines(text: str) -> None:
    broken = lines(text)

    assert len(broken) <= 2
    assert all(width(line) <= WIDEST_LINE + 0.6 for line in broken)


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("调查终结报告", ("调查终结报告",)),
        ("听取陈述申辩并复核", ("听取陈述申辩", "并复核")),
        ("审查，重大的集体讨论", ("审查，", "重大的集体讨论")),
        ("一二三四五六七八九十一二三四五六七八", ("一二三四五六七八", "九十一二三四五…")),
        ("", ()),
    ],
)
def test_words__break_where_they_may(text: str, broken: tuple[str, ...]) -> None:
    assert lines(text) == broken


def test_neighbouring_steps__of_one_name_share_a_row() -> None:
    shared = replace(LANTERN, steps=tuple(replace(one, name="同一环节") for one in LANTERN.steps))
    rows = [len(row) for row in sizes_of(shared)[0].grid.rows]

    assert rows == [2, 2, 1, 1, 1]


def test_shapes__are_drawn_without_a_style_sheet() -> None:
    """Without one a shape that says nothing is filled with black."""
    svg = "".join(draw(LANTERN))
    shapes = re.findall(r'<(?:path|rect) class="(?!arrow|hair)[^>]*>', svg)

    assert shapes and [one for one in shapes if 'fill="' not in one] == []
