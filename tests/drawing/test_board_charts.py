"""The two charts of the board: the picture says what the data says."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.drawing.stacked_bar import StackedBar, draw_stacked_bar
from qingdan.drawing.step_line import StepLine, draw_step_line, ticks

pytestmark = pytest.mark.requirement("R-094")
SVG = "{http://www.w3.org/2000/svg}"
FIRST = date(2015, 4, 1)


def _line(counts: Sequence[int], **more: object) -> str:
    points = [(FIRST + timedelta(days=number), count) for number, count in enumerate(counts)]
    chart = {"title": "报送进度", "description": "累计", "whole": 69, "whole_words": "应报 69", **more}
    return draw_step_line(StepLine(points=points, **chart))  # type: ignore[arg-type]


def _bar(rows: Sequence[tuple[str, Sequence[int]]], series: Sequence[str] = ("保留", "取消")) -> str:
    return draw_stacked_bar(StackedBar(title="占比", description="各类", series=series, rows=rows))


@given(st.lists(st.integers(0, 69), min_size=2, max_size=60).map(sorted))
def test_step_line__never_falls_and_stays_inside(counts: list[int]) -> None:
    path = ElementTree.fromstring(_line(counts)).find(f"{SVG}path[@class='l1']")
    assert path is not None
    heights = [float(one) for one in re.findall(r"[V ](\d+(?:\.\d)?)", path.get("d", ""))]

    assert heights == sorted(heights, reverse=True)
    assert all(18 <= one <= 226 for one in heights)
    assert len(heights) == len(set(counts))


def test_step_line__writes_deadline_whole_and_marked_counts() -> None:
    drawn = _line(
        [0, 3, 61, 66], deadline=date(2015, 4, 3), deadline_words="4月3日 截止", marked=[FIRST + timedelta(2)]
    )
    words = [one.text for one in ElementTree.fromstring(drawn).iter(f"{SVG}text")]

    assert {"应报 69", "4月3日 截止", "61", "4/1", "4/4"} <= set(words)
    assert "66" not in words
    assert 'class="l2"' in drawn


@pytest.mark.parametrize("counts", [[], [1]])
def test_step_line__of_too_few_days(counts: list[int]) -> None:
    assert _line(counts) == ""


@given(st.integers(1, 100_000))
def test_ticks__are_few_round_and_below_the_whole(most: int) -> None:
    found = list(ticks(most))

    assert found[0] == 0
    assert 1 <= len(found) <= 5
    assert found[-1] < most
    assert most == 1 or str(found[1]).rstrip("0") in ("1", "2", "5")


@given(st.lists(st.lists(st.integers(0, 5_000), min_size=2, max_size=2), min_size=1, max_size=9))
def test_stacked_bar__fills_each_row_in_proportion(counts: list[list[int]]) -> None:
    drawn = _bar([(f"类{number}", one) for number, one in enumerate(counts)])
    rows = [one for one in counts if sum(one)]
    if not rows:
        assert drawn == ""
        return
    bars = [one for one in ElementTree.fromstring(drawn).iter(f"{SVG}rect") if one.get("height") == "20"]

    assert len(bars) == sum(1 for one in rows for count in one if count)
    for bar, (count, whole) in zip(bars, [(c, sum(r)) for r in rows for c in r if c], strict=True):
        wide = 509 * count / whole
        assert float(bar.get("width", "0")) == pytest.approx(max(wide - 1, 0.6), abs=0.06)


def test_charts__escape_what_they_are_given_and_carry_no_style() -> None:
    drawn = _bar([("<处罚>", [2_210, 96])], series=("保&留", "取消")) + _line([0, 1], title="<b>")

    assert "<处罚>" not in drawn
    assert "style=" not in drawn
    assert "2\u202f306" in drawn
    for one in drawn.split("</svg>")[:2]:
        named = re.findall(r'aria-labelledby="(\S+) (\S+)"', one)[0]
        assert all(f'id="{name}"' in one for name in named)
