"""The cleaning report on paper and as a Word file."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from tests.documents.samples import texts

from qingdan.documents.model import CleaningReport, ReportSection
from qingdan.documents.report import report_pdf
from qingdan.documents.report_docx import report_docx

pytestmark = [pytest.mark.requirement("R-049"), pytest.mark.requirement("G-documents")]
HEADS = ["一、基本情况", "二、主要做法", "三、取得成效", "四、存在问题", "五、意见建议"]


def test_report__has_title_addressee_five_sections_and_foot(report: CleaningReport) -> None:
    text = "".join(texts(report_pdf(report)))

    places = [text.index(head) for head in HEADS]
    assert places == sorted(places)
    assert text.startswith("市灯笼管理局关于行政权力清理工作的报告市编办：")
    assert "主要做法第一段。主要做法第二段。" in text
    assert "市灯笼管理局2015年4月10日" in text


def test_report__counts_stand_after_the_first_section_with_sums(report: CleaningReport) -> None:
    text = "".join(texts(report_pdf(report)))

    assert "行政处罚120300015行政确认2100003合计141300018" in text[: text.index(HEADS[1])]


def test_report__without_counts_has_no_table(report: CleaningReport) -> None:
    assert "合计" not in "".join(texts(report_pdf(replace(report, counts=()))))


def test_word_file__says_the_same_as_the_paper(report: CleaningReport) -> None:
    document = docx.Document(BytesIO(report_docx(report)))
    (table,) = document.tables
    written = [one.text for one in document.paragraphs]

    assert [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"] == HEADS
    assert written[:2] == ["市灯笼管理局关于行政权力清理工作的报告", "市编办："]
    assert "存在问题第二段。" in written
    assert [cell.text for cell in table.rows[-1].cells] == ["合计", "14", "1", "3", "0", "0", "0", "18"]
    assert written[-1] == "2015年4月10日"


def test_word_file__has_official_paper_and_type(report: CleaningReport) -> None:
    document = docx.Document(BytesIO(report_docx(report)))
    page, plain = document.sections[0], document.styles["Normal"]

    assert round(page.page_width.mm) == 210 and round(page.left_margin.mm) == 25
    assert plain.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert plain.font.size.pt == 16
    assert "PAGE" in page.footer.paragraphs[0]._p.xml


def test_word_file__same_report_gives_same_bytes(report: CleaningReport) -> None:
    file = report_docx(report)

    assert file == report_docx(report)
    assert docx.Document(BytesIO(file)).core_properties.created.date() == date(2015, 4, 10)


def test_word_file__takes_control_characters(report: CleaningReport) -> None:
    section = ReportSection(heading="基本情况", text="灯\x00笼\x1b[0m<w:p/>")

    document = docx.Document(BytesIO(report_docx(replace(report, sections=(section,)))))

    assert "灯〔U+0000〕笼〔U+001B〕[0m<w:p/>" in [one.text for one in document.paragraphs]
