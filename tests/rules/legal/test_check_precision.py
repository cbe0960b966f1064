"""C06, C07: article, paragraph and item named; full title and number given."""

import pytest

from qingdan.rules.checks.precision import cited_precisely, named_in_full, short_title
from qingdan.rules.citation import CitationKind
from qingdan.rules.legal_basis import InstrumentLevel as L
from qingdan.rules.legal_basis import Verdict

ARTICLE = "挂灯笼要登记，登记不收费。\n不登记的，处十元罚款：\n（一）挂红灯笼的；\n（二）挂绿灯笼的。"
FOUND, EXISTS = Verdict.TEXT_FOUND, Verdict.ARTICLE_EXISTS


@pytest.mark.requirement("C06")
@pytest.mark.parametrize(
    ("title", "number", "found"),
    [
        ("中华人民共和国灯笼法", None, ["C06.no_article warning"]),
        ("灯笼管理条例", None, ["C06.no_article hint"]),
        ("江西省灯笼条例", None, ["C06.no_article warning"]),
        ("灯笼办法", "灯笼部令第3号", ["C06.no_article warning"]),
        ("国务院关于取消灯笼审批的决定", "国发〔2004〕20号", []),
        ("江西省人民政府关于灯笼的意见", None, []),
        ("宜春市灯笼局职能配置规定", None, []),
        ("灯笼", None, []),
    ],
)
def test_article__not_named(*, make_item, make_basis, run, title, number, found) -> None:
    basis = make_basis(title, article=None, document_number=number)

    assert run(cited_precisely, make_item(basis)) == found


@pytest.mark.requirement("C06")
def test_article__a_mention_or_an_annex_is_enough(make_item, make_basis, run) -> None:
    bare = make_basis(article=None)

    assert not run(cited_precisely, make_item(bare, make_basis("灯笼法", article=9)))
    assert run(cited_precisely, make_item(bare, make_basis("彩灯法", article=9))) == [
        "C06.no_article warning"
    ]
    assert run(cited_precisely, make_item(bare, bare)) == ["C06.no_article warning"]
    assert not run(cited_precisely, make_item(make_basis(article=None, annex_item=3)))
    assert not run(
        cited_precisely, make_item(make_basis(None, article=None, kind=CitationKind.DOCUMENT_NUMBER))
    )


@pytest.mark.requirement("C06")
@pytest.mark.parametrize(
    ("cited", "quoted", "found"),
    [
        ({}, "", ["C06.no_paragraph warning"]),
        ({}, "挂灯笼要登记，登记不收费", ["C06.which_paragraph warning"]),
        ({}, "不登记的，处十元罚款：……（一）挂红灯笼的", ["C06.which_paragraph warning"]),
        ({}, "处十元罚款", ["C06.which_paragraph warning"]),
        ({}, "挂绿灯笼的", ["C06.which_paragraph warning"]),
        ({}, "不是原文", ["C06.no_paragraph warning"]),
        ({}, ARTICLE, ["C06.no_paragraph hint"]),
        ({"item": 1}, "", ["C06.no_paragraph warning"]),
        ({"paragraph": 1}, "", []),
        ({"paragraph": 2, "item": 1}, "", []),
    ],
)
def test_paragraph__of_an_article_with_several(*, make_item, make_basis, run, cited, quoted, found) -> None:
    basis = make_basis(
        **cited, quoted=quoted, verdict=FOUND, article_text=ARTICLE, paragraph_count=2, item_count=0
    )

    assert run(cited_precisely, make_item(basis)) == found


@pytest.mark.requirement("C06")
@pytest.mark.parametrize(
    ("listed", "quoted", "found", "full"),
    [
        ((2,), "", ["C06.item_paragraph warning"], "第三条第二款第（一）项"),
        ((1, 2), "", ["C06.no_paragraph warning"], ""),
        ((1, 2), "挂红灯笼的", ["C06.item_paragraph warning"], "第三条第二款第（一）项"),
        ((), "", ["C06.no_paragraph warning"], ""),
    ],
)
def test_paragraph__of_an_item(*, make_item, make_basis, run, context, listed, quoted, found, full) -> None:
    basis = make_basis(
        item=1, quoted=quoted, verdict=FOUND, article_text=ARTICLE, paragraph_count=2, item_count=2,
        listed_paragraphs=listed,
    )  # fmt: skip

    assert run(cited_precisely, make_item(basis)) == found
    assert cited_precisely(make_item(basis), context)[0].params["full"] == full


