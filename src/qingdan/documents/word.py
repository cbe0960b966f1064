"""Word files in the looks of official letters: styles, page, tables; the same content gives the same bytes.

Styles carry the looks, so that what is added takes the right ones: title in 方正小标宋, heads in 黑体, text in 仿宋.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from qingdan.documents.printable import printable

LINE = Pt(28.9)  # 22 lines on a page
TABLE_TEXT = "Table Text"
_TABLE_TEXT_ID = "TableText"
_LONGEST_PROPERTY = 255  # characters; the format allows no more
_UNDATED = date(1970, 1, 1)
_TWIPS = 56.7  # a millimetre


def new_document(*, title: str, author: str, dated: date | None, landscape: bool = False) -> Document:
    """An empty A4 document in these styles."""
    document = docx.Document()
    _set_styles(document)
    _set_page(document, landscape=landscape)
    properties = document.core_properties
    properties.title = printable(title)[:_LONGEST_PROPERTY]
    properties.author = printable(author)[:_LONGEST_PROPERTY]
    properties.comments, properties.last_modified_by = "", ""
    properties.created = properties.modified = datetime.combine(dated or _UNDATED, time(), UTC)
    return document


def saved(document: Document) -> bytes:
    """The file, without the hour at which it was packed."""
    first, packed = BytesIO(), BytesIO()
    document.save(first)
    with ZipFile(first) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name), old.read(name), ZIP_DEFLATED)
    return packed.getvalue()


def add_lines(document: Document, *texts: str) -> None:
    """Paragraphs at the right margin: who signs, the day."""
    for words in texts:
        document.add_paragraph(printable(words)).alignment = WD_ALIGN_PARAGRAPH.RIGHT


def add_table(
    document: Document, heads: Sequence[str], rows: Iterable[Sequence[str]], *, widths: Sequence[float]
) -> None:
    """A ruled table with a head that repeats; `widths` in mm. A row of one cell goes over all columns.

    Written cell by cell as elements: the library's own cells take minutes for thousands of rows.
    """
    table = document.add_table(1, len(heads), "Table Grid")._tbl
    grid = [round(one * _TWIPS) for one in widths]
    for column, width in zip(table.tblGrid.gridCol_lst, grid, strict=True):
        column.w = width * 635
    table.remove(table.tr_lst[0])
    head = _row(heads, grid)
    head.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    table.append(head)
    for cells in rows:
        table.append(_row(cells, grid))


def _row(cells: Sequence[str], grid: Sequence[int]) -> BaseOxmlElement:
    row = OxmlElement("w:tr")
    whole = len(cells) == 1 < len(grid)
    for text, width in zip(cells, [sum(grid)] if whole else grid, strict=True):
        row.append(_cell(printable(text), width, over=len(grid) if whole else 1))
    return row


def _cell(text: str, width: int, *, over: int) -> BaseOxmlElement:
    cell, looks, size = OxmlElement("w:tc"), OxmlElement("w:tcPr"), OxmlElement("w:tcW")
    size.set(qn("w:w"), str(width))
    size.set(qn("w:type"), "dxa")
    looks.append(size)
    if over > 1:
        span = OxmlElement("w:gridSpan")
        span.set(qn("w:val"), str(over))
        looks.append(span)
    cell.append(looks)
    for line in text.split("\n"):
        cell.append(_paragraph(line))
    return cell


def _paragraph(text: str) -> BaseOxmlElement:
    paragraph, looks, style = OxmlElement("w:p"), OxmlElement("w:pPr"), OxmlElement("w:pStyle")
    style.set(qn("w:val"), _TABLE_TEXT_ID)
    looks.append(style)
    paragraph.append(looks)
    run, words = OxmlElement("w:r"), OxmlElement("w:t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(words)
    paragraph.append(run)
    return paragraph


def _set_page(document: Document, *, landscape: bool) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.top_margin, section.right_margin = Mm(22 if landscape else 25), Mm(22)
    section.bottom_margin, section.left_margin = Mm(22), Mm(22 if landscape else 25)
    foot = section.footer.paragraphs[0]
    foot.style = TABLE_TEXT
    foot.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)
    foot.add_run(" —")


def _set_styles(document: Document) -> None:
    styles = document.styles
    small = styles.add_style(TABLE_TEXT, 1)
    assert isinstance(small, ParagraphStyle)
    small.base_style = styles["Normal"]
    for name, font, size, indent, alignment in (
        ("Normal", "仿宋_GB2312", 16, Pt(32), WD_ALIGN_PARAGRAPH.JUSTIFY),
        ("Title", "方正小标宋简体", 22, Pt(0), WD_ALIGN_PARAGRAPH.CENTER),
        ("Heading 1", "黑体", 16, Pt(32), WD_ALIGN_PARAGRAPH.LEFT),
        (TABLE_TEXT, "仿宋_GB2312", 10.5, Pt(0), WD_ALIGN_PARAGRAPH.CENTER),
    ):
        style = styles[name]
        assert isinstance(style, ParagraphStyle)
        _set_font(style, font, size)
        style.paragraph_format.first_line_indent, style.paragraph_format.alignment = indent, alignment
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = Pt(18) if size < 16 else LINE
    styles["Title"].paragraph_format.space_after = LINE


def _set_font(style: ParagraphStyle, font: str, size: float) -> None:
    style.font.name, style.font.size, style.font.bold = "Times New Roman", Pt(size), False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    fonts.set(qn("w:eastAsia"), font)
    for border in list(style.element.iter(qn("w:pBdr"))):  # Word's own title has a blue rule
        border.getparent().remove(border)
