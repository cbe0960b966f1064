"""A paper as its template prints it: the frozen data put into words, nothing added that is not in them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from qingdan.base.clock import SHANGHAI
from qingdan.base.files.made import made_once
from qingdan.base.signing import is_signed, signer
from qingdan.base.snapshots.queries import thaw
from qingdan.cases.models import CasePaper
from qingdan.data.case import case_names
from qingdan.data.labels import long_date
from qingdan.data.papers import (
    PaperTemplate,
    paper_template,
    paper_words,
    part_label,
    part_table,
    part_words,
)
from qingdan.documents.case_paper import PaperPart, PrintedPaper, case_paper_docx, case_paper_pdf
from qingdan.rules.case_papers import PaperKind
from qingdan.rules.case_state import CaseState

LAYOUT = 1  # counted up when the layout of printed papers changes: kept files are made anew
MAKERS: Mapping[str, Callable[[PrintedPaper], bytes]] = {"pdf": case_paper_pdf, "docx": case_paper_docx}
DECISIONS = frozenset({PaperKind.GRANT, PaperKind.REFUSAL, PaperKind.DEEMED_RENEWAL})
_DAYS = frozenset(
    {
        "until", "reply_until", "accepted_on", "decision_until", "promised_until", "starts_on", "valid_until",
        "held_on", "served_on", "given_on", "review_until", "suit_until", "resumes_on",
    }
)  # fmt: skip
_MOMENTS = frozenset({"received_at", "time"})

Content = Mapping[str, Any]


def printed_paper(paper: CasePaper, *, site: str = "") -> PrintedPaper:
    """A paper of a case with its code; `site`: scheme and host of its verification page."""
    content: Content = thaw(paper.digest)
    return paper_in_words(
        content,
        number=paper.number,
        digest=paper.digest,
        signature=signature_words(paper),
        verification=f"{site}/papers/{paper.code}/",
        status=status_of(paper),
    )


def paper_in_words(
    content: Content, *, number: str, digest: str, signature: str, verification: str, status: str = ""
) -> PrintedPaper:
    """The same from its data alone."""
    kind = PaperKind(content["kind"])
    template = paper_template(kind, content.get("template", 1))
    words = {name: _of(content, name) for name in template.slots}
    return PrintedPaper(
        unit=content["unit_name"],
        title=case_names("papers")[kind],
        number=number,
        addressee=content["applicant"],
        opening=template.opening.format_map(words),
        parts=tuple(_parts(template, content)),
        dated=date.fromisoformat(content["dated"]),
        digest=digest,
        signature=signature,
        verification=verification,
        status=status,
    )


def paper_file(paper: CasePaper, form: str, *, site: str) -> Path:
    """The path of a paper as `pdf` or `docx`; made when first asked for, kept under all that it is made from."""
    printed = printed_paper(paper, site=site)
    mark = " ".join(
        (str(LAYOUT), printed.digest, printed.number, printed.verification, printed.status, printed.signature)
    )

    def make(target: BinaryIO) -> None:
        target.write(MAKERS[form](printed))

    return made_once("papers", mark, form, make)


def status_of(paper: CasePaper) -> str:
    """What became of it since, in words: a decision that was undone says so on every copy made later.

    What was written in the trial run says that it is worth nothing.
    """
    if paper.case.trial:
        return paper_words("trial")
    if PaperKind(paper.kind) not in DECISIONS or paper.case.state != CaseState.VOIDED:
        return ""
    voiding = CasePaper.objects.filter(case_id=paper.case_id, kind=PaperKind.VOIDING).last()
    assert voiding
    return paper_words("status_voided").format(on=long_date(voiding.dated), paper=voiding.number)


def signature_words(paper: CasePaper) -> str:
    """By what it is signed; papers older than signatures have none."""
    return signer().name if is_signed(paper.digest, paper.signature, paper.key) else ""


def file_name(paper: CasePaper, form: str) -> str:
    """受理通知书 260601-…-02.pdf."""
    return f"{case_names('papers')[paper.kind]} {paper.number}.{form}"


def _parts(template: PaperTemplate, content: Content) -> Iterator[PaperPart]:
    for name in template.parts:
        value = content.get(name)
        table = part_table(name)
        if not value:
            continue
        if table:
            used = [one for one in table["columns"] if any(row.get(one) for row in value)]
            heads = dict(zip(table["columns"], table["heads"], strict=True))
            yield PaperPart(
                label=part_label(name),
                heads=tuple(heads[one] for one in used),
                rows=tuple(tuple(_told(one, row.get(one, "")) for one in used) for row in value),
            )
        else:
            yield PaperPart(label=part_label(name), text=_of(content, name))


def _of(content: Content, name: str) -> str:
    """A text of a paper; a last day that rests on holidays not published when it was written says so."""
    told = _told(name, content.get(name, ""))
    if name in content.get("provisional", ()):
        return paper_words("provisional_day").format(day=told)
    return told


def _told(name: str, value: Any) -> str:
    """A value of a part in words; a text that somebody typed stays as it is."""
    if not value:
        return ""
    if name in _DAYS:
        return long_date(date.fromisoformat(value))
    if name in _MOMENTS:
        local = datetime.fromisoformat(value).astimezone(SHANGHAI)
        return f"{long_date(local.date())}{local:%H:%M}"
    if name in {"days", "stopped_days"}:
        return paper_words("days").format(count=value)
    if name == "guide":
        return paper_words("guide").format(digest=value[:16])
    if name == "provisional":
        return paper_words("provisional")
    if name == "pauses":
        return "、".join(case_names("pauses").get(one, one) for one in value)
    words = part_words(name)
    return words.get(value, value) if words else str(value)
