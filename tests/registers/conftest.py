"""Registers of an invented unit, written in any format from rows of text."""

import csv
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from qingdan.data.schemes import load_scheme
from qingdan.registers.model import Register
from qingdan.registers.reader import read_register

Rows = Sequence[Sequence[Any]]
Merges = Sequence[tuple[int, int, int, int]]  # top, left, bottom, right from 0
Sheets = dict[str, tuple[Rows, Merges]]
Read = Callable[..., Register]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Writes rows to a file of a name and reads it as a register."""

    def write_and_read(
        rows: Rows = (), *, name: str = "登记表.xlsx", merges: Merges = (), sheets: Sheets | None = None
    ) -> Register:
        path = tmp_path / name
        write_sheets(path, sheets or {"Sheet1": (rows, merges)})
        return read_register(path, scheme=load_scheme())

    return write_and_read


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows to a file of a name."""

    def write_rows(rows: Rows, *, name: str = "登记表.xlsx", merges: Merges = ()) -> Path:
        path = tmp_path / name
        write_sheets(path, {"Sheet1": (rows, merges)})
        return path

    return write_rows


@pytest.fixture
def timed() -> Callable[[Callable[[], Any]], float]:
    """How many seconds a call takes."""

    def measure(call: Callable[[], Any]) -> float:
        begun = perf_counter()
        call()
        return perf_counter() - begun

    return measure


def write_sheets(path: Path, sheets: Sheets) -> None:
    """Writes sheets of rows in the format of the path's suffix."""
    writers = {".xlsx": _xlsx, ".xls": _xls, ".ods": _ods}
    if path.suffix in writers:
        writers[path.suffix](path, sheets)
    else:
        text = StringIO()
        csv.writer(text).writerows(next(iter(sheets.values()))[0])
        path.write_text(text.getvalue(), encoding="utf-8", newline="")


def _xlsx(path: Path, sheets: Sheets) -> None:
    with xlsxwriter.Workbook(path) as book:
        for name, (rows, merges) in sheets.items():
            sheet = book.add_worksheet(name)
            for top, left, bottom, right in merges:
                sheet.merge_range(top, left, bottom, right, "")
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value != "":
                        sheet.write(number, column, value)


def _xls(path: Path, sheets: Sheets) -> None:
    book = xlwt.Workbook()
    for name, (rows, merges) in sheets.items():
        sheet = book.add_sheet(name, cell_overwrite_ok=True)
        for top, left, bottom, right in merges:
            sheet.merge(top, bottom, left, right)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value != "":
                    sheet.write(number, column, value)
    book.save(str(path))


def _ods(path: Path, sheets: Sheets) -> None:
    document = OpenDocumentSpreadsheet()
    for name, (rows, merges) in sheets.items():
        table = Table(name=name)
        corners = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in merges}
        covered = {
            (row, column)
            for top, left, bottom, right in merges
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        } - corners.keys()
        for number, row in enumerate(rows):
            line = TableRow()
            for column, value in enumerate(row):
                line.addElement(_ods_cell(value, (number, column) in covered, corners.get((number, column))))
            table.addElement(line)
        document.spreadsheet.addElement(table)
    document.save(str(path))


def _ods_cell(value: Any, covered: bool, spans: tuple[int, int] | None) -> Any:
    if covered:
        return CoveredTableCell()
    attributes = {"numberrowsspanned": spans[0], "numbercolumnsspanned": spans[1]} if spans else {}
    if isinstance(value, int | float):
        cell = TableCell(valuetype="float", value=value, **attributes)
    else:
        cell = TableCell(valuetype="string", **attributes)
    if value != "":
        cell.addElement(P(text=str(value)))
    return cell
