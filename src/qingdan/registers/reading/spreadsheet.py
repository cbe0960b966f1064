"""Cells of a spreadsheet by python-calamine; as a program of its own, for files that could take the process down.

The library reads .xlsx fast and safely. On a damaged .xls it can panic, and on a sheet with one stray cell in the last
corner of any format it asks for more memory than there is, which ends the process. `qingdan.registers.reading.workbook`
therefore lets a child process, with bounded memory, read whatever is not plainly harmless:
`python spreadsheet.py FILE` writes the marshalled answer of `read_sheets`, or the name of the error, to its output.
"""

import marshal
import sys
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, SheetTypeEnum, SheetVisibleEnum, load_workbook

Merge = tuple[tuple[int, int], tuple[int, int]]
RawSheet = tuple[str, bool, list[list[Any]], list[Merge] | None]

_MEMORY = 2 * 1024**3  # bytes the child may ask for
_LARGE = 1_000_000  # cells


def read_sheets(content: bytes) -> list[RawSheet]:
    """Name, hidden or not, rows and merged ranges (from 0; None: the format does not tell) of each worksheet.

    A row that is empty is an empty list; rows and columns count from the sheet's first. The content decides on the
    format, not the file's name. Raises CalamineError.
    """
    with load_workbook(BytesIO(content)) as book:
        return [
            _read(book.get_sheet_by_name(one.name), one.visible is not SheetVisibleEnum.Visible)
            for one in book.sheets_metadata
            if one.typ is SheetTypeEnum.WorkSheet
        ]


def child_command(path: Path) -> list[str]:
    """The command that reads a file in a process of its own."""
    return [sys.executable, "-P", __file__, str(path)]


def _read(sheet: CalamineSheet, hidden: bool) -> RawSheet:
    if sheet.start is None:
        return sheet.name, hidden, [], sheet.merged_cell_ranges
    rows: list[list[Any]] = [[] for _ in range(sheet.start[0])]
    rows += [row if any(row) else [] for row in _cells(sheet)]
    if sheet.start[1]:
        indent = [""] * sheet.start[1]
        rows = [indent + row if row else row for row in rows]
    return sheet.name, hidden, rows, sheet.merged_cell_ranges


def _cells(sheet: CalamineSheet) -> Iterable[list[Any]]:
    if sheet.height * sheet.width < _LARGE:
        return sheet.to_python()
    return sheet.iter_rows()  # slower, but holds one row at a time


def _main() -> None:
    _bound_memory()
    answer: list[RawSheet] | str
    try:
        answer = read_sheets(Path(sys.argv[1]).read_bytes())
    except (CalamineError, MemoryError) as error:
        answer = type(error).__name__
    else:
        for _, _, rows, _ in answer:
            _only_plain(rows)
    sys.stdout.buffer.write(marshal.dumps(answer))


def _bound_memory() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  not there on Windows

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _only_plain(rows: list[list[Any]]) -> None:
    """Dates as text, in place: only plain values can be handed on."""
    for row in rows:
        for place, value in enumerate(row):
            if not isinstance(value, str | float | int):
                row[place] = str(value)


if __name__ == "__main__":
    _main()
