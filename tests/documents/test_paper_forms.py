"""附件3 and 零报告 on paper, and what all forms have in common."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from tests.documents.samples import HEAD, sizes, texts

from qingdan.documents.forms import nil_return_pdf, referral_form_pdf
from qingdan.documents.model import NilReturn, ReferralForm
from qingdan.registers.writing.form_rows import REFERRAL_COLUMNS

pytestmark = pytest.mark.requirement("G-documents")


@pytest.mark.requirement("R-047")
def test_referral_form__has_all_columns_and_values(referral: ReferralForm) -> None:
    pdf = referral_form_pdf(referral)
    text = "".join(texts(pdf))

    assert sizes(pdf) == ["across"]
    assert [one.heading for one in REFERRAL_COLUMNS if one.heading not in text] == []
    for words in ("附件3", "样式为重建", "省级省灯笼管理局", "《临江省灯笼条例》第九条", "下放市级", "共1项"):
        assert words in text


@pytest.mark.requirement("R-047")
def test_referral_form__long_list_repeats_its_heads(referral: ReferralForm) -> None:
    printed = texts(referral_form_pdf(replace(referral, items=referral.items * 60)))

    assert len(printed) > 3
    assert all("建议调整方式" in page for page in printed[:-1])


def test_referral_form__nothing_to_print_says_so() -> None:
    assert "没有提请省级调整的事项" in "".join(texts(referral_form_pdf(ReferralForm(**HEAD))))


@pytest.mark.requirement("R-053")
def test_nil_return__of_categories_names_them_with_zero(nil_return: NilReturn) -> None:
    (text,) = texts(nil_return_pdf(nil_return))

    assert "没有下列类别的行政权力事项" in text
    assert "1行政征收0项没有收费职能" in text
    assert "2行政给付0项" in text
    assert "主要负责同志签字" in text and "（单位盖章）" in text


@pytest.mark.requirement("R-053")
def test_nil_return__of_a_whole_department_says_so() -> None:
    (text,) = texts(nil_return_pdf(NilReturn(**HEAD, whole=True)))

    assert "市灯笼管理局没有行使任何行政权力事项" in text
    assert "下列" not in text


def test_nil_return__without_day_leaves_room_to_write_it() -> None:
    (text,) = texts(nil_return_pdf(NilReturn(**HEAD, whole=True)))

    assert "填报日期：年月日" in text


def test_forms__are_archive_files_with_title_language_and_tags(nil_return: NilReturn) -> None:
    file = PdfReader(BytesIO(nil_return_pdf(nil_return)))
    metadata = file.xmp_metadata
    assert metadata and file.metadata

    described = metadata.stream.get_data().decode()
    assert "pdfaid:part>2<" in described and "pdfuaid:part>1<" in described
    assert file.metadata.title == "市灯笼管理局　行政权力清理零报告"
    assert file.trailer["/Root"]["/Lang"] == "zh-CN"
    assert "/StructTreeRoot" in file.trailer["/Root"]


def test_forms__carry_the_day_they_were_filled_in_and_no_other(nil_return: NilReturn) -> None:
    file = PdfReader(BytesIO(nil_return_pdf(nil_return)))
    assert file.metadata and file.metadata.creation_date

    assert file.metadata.creation_date.date() == nil_return.filled_on
