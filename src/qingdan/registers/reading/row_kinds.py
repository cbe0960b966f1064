"""Rows that hold no item, told by their words: totals, notes, headings of groups, page numbers."""

import re

from qingdan.rules.pattern import pattern

_NOTE = pattern(
    r"[（(【\[]?(?:注|备注|附注|说明|填表说明|填报说明|填写说明|填报要求|填表要求|填写要求)\s{0,3}[】)）\]]?\s{0,3}(?:[0-9:：.、]|$)"
)
_SUBTOTAL = pattern(r"(?:.{0,12}小\s{0,4}计|[^\s\d]{2,12}(?:合计|总计|共计))[:：]?.{0,20}")
_COUNTED = pattern(
    r"(?:本类|本页|该类|此类|以上)?\s{0,4}共\s{0,4}计?\s{0,4}\d{1,6}\s{0,4}[项个件条][:：]?.{0,20}"
)
_TOTAL = pattern(r".{0,8}(?:合\s{0,4}计|总\s{0,4}计|共\s{0,4}计|累\s{0,4}计|总\s{0,4}数)[:：]?.{0,20}")
_COUNT = pattern(r"(?:共|计|合计|调整)?\s{0,4}\d{1,6}\s{0,4}[项个件条]?(?:\s{0,4}[/／,，、；;].{0,20})?")
_GROUP = pattern(
    r"(?:第?[一二三四五六七八九十]{1,3}[、.．章节部类]|[（(][一二三四五六七八九十]{1,3}[）)]).{1,60}",
    re.DOTALL,
)
_CHINESE_NUMBER = pattern(r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．]?")
_PAGE = pattern(
    r"第\s{0,4}\d{1,4}\s{0,4}页.{0,20}|[-—]\s{0,4}\d{1,4}\s{0,4}[-—]|[（(]?(?:续表|接上页|转下页|以下空白|以下无正文|此页无正文)[）)]?"
)
_LOWER = pattern(
    r"\d{1,4}(?:[.．\-—]\d{1,4}){1,4}|[（(][\d一二三四五六七八九十]{1,3}[）)]|[①-⑳]|\d{1,4}[)）]"
)

_BEFORE_NAME = pattern(r"[（(]([\d一二三四五六七八九十]{1,3})[）)]|(\d{1,2})[.、．](?!\d)|[①-⑳]")


def is_note(text: str) -> bool:
    """注：…, 填表说明."""
    return bool(_NOTE.match(text))


def is_count(text: str) -> bool:
    """35, 35项, 共35项."""
    return bool(_COUNT.fullmatch(text))


def is_list_number(text: str) -> bool:
    """一, （二）, 三、 alone in a cell."""
    return bool(_CHINESE_NUMBER.fullmatch(text))


def is_page_mark(text: str) -> bool:
    """第2页, 续表, 以下空白."""
    return bool(_PAGE.fullmatch(text))


def is_group_heading(text: str) -> bool:
    """一、…, （二）…: a heading above rows of a kind."""
    return bool(_GROUP.fullmatch(text))


def is_lower_number(serial: str) -> bool:
    """3.1, （1）, ①: the number of a sub-item."""
    return bool(_LOWER.fullmatch(serial))


def number_before(name: str) -> str:
    """The number of a sub-item that its name begins with, as （1）; empty where it begins with none."""
    match = _BEFORE_NAME.match(name)
    return f"（{match[1] or match[2] or 1}）" if match else ""


def sum_of(filled: list[str], name: str) -> str:
    """subtotal or total where a row sums up, empty for others.

    `filled`: the texts of the row; `name`: its name cell.
    """
    if len(name) > 20 or sum(not is_count(text) for text in filled) > 2:
        return ""
    if all(map(is_count, filled)) and name.endswith(("项", "个", "件", "条")):
        return "subtotal"
    head = [text for text in filled[:2] if len(text) <= 40]
    kinds = (("subtotal", _SUBTOTAL), ("total", _TOTAL), ("subtotal", _COUNTED))
    return next((kind for kind, words in kinds if any(map(words.fullmatch, head))), "")
