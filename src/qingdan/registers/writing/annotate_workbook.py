"""Annotates a copy of an .xlsx workbook with openpyxl: values, formulas, formats and merges stay."""

import warnings
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from qingdan.registers.writing.findings import (
    AUTHOR,
    COLOURS,
    HEADINGS,
    MOST_LINKS,
    PLACE_COLUMN,
    WIDTHS,
    Finding,
    by_cell,
    comment_size,
    comment_text,
    free_name,
    gravest,
    quoted,
    without_earlier_findings,
)
from qingdan.registers.writing.findings_sheet import is_findings_sheet
from qingdan.registers.writing.row_height import row_height

# What openpyxl was seen to raise on irregular workbooks: no exception of its own covers them.
_UNLOADABLE = (
    OSError, KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, BadZipFile, InvalidFileException,
    zlib.error,
)  # fmt: skip
_LINE = Side(style="thin", color="D3D2CC")
_LINK = Font(color="1B4470", underline="single")
_WRAP = Alignment(wrap_text=True, vertical="top")


class NotEditable(Exception):
    """openpyxl cannot load this workbook: it is damaged or made against the rules of the format."""


def load(source: Path) -> openpyxl.Workbook:
    """The workbook, ready to be edited. Raises NotEditable."""
    try:
        with warnings.catch_warnings(), source.open("rb") as stream:
            warnings.simplefilter("ignore")  # what it leaves out is listed by `workbook_parts`
            return openpyxl.load_workbook(stream, rich_text=True)
    except _UNLOADABLE as error:
        raise NotEditable(str(error)) from error


def annotate_workbook(
    book: openpyxl.Workbook, draft: Path, findings: Sequence[Finding], heading: Sequence[str]
) -> None:
    """Marks the cells, adds the sheet of findings, saves to `draft`. Raises OSError when the disk does not take it."""
    _clear_earlier(book)
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    for name, cells in by_cell(findings).items():
        sheet = book.worksheets[0] if name is None else sheets.get(name)
        if sheet is not None:
            _mark_cells(sheet, cells)
    _write_findings(book.create_sheet(free_name(book.sheetnames)), findings, heading, sheets)
    book.active = len(book.sheetnames) - 1
    for sheet in book.worksheets:  # with two selected, what is typed goes into both
        sheet.sheet_view.tabSelected = sheet is book.active
    if book.calculation:
        book.calculation.fullCalcOnLoad = True
    book.save(draft)


def _clear_earlier(book: openpyxl.Workbook) -> None:
    """Takes out what an earlier annotation added: its sheet, its words in comments, its colours."""
    earlier = [sheet for sheet in book.worksheets if is_findings_sheet(sheet.title, sheet["A1"].value)]
    if not earlier or len(earlier) == len(book.worksheets):
        return
    for sheet in earlier:
        book.remove(sheet)
    for cell in (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row):
        comment = cell.comment
        rest = without_earlier_findings(comment.text) if comment else None
        if comment is None or rest is None:
            continue
        cell.comment = Comment(rest, comment.author) if rest else None
        if str(cell.fill.fgColor.rgb)[-6:] in COLOURS.values():
            cell.fill = PatternFill()


def _mark_cells(sheet: Worksheet, cells: Mapping[str, Sequence[Finding]]) -> None:
    anchored: dict[str, list[Finding]] = {}
    for place, findings in cells.items():
        anchored.setdefault(_anchor(sheet, place), []).extend(findings)
    for place, findings in anchored.items():
        cell = sheet[place]
        cell.fill = PatternFill("solid", fgColor=COLOURS[gravest(findings)])
        text = comment_text(findings, cell.comment.text if cell.comment else "")
        width, height = comment_size(text)
        author = (cell.comment.author if cell.comment else None) or AUTHOR
        cell.comment = Comment(text, author, width=width, height=height)


def _anchor(sheet: Worksheet, place: str) -> str:
    """The cell that shows: of a merged range its first cell."""
    if not isinstance(sheet[place], MergedCell):
        return place
    ranges = (one for one in sheet.merged_cells.ranges if place in one)
    return next((f"{get_column_letter(one.min_col)}{one.min_row}" for one in ranges), place)


def _write_findings(
    sheet: Worksheet, findings: Sequence[Finding], heading: Sequence[str], sheets: Mapping[str, Any]
) -> None:
    for row, line in enumerate(heading, start=1):
        _write(sheet, row, 1, line).font = Font(bold=row == 1, size=16 if row == 1 else 11)
    top = len(heading) + 2
    for column, (name, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True), start=1):
        head = _write(sheet, top, column, name)
        head.font, head.border = Font(bold=True), Border(bottom=Side(style="medium"))
        sheet.column_dimensions[get_column_letter(column)].width = width
    links = 0
    for row, finding in enumerate(findings, start=top + 1):
        _write_finding(sheet, row, finding)
        target = _target(finding, sheets)
        if target and links < MOST_LINKS:
            links += 1
            cell: Any = sheet.cell(row, PLACE_COLUMN + 1)
            cell.hyperlink, cell.font = Hyperlink(ref=cell.coordinate, location=target), _LINK
    _set_up(sheet, top, top + len(findings))


def _write_finding(sheet: Worksheet, row: int, finding: Finding) -> None:
    for column, text in enumerate(finding.line, start=1):
        cell = _write(sheet, row, column, text)
        cell.alignment, cell.border = _WRAP, Border(bottom=_LINE)
    sheet.row_dimensions[row].height = row_height(zip(finding.line, WIDTHS, strict=True))
    sheet.cell(row, 1).value = finding.number
    sheet.cell(row, 2).fill = PatternFill("solid", fgColor=COLOURS[finding.problem.severity])


def _write(sheet: Worksheet, row: int, column: int, text: str) -> Any:
    cell = sheet.cell(row, column)
    cell.value = text
    cell.data_type = "s"  # what begins with = is text, not a formula
    return cell


def _target(finding: Finding, sheets: Mapping[str, Any]) -> str | None:
    where = finding.problem.where
    place = where.cell or (f"A{where.row}" if where.row else None)
    name = where.sheet or next(iter(sheets), "")
    return f"{quoted(name)}!{place}" if place and name in sheets else None


def _set_up(sheet: Worksheet, top: int, last: int) -> None:
    sheet.freeze_panes = f"A{top + 1}"
    sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(HEADINGS))}{last}"
    sheet.print_title_rows = f"{top}:{top}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
