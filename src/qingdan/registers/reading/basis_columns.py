"""Legal bases that a form splits over columns, put together as one citation text.

Forms print 法律法规名称 · 文号 · 条款号 · 条款内容 in two to four columns (成安县), or one column for each level of
instrument. Whoever reads citations gets 《名称》（文号）第…条：words, and where in it each cell's part begins.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qingdan.registers.reading.headings import Role
from qingdan.rules.pattern import pattern

Composed = tuple[str, tuple[tuple[int, int], ...]]  # text; (position, column) of each part in order

_NOTHING = pattern(r"[\s/／\\—–―_-]*|(?:暂?无|没有|空|待补充?|不详|无依据|无法律依据|无文号)")
_WITH_LOCATOR = pattern(
    r"([^《》〈〉第]{2,80}?)((?:[（(][^（）()]{1,40}[）)])?第[一二三四五六七八九十百零〇\d]{1,7}条.*)",
    re.DOTALL,
)
_LIST_NUMBER = pattern(
    r"^\s{0,5}(?:[（(]?\d{1,2}[）)]|\d{1,2}[.、．]|[①-⑳]|[一二三四五六七八九十]{1,3}、)\s{0,5}"
)
_BARE_NUMBER = pattern(r"(?:第?\s*)([一二三四五六七八九十百零〇\d]{1,7})\s*(?:条)?")
_ARTICLE_FIRST = pattern(r"\s{0,5}[“\"（(]?第[一二三四五六七八九十百零〇\d]{1,7}条")
_CLOSING = pattern(r"》(?!\s*[（(〔\[])")
_OPENS = ("：", ":", "“", '"', "，", "。", "；", "（", "(")


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisColumns:
    """The columns of the legal basis by part, in order; `whole` pairs a column with its level tag ("" for none)."""

    title: int | None = None
    document_number: int | None = None
    locator: int | None = None
    quoted: int | None = None
    basis_level: int | None = None
    whole: tuple[tuple[int, str], ...] = ()
    more: tuple[int, ...] = ()  # further columns of a part that is there already

    @property
    def in_one(self) -> int | None:
        """The one column that holds everything, where the form has it so."""
        split = (self.title, self.document_number, self.locator, self.quoted, self.basis_level)
        if self.more or len(self.whole) != 1 or self.whole[0][1] or any(part is not None for part in split):
            return None
        return self.whole[0][0]

    @property
    def any(self) -> bool:
        """Whether the form has a legal basis at all."""
        return self.widest is not None

    @property
    def widest(self) -> int | None:
        """The column with most text, by which an item is told from other rows at a glance."""
        parts = (
            self.quoted,
            *(column for column, _ in self.whole),
            self.locator,
            self.title,
            self.document_number,
        )
        return next((column for column in parts if column is not None), None)


def basis_columns(roles: Mapping[int, Role]) -> BasisColumns:
    """The basis columns among a table's columns."""
    parts: dict[str, int] = {}
    whole, more = [], []
    for column, role in sorted(roles.items()):
        if role.field != "legal_basis":
            continue
        if role.part == "whole":
            whole.append((column, role.label))
        elif role.part in parts:
            more.append(column)
        else:
            parts[role.part] = column
    return BasisColumns(**parts, whole=tuple(whole), more=tuple(more))


def compose(row: Sequence[str], columns: BasisColumns, titles: Sequence[str] = ("", "")) -> Composed:
    """One row's basis as one text. `titles`: title and document number of the row above, for a row without its own."""
    parts = _Parts()
    columns, tag_of_title = _with_title(row, columns)
    for entry in _split_entries(row, columns, titles, tag_of_title):
        _put_entry(parts, entry, columns)
    for column, label in columns.whole:
        text, tag = row[column], label or _level(_of(row, columns.basis_level))
        if text:
            number = _of(row, columns.document_number) if columns.title is None else ""
            parts.line(f"【{tag}】" if tag else "", column)
            parts.add(_numbered(text, number), column)
    for column in columns.more:
        if row[column]:
            parts.line("", column)
            parts.add(row[column], column)
    return parts.text, tuple(parts.starts)


def _with_title(row: Sequence[str], columns: BasisColumns) -> tuple[BasisColumns, str]:
    """Where one of the columns by level holds the citation and another column its words, that one is the title's."""
    filled = [one for one in columns.whole if row[one[0]]]
    if columns.title is not None or len(filled) != 1 or columns.quoted is None:
        return columns, ""
    column, label = filled[0]
    return replace(columns, title=column, whole=()), label


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is no basis: /, 无, —."""
    return bool(_NOTHING.fullmatch(text))


class _Parts:
    """The text so far, and where each column's part begins."""

    def __init__(self) -> None:
        self.text = ""
        self.starts: list[tuple[int, int]] = []

    def line(self, text: str, column: int) -> None:
        if self.text:
            self.text += "\n"
        if text:
            self.add(text, column)

    def add(self, text: str, column: int) -> None:
        if not self.starts or self.starts[-1][1] != column:
            self.starts.append((len(self.text), column))
        self.text += text


