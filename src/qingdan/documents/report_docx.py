"""The cleaning report (R-049) as a Word file, for departments that go on writing it there."""

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.shared import Pt

from qingdan.documents.forms import day
from qingdan.documents.model import CleaningReport
from qingdan.documents.printable import printable
from qingdan.documents.report import COUNT_HEADS, count_rows, report_title, sections_of
from qingdan.documents.word import TABLE_TEXT, add_lines, new_document, saved


def report_docx(report: CleaningReport) -> bytes:
    """The report as .docx; same report, same bytes. Raises FontsMissing."""
    document = new_document(title=report_title(report), author=report.department, dated=report.filled_on)
    _write(document, report)
    return saved(document)


def _write(document: Document, report: CleaningReport) -> None:
    document.add_paragraph(printable(report_title(report)), "Title")
    if report.addressee:
        document.add_paragraph(f"{printable(report.addressee)}：").paragraph_format.first_line_indent = Pt(0)
    for place, (heading, paragraphs) in enumerate(sections_of(report)):
        document.add_heading(printable(heading), 1)
        for words in paragraphs:
            document.add_paragraph(printable(words))
        if place == 0 and report.counts:
            _add_counts(document, report)
    add_lines(document, "", report.department, day(report.filled_on))


def _add_counts(document: Document, report: CleaningReport) -> None:
    rows = [list(COUNT_HEADS), *count_rows(report.counts)]
    table = document.add_table(len(rows), len(COUNT_HEADS), "Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for line, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            cell.paragraphs[0].style = TABLE_TEXT
            cell.paragraphs[0].add_run(printable(text))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
