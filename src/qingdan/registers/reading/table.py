"""The cells of one sheet as text, by columns, without the empty rows; A1 notation."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from qingdan.registers.reading.workbook import Grid

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`numbers`: the sheet rows (from 1) that hold anything; `columns`: the text of these rows, column by column.

    Text is stripped; whole numbers lose their “.0”. `place` finds a sheet row among `numbers`.
    `merges` as in Grid.
    """

    numbers: list[int]
    columns: list[list[str]]
    place: dict[int, int]
    merges: list[tuple[tuple[int, int], tuple[int, int]]] | None

    def row(self, index: int) -> Row:
        """The texts of one row."""
        return tuple([column[index] for column in self.columns])

    def spans(self, index: int) -> dict[int, int]:
        """Merged cells of a row that reach over several columns: first column → last column, from 0."""
        number = self.numbers[index] - 1
        return {
            left: right for (top, left), (_, right) in self.merges or () if top == number and right > left
        }


def read_table(grid: Grid) -> Table:
    """The text of a grid."""
    numbers = [number for number, row in enumerate(grid.rows, 1) if row]
    rows = list(filter(None, grid.rows))
    width = max(map(len, rows), default=0)
    if set(map(len, rows)) != {width}:
        rows = [[*row, *[""] * (width - len(row))] for row in rows]
    columns = [_texts(column) for column in zip(*rows, strict=True)]
    firsts = columns[0] if columns else ()
    empty = [
        index for index, text in enumerate(firsts) if not text and not any(one[index] for one in columns)
    ]
    for index in reversed(empty):  # rows of nothing but spaces
        del numbers[index]
        for column in columns:
            del column[index]
    place = {number: index for index, number in enumerate(numbers)}
    return Table(numbers=numbers, columns=columns, place=place, merges=grid.merges)


def _texts(column: Sequence[Any]) -> list[str]:
    try:
        return list(map(str.strip, column))
    except TypeError:
        return [
            value.strip() if isinstance(value, str)
            else str(int(value)) if isinstance(value, float) and value.is_integer()
            else as_text(value)
            for value in column
        ]  # fmt: skip


def as_text(value: Any) -> str:
    """A number, date or truth value as a person reads it: a date is 2015-04-01."""
    return str(value).removesuffix(" 00:00:00").strip()


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """The letters of a column that counts from 0: 0 → A, 26 → AA."""
    text = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        text = chr(65 + digit) + text
    return text
