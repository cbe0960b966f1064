"""A whole filing to be signed, and its receipt."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.documents.samples import DIGEST, HEAD, sizes, texts

from qingdan.documents.filing import bundle_pdf, receipt_pdf
from qingdan.documents.model import FilingBundle, Receipt

pytestmark = [pytest.mark.requirement("R-050"), pytest.mark.requirement("G-documents")]
PARTS = (
    ("附件2行政权力清理登记表", "3项"),
    ("零报告", "2类"),
    ("附件3提请省级调整的行政权力事项登记表", "1项"),
    ("行政权力运行流程图", "2幅"),
    ("行政权力清理工作报告", "1份"),
    ("依据文本目录", "1件"),
)


def test_bundle__has_the_digest_on_every_page(bundle: FilingBundle) -> None:
    printed = texts(bundle_pdf(bundle))

    assert len(printed) >= 9
    assert [number for number, page in enumerate(printed, 1) if f"摘要值{DIGEST}" not in page] == []
    assert all(f"—{number}—" in page for number, page in enumerate(printed, 1))


def test_bundle__lists_its_parts_with_their_pages(bundle: FilingBundle) -> None:
    printed = texts(bundle_pdf(bundle))
    starts = (
        "附件2",
        "行政权力清理零报告",
        "附件3",
        "行政权力运行流程图",
        "关于行政权力清理工作",
        "依据文本目录",
    )

    for number, ((name, quantity), start) in enumerate(zip(PARTS, starts, strict=True), 1):
        page = next(at for at, text in enumerate(printed[1:], 2) if start in text)
        assert f"{number}{name}{quantity}{page}" in printed[0]


def test_bundle__turns_pages_by_part(bundle: FilingBundle) -> None:
    turned = sizes(bundle_pdf(bundle))

    assert turned[0] == "upright"
    assert {"upright", "across"} == set(turned)


def test_bundle__unsigned_leaves_room_for_a_hand(bundle: FilingBundle) -> None:
    first = texts(bundle_pdf(bundle))[0]

    assert "主要负责同志签字：（单位盖章）年月日" in first
    assert "电子签字" not in first
    assert "报送回执号" not in first


def test_bundle__signed_and_filed_says_by_whom_and_when(bundle: FilingBundle) -> None:
    signed = replace(
        bundle,
        signatory="王大力",
        signed_at=datetime(2015, 4, 14, 16, 30, tzinfo=UTC),
        receipt_number="2015-0037",
        filed_at=datetime(2015, 4, 15, 0, 5, 9, tzinfo=UTC),
    )

    first = texts(bundle_pdf(signed))[0]

    assert "主要负责同志签字：王大力" in first
    assert "已用双重验证电子签字2015年4月15日00:30:00" in first  # after midnight here
    assert "报送回执号：2015-0037" in first
    assert "报送时间：2015年4月15日08:05:09" in first


def test_bundle__code_says_where_to_compare(bundle: FilingBundle) -> None:
    linked = replace(bundle, verification="https://example.invalid/verify/5f3a")

    assert texts(bundle_pdf(linked)) == texts(bundle_pdf(bundle))
    assert bundle_pdf(linked) != bundle_pdf(bundle)


@pytest.mark.requirement("R-053")
def test_bundle__of_a_department_without_powers_is_its_nil_return(bundle: FilingBundle) -> None:
    only_nil = FilingBundle(**HEAD, digest=DIGEST, nil_return=bundle.nil_return)

    printed = texts(bundle_pdf(only_nil))

    assert len(printed) == 2
    assert "1零报告2类2" in printed[0]


def test_bundle__same_filing_gives_same_bytes(bundle: FilingBundle) -> None:
    assert bundle_pdf(bundle) == bundle_pdf(bundle)


@pytest.mark.requirement("R-051")
def test_receipt__has_number_time_here_and_contents(receipt: Receipt) -> None:
    (text,) = texts(receipt_pdf(receipt))

    for words in (
        "回执号2015-0037",
        "报送时间2015年4月15日16:30:00",
        DIGEST,
        "1登记表3项",
        "收件单位（盖章）：市编办",
    ):
        assert words in text
    assert "逾期" not in text


@pytest.mark.requirement("R-051")
def test_receipt__of_a_late_filing_says_so(receipt: Receipt) -> None:
    (text,) = texts(receipt_pdf(replace(receipt, late=True)))

    assert "（逾期报送）" in text
