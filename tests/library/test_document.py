"""Reading one source file: title, dates, numbers, upper laws, repeals."""

from datetime import date

import pytest

from qingdan.library.document import Document, read_document, tidy_title
from qingdan.rules.legal_basis import InstrumentLevel

ADOPTED = "2012年3月1日 临江市第三届人民代表大会常务委员会第九次会议通过"
AMENDED = "2019年6月20日 临江市第五届人民代表大会常务委员会第二次会议修正"


def read(header: str, body: str = "第一条 挂灯。", name: str = "灯笼条例.md") -> Document:
    found = read_document(f"{header}\n\n<!-- INFO END -->\n\n{body}", name, InstrumentLevel.LAW, name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "header", "dated"),
    [
        ("灯笼条例(2019-06-20).md", ADOPTED, date(2019, 6, 20)),
        ("灯笼条例(2012-03-01).md", f"{ADOPTED}\n\n{AMENDED}", date(2019, 6, 20)),
        ("灯笼条例.md", ADOPTED, date(2012, 3, 1)),
        ("灯笼条例(2012-03-01).md", f"{ADOPTED}\n\n2012年9月1日 施行", date(2012, 3, 1)),
        ("灯笼条例.md", "", None),
        ("灯笼条例(2019-99-99).md", ADOPTED, date(2012, 3, 1)),
    ],
)
def test_dated__newest_of_file_name_and_header(name: str, header: str, dated: date | None) -> None:
    assert read(f"# 灯笼条例\n\n{header}", name=name).dated == dated


@pytest.mark.parametrize(
    ("header", "last", "valid_from", "estimated"),
    [
        (ADOPTED, "第九条 本条例自2012年5月1日起施行。", date(2012, 5, 1), False),
        (f"{ADOPTED}\n{AMENDED}", "第九条 本条例自2012年5月1日起施行。", date(2019, 6, 20), True),
        (f"{ADOPTED}\n{AMENDED}", "第九条 本条例自2019年9月1日起施行。", date(2019, 9, 1), False),
        (ADOPTED, "第九条 本条例自公布之日起施行。", date(2012, 3, 1), False),
        (f"{ADOPTED}\n2012年6月1日 施行", "第九条 完。", date(2012, 6, 1), False),
        (ADOPTED, "第九条 完。", date(2012, 3, 1), True),
    ],
)
def test_valid_from__printed_day_of_an_earlier_version_is_not_this_ones(
    header: str, last: str, valid_from: date, estimated: bool
) -> None:
    found = read(f"# 灯笼条例\n\n{header}", f"第一条 挂灯。\n\n{last}")
    assert (found.valid_from, found.from_estimated) == (valid_from, estimated)


def test_first__only_without_amendments() -> None:
    assert read(f"# 灯笼条例\n\n{ADOPTED}").first
    assert not read(f"# 灯笼条例\n\n{ADOPTED}\n{AMENDED}").first
    assert not read(f"# 灯笼条例\n\n{ADOPTED}", name="灯笼条例(2020-01-01).md").first


def test_facts__numbers_issuer_upper_laws_repeals() -> None:
    found = read(
        "# 灯笼条例\n\n2018年11月2日 中华人民共和国国务院令第900号公布",
        "第一条 为了灯笼，根据《灯火法》和《〈油灯法〉实施条例》，制定本条例。\n\n"
        "第二条 本条例自2019年1月1日起施行。《灯笼防火办法》同时废止。",
    )
    assert found.document_numbers == ("国务院令第900号",)
    assert found.issuer == "国务院"
    assert found.implements == ("灯火法", "〈油灯法〉实施条例")
    assert found.repeals == ("灯笼防火办法",)
    assert found.repeals_on == date(2019, 1, 1)


def test_repeals__pure_decision_on_repeal_names_them_in_its_lines() -> None:
    found = read(
        "# 临江市人民代表大会常务委员会关于废止部分地方性法规的决定",
        "根据《立灯法》，决定废止下列法规：\n\n一、《临江市油灯条例》\n\n二、《临江市蜡烛条例》",
    )
    assert found.repeals == ("临江市油灯条例", "临江市蜡烛条例")


def test_title__file_name_where_there_is_no_heading() -> None:
    found = read_document("第一条 挂灯。", "灯笼条例(2012-03-01).txt", InstrumentLevel.LAW, "x")
    assert found is not None
    assert (found.title, found.dated) == ("灯笼条例", date(2012, 3, 1))


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("《灯笼条例》", "灯笼条例"),
        ("灯笼 条例（2019年修正）", "灯笼条例"),
        ("关于修改《灯笼条例》的决定", "关于修改《灯笼条例》的决定"),
        ("灯笼条例（试行）", "灯笼条例（试行）"),
    ],
)
def test_tidy_title__keeps_what_belongs_to_it(printed: str, title: str) -> None:
    assert tidy_title(printed) == title


def test_read_document__no_text_is_nothing() -> None:
    assert read_document("# 灯笼条例\n\n<!-- INFO END -->\n", "灯笼条例.md", InstrumentLevel.LAW, "x") is None