ALIKE = "挂灯笼的单位或者个人应当登记，登记不收费，每年一次。\n挂灯笼的单位或者个人应当登记，登记不收费，不必复核。"


@pytest.mark.requirement("C06")
@pytest.mark.parametrize(
    ("quoted", "found"),
    [
        ("挂灯笼的单位或者个人应当登记，登记不收费，每年一次。", ["C06.which_paragraph warning"]),
        ("挂灯笼的单位或者个人应当登记，登记不收费，不……", ["C06.which_paragraph warning"]),
        ("挂灯笼的单位或者个人应当登记，登记不收费……", ["C06.no_paragraph hint"]),
        (ALIKE, ["C06.no_paragraph hint"]),
    ],
)
def test_paragraph__of_two_that_begin_alike(*, make_item, make_basis, run, quoted, found) -> None:
    basis = make_basis(quoted=quoted, verdict=FOUND, article_text=ALIKE, paragraph_count=2)

    assert run(cited_precisely, make_item(basis)) == found


@pytest.mark.requirement("C06")
@pytest.mark.parametrize(
    ("quoted", "found"),
    [
        ("", ["C06.no_item hint"]),
        ("不登记的，处十元罚款：（一）挂红灯笼的；（二）挂绿灯笼的", ["C06.no_item hint"]),
        ("不登记的，处十元罚款：……（二）挂绿灯笼的", ["C06.which_item warning"]),
    ],
)
def test_item__of_a_list(*, make_item, make_basis, run, quoted, found) -> None:
    basis = make_basis(paragraph=2, quoted=quoted, verdict=FOUND, paragraph_count=2, item_count=2)

    assert run(cited_precisely, make_item(basis)) == found


@pytest.mark.requirement("C06")
def test_place__precise_enough(make_item, make_basis, run) -> None:
    single = make_basis(verdict=EXISTS, paragraph_count=1, item_count=0)
    one_item = make_basis(verdict=EXISTS, paragraph_count=1, item_count=1)
    listed = make_basis(verdict=EXISTS, paragraph_count=1, item_count=3)
    named = make_basis(verdict=EXISTS, item=2, paragraph_count=1, item_count=3)
    unknown = make_basis(verdict=EXISTS)
    elsewhere = make_basis(verdict=Verdict.TEXT_ELSEWHERE, paragraph_count=3, item_count=3)

    held = make_basis("灯笼管理条例", article=None, full_title="灯笼管理条例")
    inside = make_basis(None, article=None, kind=CitationKind.INTERNAL)

    assert run(cited_precisely, make_item(inside, held)) == ["C06.no_article warning"]
    for basis in (single, one_item, named, unknown, elsewhere):
        assert not run(cited_precisely, make_item(basis))
    assert not run(cited_precisely, make_item(listed, named))
    assert run(cited_precisely, make_item(listed, listed)) == ["C06.no_item hint"]


@pytest.mark.requirement("C06")
def test_place__suggestion_names_paragraph_and_item(make_item, make_basis, context) -> None:
    paragraph = make_basis(
        quoted="登记不收费", verdict=FOUND, article_text=ARTICLE, paragraph_count=2, item_count=2
    )
    item = make_basis(quoted="（二）挂绿灯笼的", paragraph=2, verdict=FOUND, paragraph_count=2, item_count=2)

    problems = [*cited_precisely(make_item(paragraph), context), *cited_precisely(make_item(item), context)]

    assert [problem.params["suggestion"] for problem in problems] == ["第一款", "第（二）项"]
    assert [problem.params["place"] for problem in problems] == ["第三条", "第三条第二款"]
    assert [problem.params["count"] for problem in problems] == [2, 2]
    assert all(problem.params["document"] == "《中华人民共和国灯笼法》" for problem in problems)


