"""How a chart differs from its template."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.flows.lantern_charts import LANTERN, charts, lantern, step, working

from qingdan.rules.flow_graph import Chart, Difference, DifferenceKind, Step, difference
from qingdan.rules.flows.difference import _longest_rising

pytestmark = pytest.mark.requirement("R-048")


@pytest.mark.parametrize(
    ("kind", "fields", "before", "after"),
    [
        ("post", {"post": "窗口"}, "灯笼科", "窗口"),
        ("promised_limit", {"promised_limit": working(3)}, "5个工作日", "3个工作日"),
        ("statutory_limit", {"statutory_limit": working(9)}, "", "9个工作日"),
        ("kind", {"kind": "document"}, "act", "document"),
        ("document", {"document": "审查表"}, "", "审查表"),
        ("counted", {"counted": False}, "", "不计入"),
        ("exits", {"exits": step(3, "act", "", 6).exits}, "→决定", "→告知"),
    ],
)
def test_field__changed(kind: str, fields: dict[str, object], before: str, after: str) -> None:
    expected = Difference(
        kind=DifferenceKind(kind), name="审查", step=3, origin=3, before=before, after=after
    )

    assert difference(lantern(s3=fields), LANTERN) == (expected,)


def test_steps__added_removed_and_moved() -> None:
    steps = {one.number: one for one in LANTERN.steps}
    changed = _chart(steps[1], steps[2], steps[4], steps[3], steps[5], step(9, "act", "回访"), steps[7])

    differences = [one for one in difference(changed, LANTERN) if one.kind is not DifferenceKind.EXITS]
    assert [one.kind.value for one in differences] == ["order", "added", "removed"]
    assert differences[0].name in {"决定", "审查"}
    assert [one.name for one in differences[1:]] == ["回访", "告知"]


@given(charts())
def test_chart__does_not_differ_from_itself(chart: Chart) -> None:
    assert difference(chart, chart) == ()


@given(charts(), charts())
def test_steps__are_kept_added_or_removed(chart: Chart, origin: Chart) -> None:
    kinds = [one.kind for one in difference(chart, origin)]
    kept = len(chart.steps) - kinds.count(DifferenceKind.ADDED)

    assert kept == len(origin.steps) - kinds.count(DifferenceKind.REMOVED)


@given(st.permutations(range(7)))
def test_longest_rising__is_none_longer(values: list[int]) -> None:
    run = _longest_rising(values)
    picked = [values[index] for index in sorted(run)]
    longest = max(size for size in range(8) for one in combinations(values, size) if list(one) == sorted(one))

    assert picked == sorted(picked)
    assert len(picked) == longest


def _chart(*steps: Step) -> Chart:
    return replace(LANTERN, steps=steps)
