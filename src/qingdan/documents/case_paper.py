"""Prints a paper of a case (文书) or a licence: heading, number, words, parts, seal box, date, code to verify it by.

Looks follow official letters (GB/T 9704): title in 小标宋, heads in 黑体, text in 仿宋.
"""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import segno
from docx.shared import Mm

from qingdan.documents.forms import day, printed
from qingdan.documents.printable import printable
from qingdan.documents.typesetter import set_pdf
from qingdan.documents.verification_code import verification_code
from qingdan.documents.word import TABLE_TEXT, add_lines, add_table, new_document, saved

_WIDTHS = (32.0, 131.0)  # mm
_TEXT_WIDTH = sum(_WIDTHS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPart:
    """A part with its label: a text, or a table with `heads`."""

    label: str
    text: str = ""
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPaper:
    """A paper as printed. `status`: what became of it since, "" nothing; `signature`: by what it is signed, in words.

    `addressee` "" where it speaks to nobody (a licence); `verification`: what the code on it says.
    """

    unit: str
    title: str
    number: str
    addressee: str
    opening: str
    parts: tuple[PaperPart, ...]
    dated: date
    digest: str
    signature: str
    verification: str
    status: str = ""


def case_paper_pdf(paper: PrintedPaper) -> bytes:
    """The paper, A4. Raises FontsMissing."""
    data = printed(
        department=paper.unit,
        title=paper.title,
        number=paper.number,
        addressee=paper.addressee,
        opening=_lines(paper.opening),
        parts=[_part(one) for one in paper.parts],
        dated=day(paper.dated),
        digest=paper.digest,
        signature=paper.signature,
        address=paper.verification,
        status=paper.status,
    )
    code = {"code": verification_code(paper.verification)}
    return set_pdf({"kind": "case_paper"} | code | data, dated=paper.dated)


def case_paper_docx(paper: PrintedPaper) -> bytes:
    """The same as a Word file. Raises FontsMissing."""
    document = new_document(title=paper.title, author=paper.unit, dated=paper.dated)
    if paper.status:
        document.add_paragraph(printable(paper.status), TABLE_TEXT)
    document.add_paragraph(printable(paper.unit), "Title")
    document.add_paragraph(printable(paper.title), "Title")
    add_lines(document, paper.number)
    if paper.addressee:
        document.add_paragraph(printable(f"{paper.addressee}："))
    for words in _lines(paper.opening):
        document.add_paragraph(printable(words))
    add_table(
        document,
        ("项目", "内容"),
        [(one.label, one.text) for one in paper.parts if not one.heads],
        widths=_WIDTHS,
    )
    for one in paper.parts:
        if one.heads:
            document.add_heading(printable(one.label), 1)
            add_table(document, one.heads, one.rows, widths=[_TEXT_WIDTH / len(one.heads)] * len(one.heads))
    add_lines(document, "", paper.unit, "（印章）", day(paper.dated))
    picture = BytesIO()
    segno.make(printable(paper.verification), error="m", micro=False, encoding="utf-8").save(
        picture, kind="png", border=0, scale=4
    )
    document.add_picture(picture, width=Mm(26))
    for words in (paper.signature, paper.verification, f"摘要值 {paper.digest}"):
        document.add_paragraph(printable(words), TABLE_TEXT)
    return saved(document)


def _part(one: PaperPart) -> dict[str, Any]:
    return {
        "label": one.label,
        "text": one.text,
        "heads": list(one.heads),
        "rows": [list(row) for row in one.rows],
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
