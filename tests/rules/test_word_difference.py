"""Two texts in one: what stayed, what is gone, what is new."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.rules.word_difference import Piece, Side, word_difference

GONE, NEW, SAME = Side.GONE, Side.NEW, Side.SAME
TEXTS = st.text(alphabet="灯笼点亮 12a\n，", max_size=30)
SIGNS = st.text(alphabet="灯笼点亮\n，", max_size=30)


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("灯笼", "灯笼", [(SAME, "灯笼")]),
        ("", "灯笼", [(NEW, "灯笼")]),
        ("自受理起 90 日", "自受理起 60 日", [(SAME, "自受理起 "), (GONE, "90"), (NEW, "60"), (SAME, " 日")]),
        ("retain", "abolish", [(GONE, "retain"), (NEW, "abolish")]),
        ("主管部门负责", "管理机关负责", [(GONE, "主管部门"), (NEW, "管理机关"), (SAME, "负责")]),
        ("罚20元", "罚 1.5 万元", [(SAME, "罚"), (GONE, "20"), (NEW, " 1.5 万"), (SAME, "元")]),
    ],
)
def test_word_difference__of_examples(before: str, after: str, pieces: list[tuple[Side, str]]) -> None:
    assert [(one.side, one.text) for one in word_difference(before, after)] == pieces


@given(TEXTS, TEXTS)
def test_word_difference__holds_both_texts(before: str, after: str) -> None:
    pieces = word_difference(before, after)

    assert _joined(pieces, without=NEW) == before
    assert _joined(pieces, without=GONE) == after


@given(TEXTS, TEXTS)
def test_word_difference__tells_gone_before_new_and_nothing_twice(before: str, after: str) -> None:
    sides = [one.side for one in word_difference(before, after)]

    assert all(one != other and (one, other) != (NEW, GONE) for one, other in pairwise(sides))


@given(SIGNS, SIGNS, SIGNS)
def test_word_difference__keeps_what_both_begin_and_end_with(head: str, tail: str, middle: str) -> None:
    pieces = word_difference(head + "灯灯灯" + tail, head + "灯灯灯" + middle + tail)

    assert all(one.side is not GONE for one in pieces)


def test_word_difference__of_very_long_texts_goes_by_lines() -> None:
    lines = [f"第{number}条 灯笼要点亮。\n" for number in range(900)]
    changed = [*lines[:400], "第400条 灯笼要熄灭。\n", *lines[401:]]

    pieces = word_difference("头" + "".join(lines) + "尾", "首" + "".join(changed) + "末")

    assert _joined(pieces, without=NEW).count("点亮") == 900
    assert sum(len(one.text) for one in pieces if one.side is GONE) < 200


def _joined(pieces: tuple[Piece, ...], *, without: Side) -> str:
    return "".join(one.text for one in pieces if one.side is not without)
