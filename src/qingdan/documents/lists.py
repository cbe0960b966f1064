"""Prints a list as the annex of its resolution: 审议稿 of the powers or duties of a whole city, by unit and category.

Reconstructed (docs/adr/0014): no annex of the plan was published; the columns are those of published lists (lists.md
§1.1, §1.3).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from qingdan.documents.forms import day, printed
from qingdan.documents.model import CategoryCount
from qingdan.documents.printable import printable
from qingdan.documents.report import COUNT_HEADS, count_rows
from qingdan.documents.typesetter import set_pdf
from qingdan.documents.word import TABLE_TEXT, add_table, new_document, saved
from qingdan.registers.writing.cell_text import cell_text
from qingdan.registers.writing.row_height import row_height

RECONSTRUCTED = "样式为重建：原附件没有公开，按实施方案的要求和已公布清单的栏目编排"
_COUNT_WIDTHS = (60.0, *[27.5] * 7)
_CHARACTER = 1.9  # mm of a column's width that a character of the sheet takes
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_size": 18, "bold": True, "align": "center"},
    "note": {"align": "center", "font_color": "#54555A"},
    "head": {"bold": True, "align": "center", "border": 1, "bg_color": "#F0EFEB"},
    "group": {"bold": True, "border": 1, "bg_color": "#F7F6F3"},
    "text": {"border": 1},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn:
    """A column: heading, width in mm of an A4 page across."""

    heading: str
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ListGroup:
    """The rows of one unit and category, as many cells as the list has columns; `heading` stands over them."""

    heading: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedList:
    """A list to be printed. `version`: 审议稿第2稿; `digest` of what it prints; `counts` (R-110) stand before it."""

    region: str
    title: str
    version: str
    campaign: str
    digest: str
    dated: date
    columns: tuple[ListColumn, ...]
    groups: tuple[ListGroup, ...]
    counts: tuple[CategoryCount, ...] = ()

    @property
    def total(self) -> int:
        """How many rows."""
        return sum(len(one.rows) for one in self.groups)


def list_pdf(paper: PrintedList) -> bytes:
    """The list, A4 across, the digest on every page. About 2 s and 100 MB for 1,000 rows. Raises FontsMissing."""
    data = printed(
        department=paper.region,
        campaign=paper.campaign,
        title=paper.title,
        version=paper.version,
        note=RECONSTRUCTED,
        dated=day(paper.dated),
        digest=paper.digest,
        total=str(paper.total),
        heads=[one.heading for one in paper.columns],
        rows=[list(row) for row in _rows(paper)],
        count_heads=COUNT_HEADS,
        counts=count_rows(paper.counts),
    )
    widths = [one.width for one in paper.columns]
    return set_pdf({"kind": "tabled_list", "widths": widths} | data, dated=paper.dated)


def list_docx(paper: PrintedList) -> bytes:
    """The same as a Word file. Raises FontsMissing."""
    document = new_document(title=paper.title, author=paper.region, dated=paper.dated, landscape=True)
    document.add_paragraph(printable(paper.title), "Title")
    for words in (
        paper.version,
        RECONSTRUCTED,
        f"{paper.campaign}　{day(paper.dated)}　摘要值 {paper.digest}",
    ):
        document.add_paragraph(printable(words), TABLE_TEXT)
    if paper.counts:
        document.add_paragraph("", TABLE_TEXT)
        add_table(document, COUNT_HEADS, count_rows(paper.counts), widths=_COUNT_WIDTHS)
        document.add_paragraph("", TABLE_TEXT)
    heads = [one.heading for one in paper.columns]
    add_table(document, heads, _rows(paper), widths=[one.width for one in paper.columns])
    return saved(document)


def list_xlsx(paper: PrintedList) -> bytes:
    """The same as a workbook. What begins with = + - @ is text."""
    made = BytesIO()
    workbook = Workbook(made, {"in_memory": True})
    workbook.set_properties({"title": paper.title[:255], "created": paper.dated})
    looks: dict[str, Any] = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True}
    formats = {name: workbook.add_format(looks | own) for name, own in _STYLES.items()}
    sheet = workbook.add_worksheet("清单")
    last = len(paper.columns) - 1
    heads = (paper.title, f"{paper.version}（{RECONSTRUCTED}）", f"{paper.campaign}　摘要值 {paper.digest}")
    for row, words in enumerate(heads):
        sheet.merge_range(row, 0, row, last, "", formats["title" if row == 0 else "note"])
        sheet.write_string(row, 0, cell_text(words), formats["title" if row == 0 else "note"])
    sheet.set_row(0, 30)
    widths = [one.width / _CHARACTER for one in paper.columns]
    for place, one in enumerate(paper.columns):
        sheet.set_column(place, place, widths[place])
        sheet.write_string(3, place, one.heading, formats["head"])
    for row, cells in enumerate(_rows(paper), 4):
        if len(cells) == 1:
            sheet.merge_range(row, 0, row, last, "", formats["group"])
            sheet.write_string(row, 0, cell_text(cells[0]), formats["group"])
            continue
        sheet.set_row(row, row_height(zip(cells, widths, strict=True)))
        for place, text in enumerate(cells):
            sheet.write_string(row, place, cell_text(text), formats["text"])
    sheet.freeze_panes(4, 3)
    sheet.repeat_rows(3)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页　共 &N 页")
    workbook.close()
    return made.getvalue()


def _rows(paper: PrintedList) -> Iterator[tuple[str, ...]]:
    """A row of one cell over each group, then its rows."""
    for group in paper.groups:
        yield (group.heading,)
        yield from group.rows
