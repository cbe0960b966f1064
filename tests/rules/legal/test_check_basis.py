"""C01, C02, C10, C25: is there a basis, is it more than the unit's own, upper law, text."""

from datetime import date

import pytest

from qingdan.rules.checks.basis import (
    has_basis,
    not_only_own_documents,
    says_nothing,
    text_attached,
    upper_law_listed,
)
from qingdan.rules.legal_basis import InstrumentLevel as L
from qingdan.rules.power_item import Disposition

OWN = "宜春市灯笼管理局关于印发〈灯笼评比办法〉的通知"


@pytest.mark.requirement("C01", "R-032")
@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("", ["C01.none blocker"]),
        ("/", ["C01.none blocker"]),
        (" —— ", ["C01.none blocker"]),
        ("无", ["C01.none blocker"]),
        ("（无）", ["C01.none blocker"]),
        ("暂无依据", ["C01.none blocker"]),
        ("待补充", ["C01.none blocker"]),
        ("依据待查", ["C01.none blocker"]),
        ("后补", ["C01.none blocker"]),
        ("N/A", ["C01.none blocker"]),
        ("工作需要", ["C01.no_instrument blocker"]),
        ("多年来一直实施", ["C01.no_instrument blocker"]),
        ("按三定规定", ["C01.unread warning likely"]),
        ("详见附件", ["C01.unread warning likely"]),
        ("灯笼法第三条", ["C01.unread warning likely"]),
    ],
)
def test_basis__missing(make_item, run, printed: str, found: list[str]) -> None:
    assert run(has_basis, make_item(basis_printed=printed)) == found


@pytest.mark.requirement("C01")
def test_basis__there_or_item_abolished(make_item, make_basis, run) -> None:
    assert not run(has_basis, make_item(make_basis()))
    assert not run(has_basis, make_item(basis_printed="无", disposition=Disposition.ABOLISH))
    assert run(has_basis, make_item(basis_printed="无", disposition=Disposition.TRANSFER))


@pytest.mark.requirement("C01")
@pytest.mark.parametrize(
    ("titles", "printed", "found"),
    [
        (["待完善"], "《待完善》", ["C01.none blocker"]),
        (["无", "/"], "《无》\n《/》", ["C01.none blocker"]),
        (["待完善", "中华人民共和国灯笼法"], "《待完善》\n《中华人民共和国灯笼法》", []),
        (["见附件3"], "《见附件3》", ["C01.unread warning likely"]),
        (["灯笼附件"], "《灯笼附件》", []),
        ([None], "宜灯字〔2013〕41号", []),
    ],
)
def test_basis__a_placeholder_read_as_a_title(
    *, make_item, make_basis, run, titles, printed: str, found: list[str]
) -> None:
    item = make_item(*(make_basis(title, article=None) for title in titles), basis_printed=printed)

    assert run(has_basis, item) == found


@pytest.mark.requirement("C01")
def test_says_nothing__words_beside_the_placeholder_are_words() -> None:
    assert not says_nothing("无照经营查处取缔办法")
    assert not says_nothing("待业保险规定")
    assert says_nothing("没有相关依据。")


@pytest.mark.requirement("C02", "R-033")
@pytest.mark.parametrize(
    ("title", "number"),
    [
        (OWN, "宜灯字〔2013〕41号"),
        (OWN, None),
        ("灯笼管理局转发灯笼评比的通知", None),
        ("市灯笼管理局、市彩灯局关于灯笼的通知", None),
        ("关于印发〈灯笼评比办法〉的通知", "宜灯字〔2013〕41号"),
        ("关于灯笼评比的通知", "宜灯管〔2013〕41号"),
        ("宜春市灯笼评比办法", "宜灯字〔2013〕41号"),
        (None, "宜灯字〔2013〕41号"),
        ("本局灯笼管理制度", None),
    ],
)
def test_own_documents__alone(*, make_item, make_basis, run, title: str | None, number: str | None) -> None:
    item = make_item(make_basis(title, document_number=number, article=6))

    assert run(not_only_own_documents, item) == ["C02.own_only blocker"]


@pytest.mark.requirement("C02")
def test_own_documents__a_number_of_another_department_is_likely(make_item, make_basis, run) -> None:
    bare = make_basis(None, document_number="宜彩字〔2013〕41号")

    assert run(not_only_own_documents, make_item(bare)) == ["C02.own_only blocker likely"]
    assert run(not_only_own_documents, make_item(bare, make_basis(OWN))) == ["C02.own_only blocker likely"]
    assert run(not_only_own_documents, make_item(make_basis(OWN), bare)) == ["C02.own_only blocker likely"]


