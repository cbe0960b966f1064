"""C27: charts that are not whole."""

from dataclasses import replace

import pytest
from hypothesis import given
from tests.rules.flows.lantern_charts import LANTERN, charts, lantern, natural, step

from qingdan.data.wording import render
from qingdan.rules.flow_graph import Chart, chart_problems, renumbered
from qingdan.rules.flows.ways import ends_first, reached, ways_on

pytestmark = pytest.mark.requirement("C27")
FAULTS = [
    ("no_post", {"s3": {"post": ""}}, 3, "post"),
    ("limit_without_owner", {"s7": {"post": "", "promised_limit": natural(1)}}, 7, "post"),
    ("nameless_step", {"s3": {"name": ""}}, 3, "name"),
    ("second_start", {"s3": {"kind": "start"}}, 3, "kind"),
    ("double_number", {"s6": {"number": 5}}, 5, "number"),
    ("exit_nowhere", {"s3": {"exits": step(3, "act", "", 9).exits}}, 3, "exits"),
    ("end_goes_on", {"s7": {"exits": step(7, "end", "", 3).exits}}, 7, "exits"),
    ("dead_end", {"s5": {"exits": ()}}, 5, "exits"),
    ("branch_without_decision", {"s3": {"exits": step(3, "act", "", 4, 5).exits}}, 3, "exits"),
    ("few_exits", {"s4": {"exits": step(4, "act", "", (5, "准予")).exits}}, 4, "exits"),
    ("exit_without_label", {"s4": {"exits": step(4, "act", "", (5, "准予"), 6).exits}}, 4, "exits"),
    ("same_label", {"s4": {"exits": step(4, "act", "", (5, "是"), (6, "是")).exits}}, 4, "exits"),
    ("no_way_out", {"s3": {"exits": step(3, "act", "", 2).exits}}, 3, "exits"),
]


@pytest.mark.requirement("R-026")
def test_chart__that_is_whole_has_no_problem() -> None:
    assert chart_problems(LANTERN) == ()


@pytest.mark.parametrize(("key", "changed", "number", "field"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_fault__is_found_at_its_step_and_field(
    key: str, changed: dict[str, dict[str, object]], number: int, field: str
) -> None:
    problems = [problem for problem in chart_problems(lantern(**changed)) if problem.key == f"C27.{key}"]

    assert problems[0].data == {"step": number, "field": field}
    assert f"第 {number} 步" in render(problems[0]).message


def test_chart__without_steps_start_or_end() -> None:
    no_start = replace(LANTERN, steps=(step(1, "act", "申请", 2), *LANTERN.steps[1:]))
    no_end = lantern(s7={"kind": "act", "exits": ()})

    assert _keys(Chart(steps=())) == ["C27.no_steps"]
    assert _keys(no_start) == ["C27.without_start"]
    assert _keys(no_end) == ["C27.without_end", "C27.dead_end"]


def test_steps__that_nothing_leads_to() -> None:
    cut_off = replace(LANTERN, steps=(*LANTERN.steps, step(8, "act", "回访", 9), step(9, "end", "结束")))

    assert _keys(cut_off) == ["C27.not_reached", "C27.end_not_reached"]


def test_unreached_circle__is_one_fault_a_step() -> None:
    circle = replace(LANTERN, steps=(*LANTERN.steps, step(8, "act", "复查", 9), step(9, "act", "再复查", 8)))

    assert _keys(circle) == ["C27.not_reached", "C27.not_reached"]


@given(charts())
def test_problems__have_words_and_name_steps_of_the_chart(chart: Chart) -> None:
    numbers = {step.number for step in chart.steps} | {None}
    for problem in chart_problems(chart):
        assert render(problem).message
        assert problem.data["step"] in numbers


@given(charts())
def test_reached__is_the_closure_of_the_exits(chart: Chart) -> None:
    ways = ways_on(chart)
    for start in ways:
        closure = {start}
        for _ in ways:
            closure |= {target for one in closure for target in ways[one]}
        assert reached(ways, [start]) == closure


@given(charts())
def test_ways_back__left_out_no_circle_remains(chart: Chart) -> None:
    ways = ways_on(chart)
    order, back = ends_first(ways)
    place = {number: index for index, number in enumerate(order)}

    assert sorted(order) == sorted(ways)
    for start, targets in ways.items():
        assert all(place[target] < place[start] for target in targets if (start, target) not in back)


@given(charts(forward=True))
def test_ways_back__do_not_occur_where_all_lead_on(chart: Chart) -> None:
    assert ends_first(ways_on(chart))[1] == frozenset()


@given(charts())
def test_numbering_anew__changes_no_finding(chart: Chart) -> None:
    spread = replace(
        chart,
        steps=tuple(
            replace(one, number=one.number * 7, exits=tuple(replace(way, to=way.to * 7) for way in one.exits))
            for one in chart.steps
        ),
    )

    assert renumbered(spread) == chart
    assert _keys(spread) == _keys(chart)


def _keys(chart: Chart) -> list[str]:
    return [problem.key for problem in chart_problems(chart)]
