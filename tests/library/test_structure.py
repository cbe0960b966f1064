"""Cutting texts into articles, paragraphs and items."""

import pytest

from qingdan.library.structure import narrowed, paragraphs, read_articles, shape
from qingdan.rules.numerals import number_of

LIST = "有下列行为之一的，处罚：\n（一）不点灯的；\n（二）乱挂灯的。\n有前款行为的，没收。"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("九十九", 99),
        ("一百零五", 105),
        ("一千二百六十", 1260),
        ("39", 39),
    ],
)
def test_number_of__both_scripts(text: str, number: int) -> None:
    assert number_of(text) == number


def test_read_articles__headings_and_preamble_left_out() -> None:
    found = read_articles("前言。\n\n## 第一章\n\n第一条 挂灯。\n\n第二款。\n\n## 第二章\n\n第二条 收灯。")
    assert [(one.number, one.text) for one in found] == [(1, "挂灯。\n第二款。"), (2, "收灯。")]


def test_read_articles__inserted_article() -> None:
    found = read_articles("第三条 甲。\n第三条之一 乙。\n第四条 丙。")
    assert [(one.number, one.insert) for one in found] == [(3, 0), (3, 1), (4, 0)]


def test_read_articles__cross_reference_at_line_start_is_no_article() -> None:
    found = read_articles("第一条 甲。\n第二条 依照\n第一条规定登记。\n第九条 的规定也适用。\n第三条 丙。")
    assert [one.number for one in found] == [1, 2, 3]


def test_read_articles__gap_in_numbers_stays_a_gap() -> None:
    assert [one.number for one in read_articles("第一条 甲。\n第三条 丙。")] == [1, 3]


def test_read_articles__several_articles_in_one_line() -> None:
    assert [one.number for one in read_articles("第一条 甲。 第二条 乙。 第三条 丙。")] == [1, 2, 3]


def test_read_articles__no_articles_is_one_text() -> None:
    (only,) = read_articles("# 标题\n\n一、挂灯。\n\n二、收灯。")
    assert (only.number, only.text) == (0, "一、挂灯。\n二、收灯。")


def test_read_articles__page_break_in_mid_sentence_is_joined() -> None:
    (only,) = read_articles("第一条 挂灯笼的人应当在每年正月十五以前\n\n向灯火局登记。")
    assert only.text == "挂灯笼的人应当在每年正月十五以前向灯火局登记。"


def test_shape__items_counted_in_their_paragraph() -> None:
    assert shape(LIST) == (2, 0)
    assert [part.lead for part in paragraphs(LIST)] == ["有下列行为之一的，处罚：", "有前款行为的，没收。"]


@pytest.mark.parametrize(
    ("paragraph", "item", "words"),
    [
        (1, 2, "有下列行为之一的，处罚：\n（二）乱挂灯的。"),
        (None, 1, "有下列行为之一的，处罚：\n（一）不点灯的；"),
        (2, None, "有前款行为的，没收。"),
        (None, None, LIST),
        (3, None, LIST),
        (1, 9, LIST),
    ],
)
def test_narrowed__to_paragraph_and_item(paragraph: int | None, item: int | None, words: str) -> None:
    assert narrowed(LIST, paragraph, item) == words


def test_read_articles__hostile_text_takes_linear_time() -> None:
    assert len(read_articles("第一条" * 50_000)) <= 1
