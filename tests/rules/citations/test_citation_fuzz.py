"""Any text is read, without an exception and in linear time."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.rules.basis_reader import read_basis
from qingdan.rules.citation import print_citation, read_citations

pytestmark = pytest.mark.requirement("I-cite")

MARKS = (
    "《》〈〉<>（）()【】〔〕[]第条款项目之至、，。；：:“” \n\t　一二十百零〇12１年月日令号"
    "法本前附件中华人民共和国依照违反规定的"
)
anything = st.one_of(
    st.text(max_size=80),
    st.text(alphabet=MARKS, max_size=120),
    st.text(st.characters(categories=["Cs", "Co"]), max_size=9),
)


@given(anything)
def test_any_text__is_read(text: str) -> None:
    found = read_citations(text)

    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.title or one.relation or one.document_number for one in found)
    assert all(
        number is None or number > 0 for one in found for number in (one.article, one.item, one.annex_item)
    )
    assert "".join(map(print_citation, found)) is not None
    assert len(read_basis(text)) <= len(found)


HOSTILE = [
    "《", "《a", "〈a", "<", "（", "第", "第一条", "、第一", "第一条、", "第一至", "（1号", "令第1号",
    "国务院令第", "[2012]1号", "本条", "前款",
    "中华人民共和国", "国家法", "国法、", "《甲》（", "《甲法》第一条：依照《乙法》第二条",
    "\n第一条：\n第二条：", "\n第三条　", "一", "号", " ",
    "\n　", "甲", "《甲法》第一条至第六百条", "法第一条", "【法律】", "1、", "附件", "第一章", "（（）", "“",
    "、部", "依据《", "《》",
]  # fmt: skip


def seconds(text: str) -> float:
    begun = perf_counter()
    read_citations(text)
    read_basis(text)
    return perf_counter() - begun


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("head", ["", "《甲法》第一条："])
def test_hostile_text__is_read_at_once(piece: str, head: str) -> None:
    assert seconds(head + piece * (2_000 // len(piece))) < 1


@pytest.mark.soak
@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("head", ["", "《甲法》第一条：", "《甲法》（"])
def test_hostile_text__takes_linear_time(piece: str, head: str) -> None:
    assert seconds(head + piece * (60_000 // len(piece))) < 20
