"""Document numbers (文号) standing alone and in the brackets after a title."""

import pytest

from qingdan.rules.citation import CitationKind, read_citations
from qingdan.rules.citations.document_numbers import number_in

pytestmark = pytest.mark.requirement("I-cite")


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("国务院令第676号", "国务院令第676号"),
        ("主席令第七十三号", "主席令第七十三号"),
        ("国发〔2010〕21号", "国发〔2010〕21号"),
        ("财税[2014]151号", "财税〔2014〕151号"),
        ("劳部发（1994）489号", "劳部发〔1994〕489号"),
        ("财综【2017】35号", "财综〔2017〕35号"),
        ("发改价格［2015］119号", "发改价格〔2015〕119号"),
        ("临府办发(2015)第3号", "临府办发〔2015〕第3号"),
        ("中国人民银行令〔2002〕2号", "中国人民银行令〔2002〕2号"),
        ("国家卫生健康委令2018年第1号", "国家卫生健康委令2018年第1号"),
        ("国家税务总局公告2018年第33号", "国家税务总局公告2018年第33号"),
        ("建设部令（第110号）", "建设部令（第110号）"),
        ("民政部29号令", "民政部29号令"),
        ("国务院第588号令", "国务院第588号令"),
        ("国务院、中央军委令第788号", "国务院、中央军委令第788号"),
        ("国务院 中央军委令第788号", "国务院 中央军委令第788号"),
        ("住房和城乡建设部令第5号", "住房和城乡建设部令第5号"),
        ("中华人民共和国交通部令第8号", "中华人民共和国交通部令第8号"),
        ("原国家工商行政管理局令第94号", "原国家工商行政管理局令第94号"),
        ("根据国务院令第5号", "国务院令第5号"),
        ("有关规定、国务院令第5号", "国务院令第5号"),
        ("2010年修订国务院令第5号", "国务院令第5号"),
        ("主席令第26号）", "主席令第26号"),
        ("卫生部令第 3 号", "卫生部令第 3 号"),
    ],
)
def test_alone__kept_as_printed_with_its_brackets_normalised(printed: str, number: str) -> None:
    (found,) = read_citations(printed)

    assert (found.kind, found.document_number, found.title) == (CitationKind.DOCUMENT_NUMBER, number, None)
    assert found.article is None


@pytest.mark.parametrize(
    "printed",
    ["车牌号", "3号楼", "第5号", "令第5号", "门牌88号", "号令", "身份证号码", "2010年第5号", "（2010）5号"],
)
def test_no_number__without_body_or_form(printed: str) -> None:
    assert read_citations(printed) == ()


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("2003年6月8日中华人民共和国国务院令第379号公布", "国务院令第379号"),
        ("1982年11月19日第五届全国人大常委会令第11号，2015年4月24日予以修改", "第五届全国人大常委会令第11号"),
        ("二〇〇三年六月八日国务院令第379号", "国务院令第379号"),
        ("第29号令", "第29号令"),
        ("2012年修正", None),
    ],
)
def test_in_a_note__without_date_and_state(words: str, number: str | None) -> None:
    found = number_in(words)

    assert (found.of_title() if found else None) == number


def test_several__each_its_own_entry() -> None:
    found = read_citations("国发〔1998〕34号，财综函〔2002〕3号、财税〔2019〕53号")

    assert [one.document_number for one in found] == [
        "国发〔1998〕34号",
        "财综函〔2002〕3号",
        "财税〔2019〕53号",
    ]


@pytest.mark.parametrize(
    ("text", "number", "places"),
    [
        ("劳部发〔1994〕503号第七条", "劳部发〔1994〕503号", [(7, None, None)]),
        ("临江省人民政府令第189号第十二条第二款", "临江省人民政府令第189号", [(12, 2, None)]),
        ("临政发〔2013〕84号附件1第66项", "临政发〔2013〕84号", [(None, None, 66)]),
        ("（国务院令第412号）附件第16项", "国务院令第412号", [(None, None, 16)]),
        ("国务院令第412号第16项", "国务院令第412号", [(None, None, 16)]),
        ("公安部令第16号）第七条", "公安部令第16号", [(7, None, None)]),
        ("国发〔2012〕52号文第三条、第四条", "国发〔2012〕52号", [(3, None, None), (4, None, None)]),
    ],
)
def test_places__after_a_number(text: str, number: str, places: list[tuple[object, ...]]) -> None:
    found = read_citations(text)

    assert {one.document_number for one in found} == {number}
    assert [(one.article, one.paragraph, one.annex_item) for one in found] == places


@pytest.mark.parametrize(
    "text",
    [
        "《灯笼条例》（国务院令第900号）第三条",
        "《灯笼条例》国务院令第900号第三条",
        "《灯笼条例》2000年1月30日国务院令第900号第三条",
        "国务院令第900号《灯笼条例》第三条",
        "（国务院令第900号）《灯笼条例》第三条",
        "灯笼条例（国务院令第900号）第三条",
    ],
)
def test_beside_a_title__belongs_to_it(text: str) -> None:
    (found,) = read_citations(text)

    assert (found.title, found.document_number, found.article) == ("灯笼条例", "国务院令第900号", 3)


@pytest.mark.parametrize("joint", ["和", "及", "与", "、"])
def test_after_an_article__is_no_number_of_the_title(joint: str) -> None:
    first, second = read_citations(f"《灯笼条例》第三条{joint}国发〔2015〕5号")

    assert (first.article, first.document_number) == (3, None)
    assert (second.document_number, second.start) == ("国发〔2015〕5号", 10)
