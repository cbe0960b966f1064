"""Where a table's heading rows are and what its columns hold."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from qingdan.registers.reading.headings import Role, is_heading, read_heading
from qingdan.registers.reading.table import Row, Table
from qingdan.rules.pattern import pattern

_SEARCHED = 60  # rows that hold anything, from the top
_NUMBERING = pattern(r"[(（]?(?:[0-9]{1,2}|[甲乙丙丁戊])[)）]?(?:=.{0,20})?|栏次")
_NAMES = frozenset({"name", "sub_item"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """`first` and `last` index of the heading rows among the table's rows; roles and unknown headings by column."""

    first: int
    last: int
    row: int  # the index of the row that names the columns
    roles: Mapping[int, Role]
    unknown: Mapping[int, str]

    @property
    def fields(self) -> frozenset[str]:
        """The fields the table has columns for."""
        return frozenset(role.field for role in self.roles.values())


def find_header(table: Table, start: int = 0) -> Header | None:
    """The first heading rows from a row on, one or two of them; None when there are none near the top."""
    for index in range(start, min(len(table.numbers), start + _SEARCHED)):
        header = header_at(table, index)
        if header:
            return header
    return None


def header_at(table: Table, index: int) -> Header | None:
    """The header that begins at a row: one row, or two where the second names the columns better."""
    row = table.row(index)
    if sum(map(bool, row)) < 2:
        return None
    single, double = _single(row, index), None
    if index + 1 < len(table.numbers):
        double = _double(table, index)
    better = double is not None and (single is None or len(double.roles) > len(single.roles))
    header = double if better else single
    if header is None or not _names_items(header):
        return None
    return _with_numbering(table, _settled(header))


def later_headers(table: Table, header: Header) -> list[Header]:
    """Headers further down: repeated on each page, or of another table. A cell in the name column shows them."""
    if not header.fields & _NAMES:
        return []
    named = min(column for column, role in header.roles.items() if role.field in _NAMES)
    found, last = [], header.last
    for index, text in enumerate(table.columns[named]):
        if index > last and text and len(text) <= 12 and is_heading(text):
            again = header_at(table, index)
            if again:
                found.append(again)
                last = again.last
    return found


def _single(row: Row, index: int) -> Header | None:
    roles = {column: role for column, text in enumerate(row) if text and (role := read_heading(text))}
    unknown = {column: text for column, text in enumerate(row) if text and column not in roles}
    if len(unknown) > len(roles):
        return None
    return Header(first=index, last=index, row=index, roles=roles, unknown=unknown)


def _double(table: Table, index: int) -> Header | None:
    above, below = table.row(index), table.row(index + 1)
    if table.numbers[index + 1] != table.numbers[index] + 1 or not any(below):
        return None
    above = _spread(above, below, table.spans(index) if table.merges is not None else None)
    roles, unknown = {}, {}
    for column, (top, sub) in enumerate(zip(above, below, strict=True)):
        if not top and not sub:
            continue
        role = read_heading(top, sub if sub != top else "")
        if role:
            roles[column] = role
        else:
            unknown[column] = sub or top
    lower = [column for column, text in enumerate(below) if text]
    if sum(column in roles for column in lower) <= len(lower) / 2 or len(unknown) > len(roles):
        return None
    alone = _single(below, index + 1)
    if alone and len(alone.roles) >= len(roles):  # the upper row is a title or groups columns only
        return None
    return Header(first=index, last=index + 1, row=index, roles=roles, unknown=unknown)


def _spread(above: Row, below: Row, spans: Mapping[int, int] | None) -> Row:
    """Common headings over every column they reach: by merges, else to the right as long as lower ones follow."""
    spread = list(above)
    if spans is not None:
        for left, right in spans.items():
            if left >= len(above):  # a merge that reaches beyond what the sheet holds
                continue
            spread[left : right + 1] = [above[left]] * (min(right + 1, len(above)) - left)
        return tuple(spread)
    for column in range(1, len(spread)):
        if not spread[column] and below[column] and below[column - 1]:
            spread[column] = spread[column - 1]
    return tuple(spread)


def _names_items(header: Header) -> bool:
    fields = header.fields - {"serial_number"}
    if len(header.roles) < 2:
        return False
    return (bool(fields & _NAMES) and len(fields) > 1) or {"legal_basis", "category"} <= fields


def _with_numbering(table: Table, header: Header) -> Header:
    """A row 1, 2, 3 … (甲, 乙 …) below the headings belongs to them."""
    last = header.last
    while last + 1 < len(table.numbers):
        texts = [text for text in table.row(last + 1) if text]
        if len(texts) < 3 or len(set(texts)) < len(texts) or not all(map(_NUMBERING.fullmatch, texts)):
            break
        last += 1
    return replace(header, last=last)


def _settled(header: Header) -> Header:
    """Columns whose heading means something else beside the others.

    依据 is the title where another column holds the clause; 具体规定 alone is the whole basis; the sub-item is the
    item where there is no other name; a second 编号 is the item code.
    """
    roles = dict(header.roles)
    parts = {role.part for role in roles.values() if role.field == "legal_basis"}
    for column, role in header.roles.items():
        if role.field == "legal_basis":
            roles[column] = role._replace(part=_settled_part(role, parts))
        elif role.field == "sub_item" and "name" not in header.fields:
            roles[column] = Role("name")
    serials = [column for column, role in roles.items() if role.field == "serial_number"]
    for column in serials[1:]:
        if "item_code" not in header.fields:
            roles[column] = Role("item_code")
    return replace(header, roles=roles)


def _settled_part(role: Role, parts: set[str]) -> str:
    if role.part == "whole" and not role.label and "title" not in parts and parts & {"locator", "quoted"}:
        return "title"
    if role.part in {"quoted", "locator"} and not parts & {"title", "whole"}:
        return "whole" if len(parts - {"document_number", "basis_level"}) == 1 else role.part
    return role.part
