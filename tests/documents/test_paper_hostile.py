"""Whatever is typed into a form is printed as typed, or visibly replaced; nothing stops the printer."""

from dataclasses import fields, replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from tests.documents.samples import DIGEST, HEAD, SVG, texts

from qingdan.documents.charts import chart_set_pdf
from qingdan.documents.filing import bundle_pdf, receipt_pdf
from qingdan.documents.forms import nil_return_pdf, register_form_pdf
from qingdan.documents.model import (
    CategoryCount,
    ChartLine,
    ChartSet,
    CleaningReport,
    FilingBundle,
    NilCategory,
    NilReturn,
    PrintedChart,
    Receipt,
    ReferralForm,
    RegisterForm,
    ReportSection,
)
from qingdan.documents.report import report_pdf
from qingdan.documents.report_docx import report_docx
from qingdan.registers.writing.form_rows import REGISTER_COLUMNS, FormBasis, FormRow, ReferralRow

pytestmark = [pytest.mark.requirement("G-hostile"), pytest.mark.requirement("G-documents")]
HOSTILE = [
    '#panic("x") #sys.inputs #import "page.typ": *', "*b* _i_ $x$ `c` \\ @ref <label> // /* */", "<script>&amp;",
    "\"'{}[]()%~--", "a\x00b\x07\x1b[0m", "e\u0301\u0300\u0302", "\u202eleft\u2066", "x\ud800y", "a\nb\r\nc\u2028d\te",
    "😀👨\u200d👩", "𠮷\ue000\U000f0000\uffff", "العربية བོད", "w" * 900, "！" * 900,
    "https://example.invalid/" + "a/" * 200,
]  # fmt: skip


def _all_of(text: str) -> FilingBundle:
    """A filing in which every text is this one."""
    head = {"department": text, "campaign": text}
    words = {column.field: text for column in REGISTER_COLUMNS if column.field}
    basis = FormBasis(**{part.name: text for part in fields(FormBasis)})
    referral = ReferralRow(**{part.name: text for part in fields(ReferralRow)})
    lines = (ChartLine(**{part.name: text for part in fields(ChartLine)}),)
    chart = PrintedChart(
        number=text, title=text, scope=text, drawings=(SVG,), facts=((text, text),), lines=lines
    )
    return FilingBundle(
        **head,
        digest=DIGEST,
        register=RegisterForm(**head, items=(FormRow(values=words, bases=(basis,)),), nil_categories=(text,)),
        referral=ReferralForm(**head, items=(referral,)),
        nil_return=NilReturn(**head, categories=(NilCategory(category=text, remark=text),)),
        charts=ChartSet(**head, charts=(chart,)),
        report=CleaningReport(
            **head,
            addressee=text,
            sections=(ReportSection(heading=text, text=text),),
            counts=(CategoryCount(category=text),),
        ),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_filing__with_hostile_text_everywhere_is_printed(text: str) -> None:
    bundle = _all_of(text)
    assert bundle.report

    printed = texts(bundle_pdf(bundle))

    assert all(DIGEST in page for page in printed)
    assert report_docx(bundle.report).startswith(b"PK")


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ('#panic("x")', '#panic("x")'),
        ("*灯* $x$ `c` @r <l> \\n // #", "*灯*$x$`c`@r<l>\\n//#"),
        ("灯\x07笼", "灯〔U+0007〕笼"),
        ("😀", "〔U+1F600〕"),
        ("𠮷", "〔U+20BB7〕"),
        ("灯\ue000", "灯〔U+E000〕"),
        ("灯\u200b\ufeff笼", "灯笼"),
        ("灯\r\n笼", "灯笼"),
    ],
)
def test_text__is_printed_as_typed_or_by_number(typed: str, seen: str) -> None:
    (text,) = texts(nil_return_pdf(NilReturn(**HEAD, filler=typed, whole=True)))

    assert f"填报人：{seen}联系电话" in text


def test_long_word__stays_inside_its_column() -> None:
    """What does not break runs over the neighbouring columns and off the page."""
    code = "36" * 40
    row = FormRow(values={"item_code": code, "name": "点灯"})

    file = PdfReader(BytesIO(register_form_pdf(RegisterForm(**HEAD, items=(row,)))))
    lines = file.pages[0].extract_text().replace("\u200b", "").splitlines()

    assert code in "".join(lines)
    assert max(len(line) for line in lines if set(line) == {"3", "6"}) < 20


def test_ten_thousand_characters__run_over_pages_and_end() -> None:
    text = "灯" * 9_999 + "终"
    report = CleaningReport(
        **HEAD, addressee="市编办", sections=(ReportSection(heading="基本情况", text=text),)
    )

    printed = texts(report_pdf(report))

    assert sum(page.count("灯") for page in printed) == 9_999 + 2 * "".join(HEAD.values()).count("灯")
    assert "终" in "".join(printed[-2:])


def test_drawing__with_signs_no_font_has_is_printed() -> None:
    chart = PrintedChart(number="1", title="点灯", scope="", drawings=(SVG.replace("巡查", "巡查😀"),))

    assert "〔U+1F600〕" in texts(chart_set_pdf(ChartSet(**HEAD, charts=(chart,))))[1]


def test_receipt__with_hostile_text_is_printed(receipt: Receipt) -> None:
    for text in HOSTILE[:9]:
        hostile = replace(receipt, receipt_number=text, signatory=text, contents=((text, text),))
        assert "报送回执" in texts(receipt_pdf(hostile))[0]


@given(st.text(max_size=80))
@settings(max_examples=25)
def test_any_text__is_printed(text: str) -> None:
    assert texts(nil_return_pdf(NilReturn(department=text, campaign=text, filler=text, whole=True)))
