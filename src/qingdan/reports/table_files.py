"""Tables as files. A cell is a text, never a formula, whatever somebody typed into a field."""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

import xlsxwriter

from qingdan.registers.writing.cell_text import cell_text
from qingdan.rules.pattern import pattern

_FORMULA = pattern(r"\s*[=+\-@＝＋－＠|%]|[\t\r\n]")
_WIDE = {"权力名称", "设定依据", "责任事项", "追责情形", "原来", "现在"}
_WIDTH, _WIDE_WIDTH = 16, 50
_MADE = datetime(2015, 1, 1)  # whenever it was made: equal tables are equal bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A sheet: its name, the headings, the rows; every cell a text."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def write_csv(table: Table, target: BinaryIO) -> None:
    """UTF-8 with a mark, as spreadsheets want it; what would be a formula there is put behind an apostrophe."""
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(table.headings)
    writer.writerows([plain_cell(cell) for cell in row] for row in table.rows)
    text.detach()


def plain_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def write_xlsx(table: Table, target: BinaryIO) -> None:
    """One sheet, the headings frozen and filtered; texts alone."""
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as workbook:
        workbook.set_properties({"created": _MADE})
        sheet = workbook.add_worksheet(table.name)
        head, plain = (
            workbook.add_format({"bold": True, "bottom": 1}),
            workbook.add_format({"text_wrap": True}),
        )
        for place, heading in enumerate(table.headings):
            sheet.write_string(0, place, heading, head)
            sheet.set_column(place, place, _WIDE_WIDTH if heading in _WIDE else _WIDTH)
        for number, row in enumerate(table.rows, 1):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell_text(cell), plain)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.headings) - 1)


WRITERS: Mapping[str, Callable[[Table, BinaryIO], None]] = {"csv": write_csv, "xlsx": write_xlsx}
