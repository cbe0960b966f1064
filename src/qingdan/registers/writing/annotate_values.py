"""The annotated copy of a file that openpyxl cannot edit: its values and merged cells, written anew as .xlsx.

For .xls, .ods and .csv, and for workbooks too large or too irregular to edit in place. Written row by row, so that a
sheet of hundreds of thousands of rows stays within bounds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError, OverlappingRange
from xlsxwriter.utility import xl_cell_to_rowcol
from xlsxwriter.worksheet import Worksheet

from qingdan.registers.reading.workbook import Grid
from qingdan.registers.writing.cell_text import as_filed, cell_text
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
)
from qingdan.registers.writing.row_height import row_height, text_width

Place = tuple[int, int]  # row and column, from 0
Cell = str | float | int | bool
_WIDEST, _NARROWEST = 44, 8
_ROWS_LOOKED_AT = 300  # for column widths
_LARGE = 300_000  # cells; more are written row by row to the disk, which leaves no merging
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_LONGEST_NAME = 31
_UNNAMED = "登记表"  # the sheet of a text file


@dataclass(slots=True)
class _Styles:
    """Cell formats by severity colour, made when first asked for."""

    workbook: Workbook
    _known: dict[str, Any] = field(default_factory=dict)

    def get(self, colour: str = "") -> Any:
        if colour not in self._known:
            wanted: dict[str, Any] = {"text_wrap": True, "valign": "top"}
            wanted |= {"bg_color": f"#{colour}", "border": 1, "border_color": "#D3D2CC"} if colour else {}
            self._known[colour] = self.workbook.add_format(wanted)
        return self._known[colour]


def is_large(sheets: Sequence[Grid]) -> bool:
    """Whether the copy is written row by row, which leaves no merging of cells."""
    return sum(len(row) for sheet in sheets for row in sheet.rows) > _LARGE


def annotate_values(
    sheets: Sequence[Grid], draft: Path, findings: Sequence[Finding], heading: Sequence[str], *, large: bool
) -> None:
    """Writes the annotated copy to `draft`. Findings of a file without sheet names stand on the first sheet.

    `large`: row by row, without merging. Raises OSError when the disk does not take it.
    """
    workbook = Workbook(draft, {"constant_memory": large, "tmpdir": str(draft.parent)})
    styles, placed = _Styles(workbook), by_cell(findings)
    names: dict[str | None, str] = {}
    for sheet in sheets:
        name = _sheet_name(sheet.name or _UNNAMED, names.values())
        marks = placed.get(sheet.name, {}) if names else placed.get(None, {}) | placed.get(sheet.name, {})
        names.setdefault(None, name)
        names[sheet.name] = name
        _write_sheet(workbook.add_worksheet(name), sheet, marks, styles, merging=not large)
    last = workbook.add_worksheet(free_name(names.values()))
    _write_findings(workbook, last, findings, heading, names)
    last.activate()
    try:
        workbook.close()
    except FileCreateError as error:
        raise OSError(*error.args[0].args) from error


def _sheet_name(name: str, taken: Iterable[str]) -> str:
    """The name as Excel takes it: at most 31 characters, none of []:*?/\\, not twice."""
    plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in cell_text(name)).strip("' ")
    used = {one.casefold() for one in taken}
    plain = plain[:_LONGEST_NAME] or _UNNAMED
    number = 1
    chosen = plain
    while chosen.casefold() in used:
        number += 1
        chosen = f"{plain[: _LONGEST_NAME - 6]}({number})"
    return chosen


def _write_sheet(
    sheet: Worksheet,
    values: Grid,
    marks: Mapping[str, Sequence[Finding]],
    styles: _Styles,
    *,
    merging: bool,
) -> None:
    anchors = _merge(sheet, values, styles) if merging else {}
    marked: dict[int, dict[int, list[Finding]]] = {}
    for cell, findings in marks.items():
        place = xl_cell_to_rowcol(cell)
        row, column = anchors.get(place, place)
        marked.setdefault(row, {}).setdefault(column, []).extend(findings)
    widths = _widths(values.rows)
    for row in range(min(max(len(values.rows), max(marked, default=-1) + 1), _MOST_ROWS)):
        cells = values.rows[row] if row < len(values.rows) else ()
        alone = (
            (str(value), widths.get(at, _NARROWEST))
            for at, value in enumerate(cells)
            if (row, at) not in anchors
        )
        sheet.set_row(row, row_height(alone))
        for column, value in enumerate(cells[:_MOST_COLUMNS]):
            if value != "" and anchors.get((row, column), (row, column)) == (row, column):
                _write_value(sheet, (row, column), value, styles.get())
        for column, findings in marked.get(row, {}).items():
            _mark(sheet, (row, column), cells[column] if column < len(cells) else "", findings, styles)
    for column, width in widths.items():
        sheet.set_column(column, column, width)
    if values.hidden:
        sheet.hide()


def _mark(sheet: Worksheet, place: Place, value: Cell, findings: Sequence[Finding], styles: _Styles) -> None:
    style = styles.get(COLOURS[gravest(findings)])
    if value == "":
        sheet.write_blank(*place, None, style)
    else:
        _write_value(sheet, place, value, style)
    text = comment_text(findings)
    width, height = comment_size(text)
    sheet.write_comment(*place, text, {"author": AUTHOR, "width": width, "height": height})


def _write_value(sheet: Worksheet, place: Place, value: Cell, style: Any) -> None:
    match value:
        case bool():
            sheet.write_boolean(*place, value, style)
        case int() | float() if isfinite(value):
            sheet.write_number(*place, value, style)
        case _:
            sheet.write_string(*place, as_filed(str(value)), style)


def _merge(sheet: Worksheet, values: Grid, styles: _Styles) -> dict[Place, Place]:
    """Merges the ranges as far as there are values; cell → first cell of its range."""
    anchors: dict[Place, Place] = {}
    lowest, farthest = len(values.rows) - 1, max(map(len, values.rows), default=0) - 1
    for (top, left), (end_row, end_column) in values.merges or ():
        bottom, right = min(end_row, lowest), min(end_column, farthest)
        if bottom < top or right < left or (bottom, right) == (top, left):
            continue
        try:
            sheet.merge_range(top, left, bottom, right, "", styles.get())
        except OverlappingRange:
            continue
        inside = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
        anchors |= dict.fromkeys(inside, (top, left))
    return anchors


def _widths(rows: Sequence[Sequence[Cell]]) -> dict[int, int]:
    """Column → width in characters that fits most of its text."""
    widths: dict[int, int] = {}
    for cells in rows[:_ROWS_LOOKED_AT]:
        for column, value in enumerate(cells[:_MOST_COLUMNS]):
            lines = str(value)[:500].splitlines()
            longest = max((text_width(line) for line in lines), default=0)
            widths[column] = max(widths.get(column, _NARROWEST), min(longest + 2, _WIDEST))
    return widths


def _write_findings(
    workbook: Workbook,
    sheet: Worksheet,
    findings: Sequence[Finding],
    heading: Sequence[str],
    names: Mapping[str | None, str],
) -> None:
    for row, line in enumerate(heading):
        size = {"bold": True, "font_size": 16} if row == 0 else {}
        sheet.write_string(row, 0, line, workbook.add_format(size))
    top = len(heading) + 1
    head = workbook.add_format({"bold": True, "bottom": 2})
    text = workbook.add_format({"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": "#D3D2CC"})
    link = workbook.add_format({"valign": "top", "font_color": "#1B4470", "underline": 1, "bottom": 1})
    styles, links = _Styles(workbook), 0
    for column, (name, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(top, column, name, head)
    for row, finding in enumerate(findings, start=top + 1):
        sheet.set_row(row, row_height(zip(finding.line, WIDTHS, strict=True)))
        target = _target(finding, names) if links < MOST_LINKS else None
        links += target is not None
        for column, words in enumerate(finding.line):
            if column == PLACE_COLUMN and target:
                sheet.write_url(row, column, f"internal:{target}", link, words)
            else:
                sheet.write_string(row, column, words, text)
        colour = COLOURS[finding.problem.severity]
        sheet.write_number(row, 0, finding.number, text)
        sheet.write_string(row, 1, finding.line[1], styles.get(colour))
    _set_up(sheet, top, top + len(findings))


def _target(finding: Finding, names: Mapping[str | None, str]) -> str | None:
    where = finding.problem.where
    place = where.cell or (f"A{where.row}" if where.row else None)
    return f"{quoted(names[where.sheet])}!{place}" if place and where.sheet in names else None


def _set_up(sheet: Worksheet, top: int, last: int) -> None:
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, last, len(HEADINGS) - 1)
    sheet.repeat_rows(top)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
