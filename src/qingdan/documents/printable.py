"""Text typed by strangers made printable: what no font can show is shown by its number, long words may break."""

import re
import unicodedata
from functools import cache
from typing import Any

from qingdan.documents.fonts import shown_characters

_UNSEEN = {  # pasted along from web pages and word processors; nobody misses them
    *map(chr, (0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
}  # fmt: skip
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BREAK_HERE = "\u200b"
_HAN = "\u2e80-\u2fff\u3040-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LONG_WORD = re.compile(rf"[^\s{_HAN}]{{12,}}")


def printable(text: str) -> str:
    """The text with 〔U+…〕 for each character that cannot be seen on paper; other signs stay as they are."""
    text = _LINE_BREAK.sub("\n", text).replace("\t", " ")
    if set(text) <= _shown():
        return text
    return "".join(one if one in _shown() else _number(one) for one in text)


def breakable(text: str) -> str:
    """Printable text in which words of 12 characters and more (addresses, codes, rows of signs) may break anywhere."""
    return _LONG_WORD.sub(lambda match: _BREAK_HERE.join(match[0]), printable(text))


def all_breakable(value: Any) -> Any:
    """The same of every text in lists and mappings of any depth."""
    match value:
        case str():
            return breakable(value)
        case list() | tuple():
            return [all_breakable(one) for one in value]
        case dict():
            return {key: all_breakable(one) for key, one in value.items()}
        case _:
            return value


def _number(character: str) -> str:
    return "" if character in _UNSEEN else f"〔U+{ord(character):04X}〕"


@cache
def _shown() -> frozenset[str]:
    """Private-use characters count as not shown: every font has its own there, and archive files refuse them."""
    return frozenset(one for one in shown_characters() if unicodedata.category(one)[0] != "C") | {"\n"}
