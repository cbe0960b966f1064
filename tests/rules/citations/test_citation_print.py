"""Printing: labels of places, and print ∘ read = identity on the canonical form."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.rules.citation import (
    Citation,
    CitationKind,
    Relation,
    article_label,
    fields_of,
    label,
    print_citation,
    read_citations,
)

pytestmark = pytest.mark.requirement("I-cite")

counts = st.integers(1, 1300)
few = st.one_of(st.none(), st.integers(1, 40))
TITLES = [
    "灯笼法",
    "中华人民共和国灯笼法",
    "临江市实施〈灯笼法〉办法",
    "灯笼经营办法（试行）",
    "实施《灯笼法》办法",
    "办法",
]
NUMBERS = [
    "国务院令第676号",
    "国发〔2010〕21号",
    "国务院、中央军委令第788号",
    "国家卫生健康委令2018年第1号",
    "民政部29号令",
]
EDITIONS = [
    "2016年修订",
    "2024",
    "2005年8月3日，2016年2月6日修正",
    "根据《关于修改〈灯笼法〉的决定》第二次修正",
]


@st.composite
def places(draw: st.DrawFn, *, article: bool = True) -> dict[str, int | None]:
    """A place: an annex item, or 条 (with 之) and what hangs below it."""
    if article and draw(st.booleans()):
        return {"annex_item": draw(counts)} if draw(st.booleans()) else {}
    found: dict[str, int | None] = {"paragraph": draw(few), "item": draw(few)}
    if article:
        found |= {"article": draw(counts), "insert": draw(st.one_of(st.none(), st.integers(1, 20)))}
    if found["item"]:
        found["subitem"] = draw(few)
    return found


instruments = st.builds(
    lambda place, **given: Citation(kind=CitationKind.INSTRUMENT, **given, **place),
    places(),
    title=st.sampled_from(TITLES),
    edition=st.sampled_from([None, *EDITIONS]),
    document_number=st.sampled_from([None, *NUMBERS]),
)
numbers = st.builds(
    lambda place, number: Citation(kind=CitationKind.DOCUMENT_NUMBER, document_number=number, **place),
    places(),
    st.sampled_from(NUMBERS),
)
internals = st.builds(
    lambda place, relation: Citation(kind=CitationKind.INTERNAL, relation=relation, **place),
    places(article=False),
    st.sampled_from(list(Relation)),
)


@given(st.one_of(instruments, numbers, internals))
def test_print__reads_back_to_the_same_citation(citation: Citation) -> None:
    printed = print_citation(citation)

    assert read_citations(printed) == (replace(citation, start=0, end=len(printed)),)
    assert print_citation(read_citations(printed)[0]) == printed


PIECES = [
    "《灯笼法》", "《渡船条例》（2016年修订）", "（国务院令第900号）", "第三条", "第一百〇二条之一", "第一款",
    "第（二）项", "第3目",
    "至", "、", "和", "，", "。", "；", "：", "\n", "　", " ", "本条例", "前款", "国发[2010]21号", "依照",
    "规定的", "挂灯笼罚款",
    "附件第3项", "中华人民共和国码头法", "码头办法", "（一）", "1.", "【法律】", "“", "”", "各款", "第五、六条",
    "以下简称",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_print__of_whatever_was_read_reads_back(text: str) -> None:
    for citation in read_citations(text):
        printed = print_citation(citation)
        assert read_citations(printed) == (replace(citation, start=0, end=len(printed)),)


@pytest.mark.parametrize(
    ("citation", "printed"),
    [
        (Citation(kind=CitationKind.INSTRUMENT, title="灯笼法"), ""),
        (Citation(kind=CitationKind.INSTRUMENT, article=12, paragraph=1, item=3), "第十二条第一款第（三）项"),
        (Citation(kind=CitationKind.INSTRUMENT, title="灯笼法", article=17, insert=1), "第十七条之一"),
        (Citation(kind=CitationKind.INTERNAL, item=2, subitem=1), "第（二）项第一目"),
        (Citation(kind=CitationKind.DOCUMENT_NUMBER, document_number="国务院令第5号", annex_item=16), "附件第16项"),
    ],
)  # fmt: skip
def test_label__of_a_place(citation: Citation, printed: str) -> None:
    assert label(citation) == printed


@pytest.mark.parametrize(
    ("relation", "word"),
    [
        (Relation.THIS_INSTRUMENT, "本法"),
        (Relation.THIS_ARTICLE, "本条"),
        (Relation.THIS_PARAGRAPH, "本款"),
        (Relation.PRECEDING_ARTICLE, "前条"),
        (Relation.PRECEDING_PARAGRAPH, "前款"),
        (Relation.PRECEDING_ITEM, "前项"),
    ],
)
def test_print__words_for_the_text_itself(relation: Relation, word: str) -> None:
    assert print_citation(Citation(kind=CitationKind.INTERNAL, relation=relation)) == word


def test_print__number_before_edition() -> None:
    citation = Citation(
        kind=CitationKind.INSTRUMENT,
        title="灯笼法",
        edition="2016年修订",
        document_number="主席令第5号",
        article=3,
    )

    assert print_citation(citation) == "《灯笼法》（主席令第5号）（2016年修订）第三条"


def test_article_label__with_and_without_insert() -> None:
    assert (article_label(59), article_label(17, 1)) == ("第五十九条", "第十七条之一")


def test_fields_of__every_field_by_name() -> None:
    fields = fields_of(
        Citation(kind=CitationKind.INTERNAL, relation=Relation.THIS_ARTICLE, paragraph=1, end=5)
    )

    assert list(fields) == [
        "kind", "title", "edition", "document_number", "relation", "article", "insert", "paragraph", "item",
        "subitem",
        "annex_item", "start", "end",
    ]  # fmt: skip
    assert (fields["kind"], fields["relation"], fields["paragraph"], fields["end"]) == (
        "internal",
        "this_article",
        1,
        5,
    )
