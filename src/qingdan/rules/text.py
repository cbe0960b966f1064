"""The one normaliser: what counts as the same title, the same words, the same clause.

Source: the project's reading "Verdicts on citations" §1 and §2. Library, index and verdicts compare only
what comes out of here, so that building and checking cannot drift apart. All functions are pure, run in
linear time and accept any text.
"""

import re
from functools import lru_cache
from unicodedata import normalize
from zlib import crc32

from qingdan.rules.pattern import pattern

_MARK = "。；;：:…⋯①-⑳"
_PIECE_MARK, _CLAUSE_MARK = _MARK + r"\n\r\x0b\x0c\u2028", _MARK + "，,、！!？?"
_DIGIT = "0-9０-９"
_NUMERAL = f"[一二三四五六七八九十百零〇{_DIGIT}]"
# （三） as the number of a list, also before 与 or 项目; not the （三） of 第（三）项 nor of （一）和（二）项.
_BRACKETED = (
    rf"(?<=[（(〔])(?<!第[（(〔]){_NUMERAL}{{1,4}}[）)〕]"
    r"(?!项(?!目)|款(?!项)|目(?![的录标前])|条(?![件例约款])"
    rf"|(?:[至、和及与～~-]|或者?|以及)\s?第?\s?[（(〔]?{_NUMERAL}{{1,4}}[）)〕项款目])"
)
_DOTS = r"(?<=\.)\.{2,}+|(?<=·)·{2,}+"
_PLAIN_NUMBER = (
    rf"[^\w（(]{{0,8}}+(?:[一二三四五六七八九十]{{1,3}}、|[{_DIGIT}]{{1,3}}(?:、|[.．](?![{_DIGIT}])))"
)


def _ends(marks: str) -> re.Pattern[str]:
    # One set of characters stands in front, so that a search runs over the rest without trying each branch.
    return pattern(rf"[{marks}（(〔.·](?:(?<=[{marks}])|{_BRACKETED}|{_DOTS})(?:{_PLAIN_NUMBER})?")


_PIECE_END = _ends(_PIECE_MARK)
_CLAUSE_END = _ends(_CLAUSE_MARK)  # a line break does not end a clause: wrapped texts keep their hashes
_FIRST_NUMBER = pattern(_PLAIN_NUMBER)
_NO_LETTERS = pattern(r"[\W_]+")
_VARIANT = pattern("[０-９Ａ-Ｚａ-ｚ⼀-⿕\uf900-\ufaff㌀-㏿²³]+")
_TITLE_NOISE = pattern("[〈〉＜＞<>《》«»\\s\u200b\ufeff]+")
_STATE = "中华人民共和国"

_SHORTEST_PIECE = 4
_SHORTEST_CLAUSE = 2


@lru_cache(maxsize=8192)
def title_key(title: str) -> str:
    """A title as compared: without spaces, 中华人民共和国 and any kind of title bracket.

    Nothing looser: another province, 条例 for 办法, or a missing 暂行 stay different titles.
    """
    bare = _TITLE_NOISE.sub("", title).replace("（", "(").replace("）", ")")
    while _STATE in bare:
        bare = bare.replace(_STATE, "")
    return bare


def letters(text: str) -> str:
    """Letters and numerals only, full width digits and Latin letters made half width.

    Characters that copying from PDF puts in place of ordinary ones (Kangxi radicals, compatibility
    ideographs) are turned back. Numbers are not translated: 五万元 and 5万元 differ.
    """
    return _without_variants(_NO_LETTERS.sub("", text))


def _without_variants(text: str) -> str:
    return text if text.isascii() else _VARIANT.sub(_plain, text)


def _plain(match: re.Match[str]) -> str:
    return _NO_LETTERS.sub("", normalize("NFKC", match[0]))


def pieces(quotation: str) -> list[str]:
    """A quotation cut at …… 。 ； ： and line breaks, without list numbers: pieces of four letters or more.

    Each piece is what `letters` leaves of it; order is kept, duplicates too.
    """
    return _cut(_PIECE_END, quotation, _SHORTEST_PIECE)


def clauses(text: str) -> list[str]:
    """A text cut at every mark that ends a clause (also ， and 、), letters only: the unit of the hash index.

    Brackets, quotation marks and line breaks do not cut. Clauses of one letter are dropped: list numbers and
    single words of an enumeration.
    """
    return _cut(_CLAUSE_END, text, _SHORTEST_CLAUSE)


def _cut(ends: re.Pattern[str], text: str, shortest: int) -> list[str]:
    number = _FIRST_NUMBER.match(text)
    whole = text[number.end() :] if number else text
    return [part for part in map(letters, ends.split(whole)) if len(part) >= shortest]


def clause_hash(clause: str) -> int:
    """32 bits standing for a clause: CRC-32 of its UTF-8 bytes (lone surrogates are let through)."""
    return crc32(clause.encode("utf-8", "surrogatepass"))