@pytest.mark.requirement("C02")
@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("江西省灯笼管理局关于灯笼的通知", None),
        ("袁州区灯笼管理局关于灯笼的通知", None),
        ("宜春市人民政府关于灯笼的通知", "宜府发〔2013〕1号"),
        ("关于印发〈宜春市灯笼管理局职责〉的通知", None),
        ("宜春市灯笼管理局职能配置、内设机构和人员编制规定", "宜办字〔2019〕66号"),
        ("中华人民共和国灯笼法", None),
        (None, "宜府发〔2013〕41号"),
        (None, "宜府办字〔2013〕41号"),
        ("关于印发〈宜春市灯笼办法〉的通知", "宜府办发〔2013〕41号"),
        ("关于印发〈宜春市灯笼办法〉的通知", "宜办字〔2013〕41号"),
        ("关于印发〈宜春市灯笼办法〉的通知", "宜发〔2013〕41号"),
        ("关于印发〈宜春市灯笼办法〉的通知", "宜字〔2013〕41号"),
        ("关于印发〈宜春市灯笼办法〉的通知", "赣灯字〔2013〕41号"),
        ("关于印发〈宜春市灯笼办法〉的通知", None),
        ("宜春市彩灯局关于印发〈灯笼办法〉的通知", "宜灯字〔2013〕41号"),
        (None, "赣灯字〔2013〕41号"),
    ],
)
def test_own_documents__others_documents_are_not(
    *, make_item, make_basis, run, title: str | None, number: str | None
) -> None:
    assert not run(not_only_own_documents, make_item(make_basis(title, document_number=number)))


@pytest.mark.requirement("C02")
def test_own_documents__beside_a_law_or_to_be_abolished(make_item, make_basis, run) -> None:
    own = make_basis(OWN)

    assert not run(not_only_own_documents, make_item(own, make_basis()))
    assert not run(not_only_own_documents, make_item(own, disposition=Disposition.ABOLISH))
    assert not run(not_only_own_documents, make_item())
    assert run(not_only_own_documents, make_item(own, own))
    assert run(not_only_own_documents, make_item(own, department="", implementing_body="宜春市灯笼管理局"))
    joined = make_basis("宜春市灯笼和彩灯管理局关于灯笼的通知")
    assert run(not_only_own_documents, make_item(joined, department="宜春市灯笼和彩灯管理局"))


@pytest.mark.requirement("C10")
@pytest.mark.parametrize(
    ("title", "level", "implements", "found"),
    [
        ("灯笼法实施条例", L.ADMINISTRATIVE_REGULATION, ("中华人民共和国灯笼法", "灯笼法"), True),
        ("江西省实施灯笼法办法", L.LOCAL_REGULATION, ("中华人民共和国灯笼法",), True),
        ("灯笼办法", L.DEPARTMENT_RULE, ("中华人民共和国宪法", "灯笼管理条例"), True),
        ("灯笼管理条例", L.ADMINISTRATIVE_REGULATION, ("中华人民共和国灯笼法",), False),
        ("灯笼实施法", L.LAW, ("中华人民共和国灯笼法",), False),
        ("灯笼实施细则", L.ADMINISTRATIVE_REGULATION, (), False),
        ("灯笼办法", L.CITY_RULE, ("中华人民共和国宪法",), False),
    ],
)
def test_upper_law__missing(*, make_item, make_basis, run, title, level, implements, found) -> None:
    basis = make_basis(title, full_title=title, level=level, level_certain=True, implements=implements)

    assert run(upper_law_listed, make_item(basis)) == ["C10.upper_missing hint"] * found


@pytest.mark.requirement("C10")
def test_upper_law__listed_under_any_of_its_names(make_item, make_basis, run) -> None:
    lower = make_basis("灯笼细则", level=L.DEPARTMENT_RULE, implements=("中华人民共和国灯笼法",))

    assert not run(upper_law_listed, make_item(lower, make_basis("灯笼法")))


@pytest.mark.requirement("C25", "R-055")
@pytest.mark.parametrize(
    ("attachment", "found"),
    [
        ("", ["C25.not_attached blocker"]),
        ("无", ["C25.not_attached blocker"]),
        ("未附", ["C25.not_attached blocker"]),
        ("文本待补", ["C25.not_attached blocker"]),
        ("否", ["C25.not_attached blocker"]),
        ("附件3", []),
        ("已附", []),
        ("√", []),
    ],
)
def test_attachment__where_the_form_asks_for_it(
    *, make_item, make_basis, run, attachment: str, found: list[str]
) -> None:
    columns = frozenset({"attachment"})

    assert run(text_attached, make_item(make_basis(), columns=columns, attachment=attachment)) == found


@pytest.mark.requirement("C25")
def test_attachment__no_column_or_no_basis(make_item, make_basis, run) -> None:
    assert not run(text_attached, make_item(make_basis()))
    assert not run(text_attached, make_item(columns=frozenset({"attachment"})), date(2022, 1, 1))


@pytest.mark.requirement("C01", "C02", "C10", "C25")
def test_findings__name_what_they_speak_of(make_item, make_basis, context) -> None:
    rule = make_basis("灯笼办法", full_title="灯笼办法", level=L.DEPARTMENT_RULE, implements=("灯笼法",))
    unattached = make_item(make_basis(), columns=frozenset({"attachment"}))
    number = make_basis(None, document_number="宜灯字〔2013〕41号")

    assert has_basis(make_item(basis_printed=" 工作\n需要 "), context)[0].params == {"printed": "工作 需要"}
    assert not_only_own_documents(make_item(make_basis(OWN)), context)[0].params == {"document": f"《{OWN}》"}
    assert not_only_own_documents(make_item(number), context)[0].params == {"document": "宜灯字〔2013〕41号"}
    assert upper_law_listed(make_item(rule), context)[0].params == {"lower": "灯笼办法", "upper": "灯笼法"}
    assert text_attached(unattached, context)[0].params == {"document": "《中华人民共和国灯笼法》"}
