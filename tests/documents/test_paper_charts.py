"""The set of flow charts on paper."""

from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader
from tests.documents.samples import HEAD, SVG, sizes, texts

from qingdan.documents.charts import NotAChart, chart_set_pdf, is_broad, styled_for_print
from qingdan.documents.model import ChartSet

pytestmark = [pytest.mark.requirement("R-048"), pytest.mark.requirement("G-documents")]


def test_chart_set__has_list_drawing_and_steps(charts: ChartSet) -> None:
    printed = texts(chart_set_pdf(charts))

    assert len(printed) == 4
    assert "02-1处罚流程图行政处罚2" in printed[0] and "06-1确认流程图行政处罚4" in printed[0]
    assert "监督电话0000-0000002" in printed[1] and "巡查" in printed[1]
    assert "2决定局长决定书是→3；否→5" in printed[2]
    assert "确认流程图" in printed[3]


def test_chart_set__broad_drawing_gets_a_page_across(charts: ChartSet) -> None:
    assert sizes(chart_set_pdf(charts)) == ["upright", "upright", "upright", "across"]


def test_chart_set__tall_drawing_stays_on_one_page(charts: ChartSet) -> None:
    tall = replace(charts.charts[0], drawings=(SVG.replace("400 600", "400 9000"),), lines=())

    assert len(texts(chart_set_pdf(replace(charts, charts=(tall,))))) == 2


def test_chart_set__split_chart_has_a_page_for_each_part(charts: ChartSet) -> None:
    split = replace(charts.charts[0], drawings=(SVG, SVG.replace("巡查", "续")))

    printed = texts(chart_set_pdf(replace(charts, charts=(split,))))

    assert len(printed) == 4
    assert "处罚流程图" in printed[1] and "续" in printed[2] and "办理内容" in printed[3]


def test_chart_set__chart_without_drawing_has_its_steps(charts: ChartSet) -> None:
    undrawn = replace(charts.charts[0], drawings=())

    printed = texts(chart_set_pdf(replace(charts, charts=(undrawn,))))

    assert "监督电话0000-0000002" in printed[1] and "办理内容" in printed[2]


def test_chart_set__long_table_repeats_its_heads(charts: ChartSet) -> None:
    long = replace(charts.charts[0], lines=charts.charts[0].lines * 40)

    printed = texts(chart_set_pdf(replace(charts, charts=(long,))))

    assert len(printed) > 3
    assert all("办理内容" in page and "下一环节" in page for page in printed[2:])


def test_chart_set__nothing_to_print_says_so() -> None:
    assert "没有流程图" in "".join(texts(chart_set_pdf(ChartSet(**HEAD))))


def test_drawing__is_read_out_by_its_title(charts: ChartSet) -> None:
    root = PdfReader(BytesIO(chart_set_pdf(charts))).trailer["/Root"]["/StructTreeRoot"]

    assert "处罚流程图：各环节及去向见后面的环节表" in _spoken(root)


def _spoken(node: object) -> list[str]:
    if not hasattr(node, "get"):
        return []
    kids = node.get("/K", [])
    found = [str(node["/Alt"])] if "/Alt" in node else []
    for kid in kids if isinstance(kids, list) else [kids]:
        found += _spoken(kid.get_object())
    return found


@pytest.mark.parametrize("named", ["", ' xmlns="http://www.w3.org/2000/svg"'])
def test_drawing__gets_the_styles_of_its_classes(named: str) -> None:
    styled = ElementTree.fromstring(styled_for_print(SVG.replace("<svg", f"<svg{named}")))

    assert styled.tag == "{http://www.w3.org/2000/svg}svg"
    assert styled[0].tag == "{http://www.w3.org/2000/svg}style"
    assert ".node { fill: #fff; stroke: #000;" in (styled[0].text or "")
    assert styled[2].text == "巡查"


def test_drawing__styles_are_seen_on_paper(charts: ChartSet) -> None:
    """A box without style would be a black area; with it, it is white with a black line of 1.4."""
    one = replace(charts, charts=charts.charts[:1])
    unknown = replace(one, charts=(replace(one.charts[0], drawings=(SVG.replace("node", "nothing"),)),))

    assert _strokes(one) == _strokes(unknown) + 1


def _strokes(charts: ChartSet) -> int:
    content = PdfReader(BytesIO(chart_set_pdf(charts))).pages[1].get_contents()
    assert content is not None
    return len([one for one in content.get_data().split() if one in (b"S", b"B")])


@pytest.mark.parametrize("drawing", ["", "巡查", "<svg>", "<html/>", '<!DOCTYPE x><p xmlns="x"/>'])
def test_drawing__that_is_none_is_refused(drawing: str, charts: ChartSet) -> None:
    with pytest.raises(NotAChart):
        chart_set_pdf(replace(charts, charts=(replace(charts.charts[0], drawings=(drawing,)),)))


@pytest.mark.parametrize(
    ("box", "broad"),
    [
        ("0 0 900 300", True),
        ("0,0,900,300", True),
        ("0 0 300 300", False),
        ("-10 -10 300 900", False),
        ("", False),
    ],
)
def test_drawing__is_broad_by_its_view_box(box: str, broad: bool) -> None:
    assert is_broad(f'<svg viewBox="{box}"/>') is broad