@pytest.mark.requirement("C07")
@pytest.mark.parametrize(
    ("title", "full_title", "short"),
    [
        ("灯笼法", "中华人民共和国灯笼法", True),
        ("灯笼法实施条例", "中华人民共和国灯笼法实施条例", True),
        ("中华人民共和国 灯笼法", "中华人民共和国灯笼法", False),
        ("灯笼管理条例", "灯笼管理条例", False),
        ("中华人民共和国灯笼管理条例", "灯笼管理条例", False),
        ("环灯法", "", True),
        ("灯笼法（2009年修正）", "", True),
        ("环 灯 法", "", True),
        ("第一百零八条规定的灯笼和彩灯以及花灯法", "", True),
        ("第一百零八条规定的红灯笼和彩灯以及花灯法", "", False),
        ("灯笼办法", "", False),
        ("关于灯笼的司法", "", False),
        ("灯笼管理条例", "", False),
        ("反分裂国家法", "", False),
        ("江西省实施中华人民共和国灯笼法办法", "", False),
    ],
)
def test_title__short_or_full(title: str, full_title: str, short: bool) -> None:
    assert short_title(title, full_title) is short


@pytest.mark.requirement("C07")
def test_title__each_reported_once_with_its_full_form(*, make_item, make_basis, run, context) -> None:
    short = make_basis("灯笼法", full_title="中华人民共和国灯笼法")
    by_name = make_basis("环灯法")
    item = make_item(short, short, by_name, make_basis())

    assert run(named_in_full, item) == ["C07.short_title warning", "C07.by_name warning"]
    assert named_in_full(item, context)[0].params["full"] == "中华人民共和国灯笼法"


@pytest.mark.requirement("C07")
@pytest.mark.parametrize(
    ("title", "full_title", "found"),
    [
        ("彩灯条例", None, ["C07.abbreviated warning likely"]),
        ("彩 灯条例", None, ["C07.abbreviated warning likely"]),
        ("彩灯条例", "彩灯条例", []),
        ("灯条", None, ["C07.abbreviated warning likely"]),
        ("彩灯管理条例", None, []),
        ("条例", None, []),
    ],
)
def test_title__of_a_regulation_unknown_and_very_short(
    *, make_item, make_basis, run, title, full_title, found
) -> None:
    assert run(named_in_full, make_item(make_basis(title, full_title=full_title))) == found


@pytest.mark.requirement("C07")
@pytest.mark.parametrize(
    ("cited", "level", "certain", "found"),
    [
        ({}, L.ADMINISTRATIVE_REGULATION, True, ["C07.no_number warning"]),
        ({}, L.ADMINISTRATIVE_REGULATION, False, ["C07.no_number hint"]),
        ({"document_number": "国务院令第3号"}, L.ADMINISTRATIVE_REGULATION, True, []),
        ({"edition": "2004年国务院令第3号公布"}, L.ADMINISTRATIVE_REGULATION, True, []),
        ({"edition": "2004年修订"}, L.ADMINISTRATIVE_REGULATION, True, ["C07.no_number warning"]),
        ({}, L.DEPARTMENT_RULE, True, []),
        ({}, L.LAW, True, []),
    ],
)
def test_number__of_a_regulation(*, make_item, make_basis, run, cited, level, certain, found) -> None:
    basis = make_basis("灯笼管理条例", level=level, level_certain=certain, **cited)
    columns = frozenset({"legal_basis", "document_number"})

    assert run(named_in_full, make_item(basis, columns=columns)) == found
    assert not run(named_in_full, make_item(basis))


@pytest.mark.requirement("C07")
def test_number__finding_names_the_regulation(make_item, make_basis, context) -> None:
    basis = make_basis("灯笼管理条例", level=L.ADMINISTRATIVE_REGULATION, level_certain=True)
    columns = frozenset({"document_number"})

    [problem] = named_in_full(make_item(basis, columns=columns), context)

    assert problem.params == {"document": "《灯笼管理条例》"}
