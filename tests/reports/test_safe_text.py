"""Marking words in typed text without letting anything of it through unescaped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from qingdan.reports.safe_text import compared, marked, visible

pytestmark = pytest.mark.requirement("I-check")


@pytest.mark.parametrize(
    ("text", "fragments", "expected"),
    [
        ("责令限期内改正，罚款", ["责令限期内改正"], "<mark>责令限期内改正</mark>，罚款"),
        ("责令 限期，内改正。", ["责令限期内改正"], "<mark>责令 限期，内改正</mark>。"),
        ("处１万元", ["１万"], "处<mark>１万</mark>元"),
        ("挂灯", ["没有"], "挂灯"),
        ("挂灯", ["", "，"], "挂灯"),
        ("甲乙丙", ["甲乙", "乙丙"], "<mark>甲乙</mark>丙"),
        ("<b>甲", ["甲"], "&lt;b&gt;<mark>甲</mark>"),
    ],
)
def test_marked__fragments_by_letters(text: str, fragments: list[str], expected: str) -> None:
    assert str(marked(text, fragments)) == expected


@given(st.text(max_size=60), st.lists(st.text(max_size=8), max_size=4))
def test_marked__without_the_marks_is_the_escaped_text(text: str, fragments: list[str]) -> None:
    bare = str(marked(text, fragments)).replace("<mark>", "").replace("</mark>", "")

    assert bare == str(escape(visible(text)))


@given(st.text(max_size=40), st.text(max_size=40))
def test_compared__each_side_without_tags_is_its_text(filed: str, law: str) -> None:
    left, right = compared(filed, law)

    assert str(left).replace("<del>", "").replace("</del>", "") == str(escape(visible(filed)))
    assert str(right).replace("<ins>", "").replace("</ins>", "") == str(escape(visible(law)))


def test_compared__shows_what_differs() -> None:
    assert [str(side) for side in compared("处三万元", "处二万元")] == [
        "处<del>三</del>万元",
        "处<ins>二</ins>万元",
    ]
