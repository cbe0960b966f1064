"""One form as a worksheet: heads, item rows, choices, print set-up. Lays out what `forms` puts in."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from qingdan.registers.whole_file import whole_file
from qingdan.registers.writing.cell_text import cell_text
from qingdan.registers.writing.form_rows import BASIS_GROUP, Column, FormBasis
from qingdan.registers.writing.row_height import LINE, row_height

_NOTE = "（样式为重建：本表按实施方案文字和同类表样复原，不是印发的原表）"
Place = tuple[int, int]  # row and column, from 0
_SPARE_ROWS = 300  # below the last item: choices are offered there too
_HEAD_ROWS = 3  # title, note, department; then two rows of column headings
_FIRST_ITEM = _HEAD_ROWS + 2
_FROZEN = "权力名称"  # columns up to this one stay in sight
_FONT: dict[str, Any] = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_size": 18, "bold": True, "align": "center"},
    "note": {"align": "center", "font_color": "#54555A"},
    "line": {"font_size": 11, "text_wrap": False},
    "head": {"bold": True, "align": "center", "border": 1, "bg_color": "#F0EFEB"},
    "text": {"border": 1},
    "short": {"border": 1, "align": "center"},
}


class FormSheet:
    """A form being written, from the top down."""

    def __init__(self, workbook: Workbook, name: str, columns: Sequence[Column], *, paper: int) -> None:
        self._columns = columns
        self._sheet: Worksheet = workbook.add_worksheet(name)
        self._formats: dict[str, Format] = {
            style: workbook.add_format(_FONT | own) for style, own in _STYLES.items()
        }
        self._row = _FIRST_ITEM
        self._set_up_print(paper)
        self._write_headings()

    def heads(self, title: str, *labels: str, note: str = "") -> None:
        """The title, the line that says the form is reconstructed, and the labels to be filled in, side by side.

        `note` is said besides, on the same line.
        """
        self._merge((0, 0), (0, len(self._columns) - 1), title, "title")
        self._merge((1, 0), (1, len(self._columns) - 1), _NOTE + note, "note")
        self._labels(_HEAD_ROWS - 1, labels)
        self._sheet.set_row(0, 30)
        self._sheet.set_row(_HEAD_ROWS - 1, 22)

    def item(self, number: int | str, values: Mapping[str, str], bases: Sequence[FormBasis] = ()) -> None:
        """One item: a line for each basis, the other cells merged over them."""
        last = self._row + max(len(bases), 1) - 1
        merged: list[tuple[str, float]] = []
        for place, column in enumerate(self._columns):
            if column.group == BASIS_GROUP:
                for line, basis in enumerate(bases, start=self._row):
                    self._write(line, place, getattr(basis, column.field), "text")
            else:
                text = str(number) if column.heading == "序号" else values.get(column.field, "")
                style = "short" if column.width <= 12 else "text"
                self._merge((self._row, place), (last, place), text, style)
                merged.append((text, column.width))
        self._set_heights(merged, bases)
        self._row = last + 1

    def _set_heights(self, merged: Sequence[tuple[str, float]], bases: Sequence[FormBasis]) -> None:
        """Each line as high as its basis needs; all of them together as high as the merged cells need."""
        parts = [column for column in self._columns if column.group == BASIS_GROUP]
        heights = [
            row_height((getattr(basis, one.field), one.width) for one in parts) for basis in bases
        ] or [0]
        lacking = max(row_height(merged) - sum(heights), 0) / len(heights)
        for row, height in enumerate(heights, start=self._row):
            self._sheet.set_row(row, height + lacking)

    def signatures(self, *labels: str) -> None:
        """The foot: a blank line and the labels to be signed; closes the form."""
        self._offer_choices()
        self._labels(self._row + 1, labels)
        self._sheet.set_row(self._row + 1, 26)
        self._sheet.autofilter(_FIRST_ITEM - 1, 0, max(self._row - 1, _FIRST_ITEM), len(self._columns) - 1)

    def _labels(self, row: int, labels: Sequence[str]) -> None:
        """Labels to be filled in stand side by side in one cell, as in the forms that departments know."""
        self._merge((row, 0), (row, len(self._columns) - 1), "　　　　　　".join(labels), "line")

    def _write_headings(self) -> None:
        place = 0
        for group, members in groupby(self._columns, key=lambda column: column.group or column.heading):
            columns = list(members)
            lower = _HEAD_ROWS if columns[0].group else _HEAD_ROWS + 1
            self._merge((_HEAD_ROWS, place), (lower, place + len(columns) - 1), group, "head")
            for column in columns:
                self._sheet.set_column(place, place, column.width)
                if column.group:
                    self._write(_HEAD_ROWS + 1, place, column.heading, "head")
                place += 1
        self._sheet.set_row(_HEAD_ROWS, LINE)
        self._sheet.set_row(_HEAD_ROWS + 1, row_height((one.heading, one.width) for one in self._columns))

    def _offer_choices(self) -> None:
        for place, column in enumerate(self._columns):
            if column.choices:
                self._sheet.data_validation(
                    _FIRST_ITEM, place, self._row + _SPARE_ROWS, place,
                    {"validate": "list", "source": list(column.choices), "error_type": "warning",
                     "error_title": column.heading, "error_message": "一般从列出的几种里选。确实不同的，选“是”保留。"},
                )  # fmt: skip

    def _set_up_print(self, paper: int) -> None:
        sheet = self._sheet
        frozen = next((at for at, column in enumerate(self._columns, 1) if column.heading == _FROZEN), 0)
        sheet.freeze_panes(_FIRST_ITEM, frozen)
        sheet.repeat_rows(_HEAD_ROWS, _FIRST_ITEM - 1)
        sheet.set_landscape()
        sheet.set_paper(paper)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_footer("&C第 &P 页　共 &N 页")

    def _merge(self, first: Place, last: Place, text: str, style: str) -> None:
        if first != last:
            self._sheet.merge_range(*first, *last, "", self._formats[style])
        self._write(*first, text, style)

    def _write(self, row: int, column: int, text: str, style: str) -> None:
        if text:  # as a string: what begins with = + - @ is no formula
            self._sheet.write_string(row, column, cell_text(text), self._formats[style])
        else:
            self._sheet.write_blank(row, column, None, self._formats[style])


@contextmanager
def open_form(target: Path, name: str, columns: Sequence[Column], *, paper: int) -> Iterator[FormSheet]:
    """A form to fill in; the file is written whole when the block ends. Raises FileNotWritten."""
    with whole_file(target) as draft:
        workbook = Workbook(draft, {"tmpdir": str(draft.parent)})
        workbook.set_size(2400, 1400)
        yield FormSheet(workbook, name, columns, paper=paper)
        try:
            workbook.close()
        except FileCreateError as error:
            raise OSError(*error.args[0].args) from error