Entry = tuple[str, str, str, str, str]  # title, document number, locator, quoted, level


def _split_entries(row: Sequence[str], columns: BasisColumns, titles: Sequence[str], tag: str) -> list[Entry]:
    title, number = _of(row, columns.title), _of(row, columns.document_number)
    locator, quoted = _of(row, columns.locator), _of(row, columns.quoted)
    level = tag or _of(row, columns.basis_level)
    if columns.title is None and columns.whole:
        return [("", "", locator, quoted, level)] if locator or quoted else []
    if not title and (locator or quoted):
        title, number = titles[0], number or titles[1]
    whole = (title, number, locator, quoted, level)
    return _dealt_out(whole) or ([whole] if title or number or locator or quoted else [])


def _dealt_out(entry: Entry) -> list[Entry]:
    """Several bases in one row, line by line in each of its cells; empty where the lines do not tell them apart.

    Titles stand for a basis each where there are as many locators, or where each names its article and there are as
    many quotations; one title with several articles where there are as many quotations.
    """
    title, _, locator, quoted, _ = entry
    lists = [_lines(text) for text in entry]
    titles, locators = lists[0], lists[2]
    count = max(len(titles), len(locators))
    if count == 1 or {len(titles), len(locators)} - {1, count}:
        return []
    if len(titles) != len(locators):
        named = len(titles) == 1 or "《" not in title or _each(titles, "《")
        if not (quoted and named and _each(locators if locator else titles, "条")):
            return []
    quotations = _in_parts(quoted, count)
    if not quotations:
        return []
    lists[3] = quotations
    spread = [one if len(one) == count else [one[0] if len(one) == 1 else ""] * count for one in lists]
    return list(zip(*spread, strict=True))


def _each(lines: list[str], letter: str) -> bool:
    return all(letter in line for line in lines)


def _in_parts(text: str, count: int) -> list[str]:
    """A text in as many parts: its lines, or what begins at each list number or article number; else empty."""
    if not text:
        return [""] * count
    if len(lines := _lines(text)) == count:
        return lines
    printed = [line for line in text.split("\n") if line.strip()]
    for begins in (_LIST_NUMBER, _ARTICLE_FIRST):
        starts = [place for place, line in enumerate(printed) if begins.match(line)]
        if len(starts) == count and starts[0] == 0:
            ends = [*starts[1:], len(printed)]
            return ["\n".join(_lines("\n".join(printed[a:b]))) for a, b in zip(starts, ends, strict=True)]
    return []


def _level(text: str) -> str:
    return "" if is_nothing(text) else text


def _lines(text: str) -> list[str]:
    lines = [_LIST_NUMBER.sub("", line).strip() for line in text.split("\n") if line.strip()]
    return lines or [""]


def _put_entry(parts: _Parts, entry: Entry, columns: BasisColumns) -> None:
    title, number, locator, quoted, level = entry
    tag = f"【{level}】" if _level(level) else ""
    first = next(
        c for c in (columns.title, columns.document_number, columns.locator, columns.quoted) if c is not None
    )
    parts.line(tag, columns.basis_level if tag and columns.basis_level is not None else first)
    if title and columns.title is not None:
        parts.add(_titled(title), columns.title)
    if number and columns.document_number is not None and not is_nothing(number) and number not in parts.text:
        parts.add(f"（{number.strip('（）()')}）", columns.document_number)
    if locator and columns.locator is not None:
        parts.add(_located(locator), columns.locator)
    if quoted and columns.quoted is not None:
        located = locator or "条" in title.rpartition("》")[2]
        opens = quoted.startswith(_OPENS) or (quoted.startswith("第") and not located)
        joined = opens or not parts.text or parts.text.endswith(("：", ":", "】"))
        parts.add(quoted if joined else "：" + quoted, columns.quoted)


def _titled(title: str) -> str:
    if "《" in title or "〈" in title or is_nothing(title):
        return title
    with_locator = _WITH_LOCATOR.fullmatch(title)
    if with_locator:
        return f"《{with_locator[1].strip()}》{with_locator[2]}"
    bare, bracket, rest = title.partition("（")
    return f"《{bare.strip()}》{bracket}{rest}" if bare.strip() else title


def _located(locator: str) -> str:
    number = _BARE_NUMBER.fullmatch(locator)
    return f"第{number[1]}条" if number else locator


def _numbered(text: str, number: str) -> str:
    """A basis in one cell with its document number put behind the first title."""
    if not number or is_nothing(number) or number in text:
        return text
    return _CLOSING.sub(f"》（{number.strip('（）()')}）", text, count=1)


def _of(row: Sequence[str], column: int | None) -> str:
    return row[column] if column is not None else ""
