"""Every kind of paper: its template prints all that the law demands, and hostile text stays text."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from qingdan.data.papers import (
    PaperTemplate,
    TemplateLacks,
    demand_whole,
    newest_version,
    paper_template,
    part_label,
)
from qingdan.documents.case_paper import PaperPart, PrintedPaper, case_paper_docx, case_paper_pdf
from qingdan.rules.case_papers import COMMON, REQUIRED, PaperKind, template_lacks

pytestmark = [pytest.mark.requirement("RQ-G5")]

HOSTILE = (
    "#set text(red) $x$ [*a*] </w:t><script>alert(1)</script> {name} \\u{0} \x07 \U000e0001" + "长" * 800
)
PAPER = PrintedPaper(
    unit="市灯笼局", title="受理通知书", number="260601-360901-001-00001-X-02", addressee="江小灯",
    opening="你的申请受理了。", parts=(PaperPart(label="期限", text="20个工作日"),), dated=date(2026, 6, 1),
    digest="ab" * 32, signature="演示用软件密钥签名", verification="/papers/0123456789abcdef/",
)  # fmt: skip


@pytest.mark.parametrize("kind", PaperKind)
def test_every_template__prints_what_the_law_demands(kind: PaperKind) -> None:
    template = paper_template(kind, newest_version(kind))

    assert template_lacks(kind, template.printed) == ()
    assert all(part_label(name) for name in template.parts)


@pytest.mark.parametrize("kind", PaperKind)
def test_a_template__that_lacks_a_part_cannot_be_loaded(kind: PaperKind) -> None:
    whole = paper_template(kind, newest_version(kind))
    for name in {*REQUIRED[kind], "case"}:
        parts = tuple(one for one in whole.parts if one != name)
        opening = whole.opening.replace(f"{{{name}}}", "")
        template = PaperTemplate(kind=kind, version=9, opening=opening, parts=parts)
        with pytest.raises(TemplateLacks, match=name):
            demand_whole(template)
    assert {"case"} < {*COMMON}


def test_a_paper__is_the_same_bytes_each_time() -> None:
    first = case_paper_pdf(PAPER), case_paper_docx(PAPER)

    assert first == (case_paper_pdf(PAPER), case_paper_docx(PAPER))
    assert first[0].startswith(b"%PDF")


@pytest.mark.parametrize(
    "field",
    ["unit", "title", "number", "addressee", "opening", "digest", "signature", "verification", "status"],
)
def test_hostile_text__in_a_field_is_printed_as_it_is(field: str) -> None:
    text = HOSTILE[:300] if field == "verification" else HOSTILE
    paper = replace(PAPER, **{field: text})
    with ZipFile(BytesIO(case_paper_docx(paper))) as word:
        body = word.read("word/document.xml").decode()

    assert case_paper_pdf(paper).startswith(b"%PDF")
    assert "<script" not in body and (field == "unit" or "&lt;script&gt;" in body or field == "verification")


def test_hostile_text__in_a_part_is_printed_as_it_is() -> None:
    table = PaperPart(label=HOSTILE, heads=("甲", HOSTILE), rows=((HOSTILE, "乙"), ("", HOSTILE)))
    paper = replace(PAPER, parts=(PaperPart(label=HOSTILE, text=HOSTILE), table))
    with ZipFile(BytesIO(case_paper_docx(paper))) as word:
        body = word.read("word/document.xml").decode()

    assert case_paper_pdf(paper).startswith(b"%PDF")
    assert "<script" not in body and len(re.findall("&lt;script&gt;", body)) == 6
