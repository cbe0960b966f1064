"""Papers of registrations: verified by their code, printed, and made into files for who may read all of them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, BinaryIO

from qingdan.base.actor import Actor
from qingdan.base.files.made import made_once
from qingdan.base.refusal import Missing
from qingdan.base.signing import is_signed, signer
from qingdan.base.snapshots.queries import thaw
from qingdan.cases.queries.papers import PaperFile, VerifiedPaper
from qingdan.data.registrations import paper_text
from qingdan.documents.case_paper import PaperPart, PrintedPaper, case_paper_docx, case_paper_pdf
from qingdan.registrations.models import Registration, RegistrationPaper
from qingdan.registrations.queries.tracking import registration_by_code
from qingdan.rules.canonical import digest as digest_of

LAYOUT = 1  # counted up when the layout changes: kept files are made anew
MAKERS: Mapping[str, Callable[[PrintedPaper], bytes]] = {"pdf": case_paper_pdf, "docx": case_paper_docx}


def verified_registration_paper(code: str, by: Actor) -> VerifiedPaper:
    """The paper of a code, for everybody. Raises Missing."""
    paper = _paper(code, by)
    content: Mapping[str, Any] = thaw(paper.digest)
    signed = is_signed(paper.digest, paper.signature, paper.key)
    return VerifiedPaper(
        code=code, number=paper.number, kind=paper.kind, kind_name=paper_text(paper.kind)[0],
        case=content["registration"], item_name=content["item_name"], unit_name=content["unit_name"],
        applicant="", dated=paper.dated, digest=paper.digest, whole=digest_of(content) == paper.digest,
        signed=signed, signed_by=signer().name if signed else "", status="", later="", trial=False,
    )  # fmt: skip


def registration_paper_of_own(code: str, form: str, by: Actor, *, site: str) -> PaperFile:
    """The file of a paper for who applied, and for officers who may see the registration. Raises Missing."""
    paper = _paper(code, by)
    if not by.username or not _may_see(paper, by):
        raise Missing
    return _file(paper, form, site)


def registration_paper_of_code(
    code: str, form: str, *, number: str, query_code: str, by: Actor, site: str
) -> PaperFile:
    """The same for who has number and query code. Raises Missing."""
    return _file(_by_code(code, number, query_code, by), form, site)


def full_registration_paper(code: str, *, number: str, query_code: str, by: Actor) -> PrintedPaper:
    """All that it says, for who has number and query code. Raises Missing."""
    return printed_paper(_by_code(code, number, query_code, by))


def printed_paper(paper: RegistrationPaper, *, site: str = "") -> PrintedPaper:
    """As it is printed: the words that were frozen, nothing added."""
    content: Mapping[str, Any] = thaw(paper.digest)
    return PrintedPaper(
        unit=content["unit_name"],
        title=content["title"],
        number=paper.number,
        addressee=content["applicant"],
        opening=content["opening"],
        parts=tuple(_part(one) for one in content["parts"]),
        dated=date.fromisoformat(content["dated"]),
        digest=paper.digest,
        signature=signer().name if is_signed(paper.digest, paper.signature, paper.key) else "",
        verification=f"{site}/papers/{paper.code}/",
    )


def _part(one: Mapping[str, Any]) -> PaperPart:
    return PaperPart(
        label=one["label"],
        text=one.get("text", ""),
        heads=tuple(one.get("heads", ())),
        rows=tuple(tuple(row) for row in one.get("rows", ())),
    )


def _file(paper: RegistrationPaper, form: str, site: str) -> PaperFile:
    if form not in MAKERS:
        raise Missing
    printed = printed_paper(paper, site=site)
    mark = f"registration {LAYOUT} {printed.digest} {printed.verification} {printed.signature}"

    def make(target: BinaryIO) -> None:
        target.write(MAKERS[form](printed))

    return PaperFile(
        path=made_once("papers", mark, form, make), name=f"{printed.title} {paper.number}.{form}"
    )


def _may_see(paper: RegistrationPaper, by: Actor) -> bool:
    found = Registration.objects.filter(pk=paper.registration_id)
    own = found.filter(made_by=by.username, at_window=False)
    return own.exists() or bool(by.roles and found.visible_to(by).exists())


def _by_code(code: str, number: str, query_code: str, by: Actor) -> RegistrationPaper:
    found = registration_by_code(number, query_code, by)
    paper = RegistrationPaper.objects.filter(code=code, registration=found).first()
    if paper is None:
        raise Missing
    return paper


def _paper(code: str, by: Actor) -> RegistrationPaper:
    found = RegistrationPaper.objects.filter(code=code, region_id__in=by.regions).first()
    if found is None:
        raise Missing
    return found
