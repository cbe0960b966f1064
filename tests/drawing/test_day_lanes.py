"""Lanes on one scale: parsable, escaped, on one scale, with words that say the same."""

import xml.etree.ElementTree as ET

import pytest

from qingdan.drawing.day_lanes import DayBar, DayLane, DayLanes, Look, draw_day_lanes

pytestmark = pytest.mark.requirement("R-084")
LOOKS = {
    "review": Look(words="审查", style="c1", dark=True),
    "left": Look(words="还剩", style="c1", tint="0.2"),
}
SVG = "{http://www.w3.org/2000/svg}"


def _drawn(*lanes: DayLane, marks: tuple[tuple[int, str], ...] = ()) -> ET.Element:
    chart = DayLanes(title="谁<办>", description="说&明", looks=LOOKS, lanes=lanes, marks=marks)
    return ET.fromstring(draw_day_lanes(chart))


def test_bars__lie_on_one_scale_whatever_the_lane() -> None:
    long = DayLane(name="市灯笼局", note="灯塔", bars=[DayBar(kind="review", first=0, last=40)])
    short = DayLane(name="市河道局", note="河", bars=[DayBar(kind="left", first=20, last=40)])

    found = _drawn(long, short, marks=((40, "到期"),))

    bars = [one for one in found.iter(f"{SVG}rect") if one.get("height") == "22"]
    whole, half = (float(one.get("width", "0")) for one in bars)
    assert whole + 1 == pytest.approx(2 * (half + 1), rel=0.01)
    ends = {round(float(one.get("x", "0")) + float(one.get("width", "0"))) for one in bars}
    assert len(ends) == 1


def test_hostile_names__are_text_and_nothing_else() -> None:
    lane = DayLane(name="<script>", note='"&', bars=[DayBar(kind="review", first=3, last=3)])

    found = _drawn(lane)

    assert found.find(f".//{SVG}script") is None
    assert found.find(f"{SVG}title").text == "谁<办>"  # type: ignore[union-attr]
    assert "<script>" in [one.text for one in found.iter(f"{SVG}text")]


def test_a_bar_of_no_days__is_still_seen() -> None:
    found = _drawn(DayLane(name="局", note="", bars=[DayBar(kind="review", first=3, last=3)]))

    (bar,) = [one for one in found.iter(f"{SVG}rect") if one.get("height") == "22"]
    assert float(bar.get("width", "0")) >= 1


def test_no_lanes__are_no_picture() -> None:
    assert draw_day_lanes(DayLanes(title="", description="", looks=LOOKS, lanes=())) == ""


@pytest.mark.parametrize("days", [0, 3, 60, 400, 9_999])
def test_the_scale__has_few_ticks_however_long(days: int) -> None:
    found = _drawn(DayLane(name="局", note="", bars=[DayBar(kind="review", first=0, last=days)]))

    assert len(list(found.iter(f"{SVG}path"))) <= 20
