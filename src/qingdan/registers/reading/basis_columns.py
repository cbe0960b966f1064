"""Legal bases that a form splits over columns, put together as one citation text.

Forms print 法律法规名称 · 文号 · 条款号 · 条款内容 in two to four columns (成安县), or one column for each level of
instrument. Whoever reads citations gets 《名称》（文号）第…条：words, and where in it each cell's part begins.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qingdan.registers.reading.basis_lines import Entry, dealt_out
from qingdan.registers.reading.headings import Role
from qingdan.rules.pattern import pattern

Composed = tuple[str, tuple[tuple[int, int], ...]]  # text; (position, column) of each part in order

_NOTHING = pattern(r"[\s/／\\—–―_-]*|(?:暂?无|没有|空|待补充?|不详|无依据|无法律依据|无文号)")
_WITH_LOCATOR = pattern(
    r"([^《》〈〉第]{2,80}?)((?:[（(][^（）()]{1,40}[）)])?第[一二三四五六七八九十百零〇\d]{1,7}条.*)",
    re.DOTALL,
)
# 江西省实施《…》办法, 关于印发〈…〉的通知: one title that names another
_AROUND_A_TITLE = pattern(
    r"([^《》〈〉：:。；、【\n]{1,40})[《〈]([^《》〈〉]{2,60})[》〉]"
    r"([^《》〈〉第（(\n]{0,20}(?:办法|条例|规定|细则|规则|通知|意见|决定|方案|批复|函|公告))((?:[（(第].{0,2000})?)",
    re.DOTALL,
)
_BARE_NUMBER = pattern(r"(?:第?\s*)([一二三四五六七八九十百零〇\d]{1,7})\s*(?:条)?")
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


def _split_entries(row: Sequence[str], columns: BasisColumns, titles: Sequence[str], tag: str) -> list[Entry]:
    title, number = _of(row, columns.title), _of(row, columns.document_number)
    locator, quoted = _of(row, columns.locator), _of(row, columns.quoted)
    level = tag or _of(row, columns.basis_level)
    if columns.title is None and columns.whole:
        return [("", "", locator, quoted, level)] if locator or quoted else []
    if not title and (locator or quoted):
        title, number = titles[0], number or titles[1]
    whole = (title, number, locator, quoted, level)
    return dealt_out(whole) or ([whole] if title or number or locator or quoted else [])


def _level(text: str) -> str:
    return "" if is_nothing(text) else text


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
    around = _AROUND_A_TITLE.fullmatch(title)
    if around:
        return f"《{around[1]}〈{around[2]}〉{around[3]}》{around[4]}"
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
