"""The cleaning report (R-049) as a Word file, for departments that go on writing it there.

Styles carry the looks, so that what is added takes the right ones: title in 方正小标宋, heads in 黑体, text in 仿宋.
"""

from datetime import UTC, date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from qingdan.documents.forms import day
from qingdan.documents.model import CleaningReport
from qingdan.documents.printable import printable
from qingdan.documents.report import COUNT_HEADS, count_rows, report_title, sections_of

_LINE = Pt(28.9)  # 22 lines on a page
_LONGEST_PROPERTY = 255  # characters; the format allows no more
_UNDATED = date(1970, 1, 1)


def report_docx(report: CleaningReport) -> bytes:
    """The report as .docx; same report, same bytes. Raises FontsMissing."""
    document = docx.Document()
    _set_styles(document)
    _set_page(document)
    _write(document, report)
    properties = document.core_properties
    properties.title = printable(report_title(report))[:_LONGEST_PROPERTY]
    properties.author = printable(report.department)[:_LONGEST_PROPERTY]
    properties.comments, properties.last_modified_by = "", ""
    properties.created = properties.modified = datetime.combine(report.filled_on or _UNDATED, time(), UTC)
    saved = BytesIO()
    document.save(saved)
    return _undated_archive(saved)


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
    for words in ("", report.department, day(report.filled_on)):
        document.add_paragraph(printable(words)).alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _add_counts(document: Document, report: CleaningReport) -> None:
    rows = [list(COUNT_HEADS), *count_rows(report.counts)]
    table = document.add_table(len(rows), len(COUNT_HEADS), "Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for line, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            cell.paragraphs[0].style = "Table Text"
            cell.paragraphs[0].add_run(printable(text))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin = Mm(25), Mm(22)
    section.bottom_margin, section.left_margin = Mm(22), Mm(25)
    foot = section.footer.paragraphs[0]
    foot.style = "Table Text"
    foot.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)
    foot.add_run(" —")


def _set_styles(document: Document) -> None:
    styles = document.styles
    small = styles.add_style("Table Text", 1)
    assert isinstance(small, ParagraphStyle)
    small.base_style = styles["Normal"]
    for name, font, size, indent, alignment in (
        ("Normal", "仿宋_GB2312", 16, Pt(32), WD_ALIGN_PARAGRAPH.JUSTIFY),
        ("Title", "方正小标宋简体", 22, Pt(0), WD_ALIGN_PARAGRAPH.CENTER),
        ("Heading 1", "黑体", 16, Pt(32), WD_ALIGN_PARAGRAPH.LEFT),
        ("Table Text", "仿宋_GB2312", 10.5, Pt(0), WD_ALIGN_PARAGRAPH.CENTER),
    ):
        style = styles[name]
        assert isinstance(style, ParagraphStyle)
        _set_font(style, font, size)
        style.paragraph_format.first_line_indent, style.paragraph_format.alignment = indent, alignment
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = Pt(18) if size < 16 else _LINE
    styles["Title"].paragraph_format.space_after = _LINE


def _set_font(style: ParagraphStyle, font: str, size: float) -> None:
    style.font.name, style.font.size, style.font.bold = "Times New Roman", Pt(size), False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    fonts.set(qn("w:eastAsia"), font)
    for border in list(style.element.iter(qn("w:pBdr"))):  # Word's own title has a blue rule
        border.getparent().remove(border)


def _undated_archive(saved: BytesIO) -> bytes:
    """The same archive without the hour at which it was packed."""
    packed = BytesIO()
    with ZipFile(saved) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name), old.read(name), ZIP_DEFLATED)
    return packed.getvalue()
