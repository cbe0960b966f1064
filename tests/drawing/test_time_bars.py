"""The chart of time: bars within the picture, hostile labels escaped, nothing drawn of nothing."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.drawing.time_bars import WIDTH, TimeBars, TimeRow, draw_time_bars

pytestmark = pytest.mark.requirement("RQ-A8")
FIRST = date(2026, 6, 1)
NAME = "{http://www.w3.org/2000/svg}"
DAYS = st.dates(date(2025, 1, 1), date(2028, 1, 1))


def chart(*rows: TimeRow, days: int = 30) -> TimeBars:
    return TimeBars(
        title="灯彩园<b>", description="一&二", first=FIRST, last=FIRST + timedelta(days=days), today=FIRST,
        today_words="今天", rows=rows,
    )  # fmt: skip


@given(spans=st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=8), label=st.text(max_size=40))
def test_bars__stay_within_the_picture_whatever_the_days(spans: list[tuple[date, date]], label: str) -> None:
    label = "".join(one for one in label if one.isprintable())
    rows = [TimeRow(label=label, planned=(min(one), max(one)), real=[(min(one), max(one))]) for one in spans]
    root = ElementTree.fromstring(draw_time_bars(chart(*rows)))

    bars = root.findall(f"{NAME}rect")
    assert len(bars) == 2 * len(spans)
    for bar in bars:
        assert float(bar.attrib["x"]) >= 0 and float(bar.attrib["width"]) > 0
        assert float(bar.attrib["x"]) + float(bar.attrib["width"]) <= WIDTH


def test_words__are_escaped_and_long_labels_cut() -> None:
    drawn = draw_time_bars(chart(TimeRow(label="<script>" + "灯" * 30, planned=(FIRST, FIRST))))

    assert "<script>" not in drawn and "灯彩园&lt;b&gt;" in drawn and "…" in drawn


def test_nothing__is_drawn_of_no_rows_or_no_days() -> None:
    assert draw_time_bars(chart()) == ""
    assert draw_time_bars(chart(TimeRow(label="灯"), days=0)) == ""
