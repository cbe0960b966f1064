"""A register (登记表) as read: typed rows that keep their cells, and what was not understood."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from qingdan.rules.problem import Problem, Severity, Where


class RowCells(Mapping[str, str]):
    """The cells of one row by field ("name" → "C12"), made when asked for: registers have many and few are looked at.

    `columns`: field → column letters. `elsewhere`: field → cell, for what stands in another row (a category that is
    merged down its block).
    """

    __slots__ = ("_columns", "_elsewhere", "_row")

    def __init__(self, columns: Mapping[str, str], row: int, elsewhere: Mapping[str, str]) -> None:
        self._columns, self._row, self._elsewhere = columns, row, elsewhere

    def __getitem__(self, field: str) -> str:
        return self._elsewhere.get(field) or f"{self._columns[field]}{self._row}"

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def __repr__(self) -> str:
        return repr(dict(self))


class RegisterRow(NamedTuple):
    """One item as typed: the lowest entry that has a basis of its own.

    A named tuple, because a register has thousands and a frozen dataclass takes four times as long to make.

    `values`: field → text (cells of one field joined by newline in column order); `cells`: field → the cell
    a person would look at ("E12"); `rows`: every sheet row that belongs to the item, from 1.
    `main_item` is the name of the heading 主项 where there is one. `values["legal_basis"]` is composed as one
    citation text whatever the layout (《名称》（文号）第…条 words), one line a basis; `basis_cells` holds, in
    order, where in that text each sheet cell's part begins: (position, "E12").
    """

    sheet: str | None
    rows: tuple[int, ...]
    values: Mapping[str, str]
    cells: Mapping[str, str]
    main_item: str = ""
    basis_cells: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedRow:
    """A row that holds no item, and why: title, header, subtotal, total, note, nil, signature, main_item, blank."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NilLine:
    """零报告 line as read: which category the unit says it has none of."""

    category: str
    row: int
    cell: str
    printed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetReading:
    """How one table of a sheet was read. `columns`: field → column letters in order; `header_row` counts from 1.

    `heading_rows` are the rows of title, unit and header above the items. `skipped` are rows among and below the
    items; of a long run of blank rows only the first is listed. A sheet of two tables gives two readings of its name.
    """

    name: str | None
    header_row: int | None
    columns: Mapping[str, tuple[str, ...]]
    rows: tuple[RegisterRow, ...] = ()
    nil_lines: tuple[NilLine, ...] = ()
    skipped: tuple[SkippedRow, ...] = ()
    unread_columns: tuple[tuple[str, str], ...] = ()  # cell, heading
    unread_rows: tuple[tuple[int, str], ...] = ()  # row, what stands there
    heading_rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One file as read."""

    path: str
    department: str = ""
    sheets: tuple[SheetReading, ...] = ()
    signatory: str = ""
    signature_cell: tuple[str | None, str] | None = None
    has_signature_block: bool = False
    filler: Mapping[str, str] = field(default_factory=dict)  # 填报人, 联系电话, 填报日期


class UnreadableFile(Exception):
    """The file cannot be read as a register; `reason` is a key of the wording table ("F01.encrypted")."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail

    def problem(self, path: str) -> Problem:
        """The finding about the file of that path."""
        return Problem(
            code="F01", key=self.reason, severity=Severity.BLOCKER, where=Where(path=path),
            params={"detail": self.detail},
        )  # fmt: skip
