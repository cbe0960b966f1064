"""Prints 合法性审查意见书 (R-058): words of the legal office, each item with its outcome. Reconstructed; it says so."""

from dataclasses import dataclass
from datetime import date

from qingdan.documents.forms import day, printed
from qingdan.documents.printable import printable
from qingdan.documents.typesetter import set_pdf
from qingdan.documents.word import add_lines, add_table, new_document, saved

RECONSTRUCTED = "样式为重建：原件没有公开，按实施方案的要求编排"
HEADS = ("序号", "编码", "事项", "单位", "类别", "结论", "理由")
_WIDTHS = (11.0, 30.0, 42.0, 24.0, 18.0, 16.0, 22.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedOutcome:
    """What was decided on one item, in words."""

    code: str
    name: str
    unit: str
    category: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalityPaper:
    """One opinion document. `number`: within the list of the campaign; `digest`: of its snapshot."""

    region: str
    campaign: str
    list_name: str
    number: int
    addressee: str
    text: str
    digest: str
    signatory: str
    signed_on: date
    outcomes: tuple[PrintedOutcome, ...]

    @property
    def title(self) -> str:
        """What stands above it."""
        return f"关于{self.list_name}的合法性审查意见书"


def legality_pdf(paper: LegalityPaper) -> bytes:
    """The document, A4. Raises FontsMissing."""
    data = printed(
        department=paper.region,
        campaign=paper.campaign,
        title=paper.title,
        number=f"第{paper.number}号",
        addressee=paper.addressee,
        paragraphs=_paragraphs(paper),
        digest=paper.digest,
        signatory=paper.signatory,
        signed_on=day(paper.signed_on),
        heads=HEADS,
        rows=_rows(paper),
    )
    return set_pdf({"kind": "legality", "widths": _WIDTHS} | data, dated=paper.signed_on)


def legality_docx(paper: LegalityPaper) -> bytes:
    """The same as a Word file. Raises FontsMissing."""
    document = new_document(title=paper.title, author=paper.signatory, dated=paper.signed_on)
    document.add_paragraph(printable(paper.title), "Title")
    for words in (RECONSTRUCTED, f"{paper.campaign}　第{paper.number}号"):
        document.add_paragraph(printable(words), "Table Text")
    document.add_paragraph(printable(f"{paper.addressee}："))
    for words in _paragraphs(paper):
        document.add_paragraph(printable(words))
    add_lines(document, "", paper.signatory, day(paper.signed_on))
    document.add_heading("各项的结论", 1)
    add_table(document, HEADS, _rows(paper), widths=_WIDTHS)
    document.add_paragraph(printable(f"摘要值 {paper.digest}"), "Table Text")
    return saved(document)


def _paragraphs(paper: LegalityPaper) -> list[str]:
    return [line.strip() for line in paper.text.splitlines() if line.strip()]


def _rows(paper: LegalityPaper) -> list[list[str]]:
    return [
        [str(number), one.code, one.name, one.unit, one.category, one.outcome, one.reason]
        for number, one in enumerate(paper.outcomes, 1)
    ]
