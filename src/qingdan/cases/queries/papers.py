"""Verifying a paper by its code, and finding it for who may read all of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.base.signing import is_signed, signer
from qingdan.base.snapshots.queries import thaw
from qingdan.cases.models import Case, CasePaper
from qingdan.cases.queries.printed_papers import (
    DECISIONS,
    MAKERS,
    file_name,
    paper_file,
    printed_paper,
    status_of,
)
from qingdan.cases.queries.tracking import case_by_code
from qingdan.data.case import case_names
from qingdan.documents.case_paper import PrintedPaper
from qingdan.rules.canonical import digest as digest_of
from qingdan.rules.case_papers import PaperKind
from qingdan.rules.masking import masked_name


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedPaper:
    """What anybody with the code learns. `whole`: the kept data have its digest; `signed`: the signature is right.

    `status`: what became of it, in words, "" nothing; `later`: number of a later paper of the same kind that takes its
    place; `applicant` is masked for a person.
    """

    code: str
    number: str
    kind: str
    kind_name: str
    case: str
    item_name: str
    unit_name: str
    applicant: str
    dated: date
    digest: str
    whole: bool
    signed: bool
    signed_by: str
    status: str
    later: str
    trial: bool

    @property
    def genuine(self) -> bool:
        """Whether it is what left the house."""
        return self.whole and self.signed


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFile:
    """A file that was made of a paper, and its name for who gets it."""

    path: Path
    name: str


def verified_paper(code: str, by: Actor) -> VerifiedPaper:
    """The paper of a code, for everybody. Raises Missing."""
    paper = _paper(code, by)
    content: Mapping[str, Any] = thaw(paper.digest)
    later = CasePaper.objects.filter(case=paper.case_id, kind=paper.kind, pk__gt=paper.pk).last()
    signed = is_signed(paper.digest, paper.signature, paper.key)
    return VerifiedPaper(
        code=code,
        number=paper.number,
        kind=paper.kind,
        kind_name=case_names("papers")[paper.kind],
        case=content["case"],
        item_name=content["item_name"],
        unit_name=content["unit_name"],
        applicant=masked_name(content["applicant"], paper.case.applicant_kind),
        dated=paper.dated,
        digest=paper.digest,
        whole=digest_of(content) == paper.digest,
        signed=signed,
        signed_by=signer().name if signed else "",
        status=status_of(paper),
        later=later.number if later and PaperKind(paper.kind) in DECISIONS else "",
        trial=paper.case.trial,
    )


def paper_of_own(code: str, form: str, by: Actor, *, on: date, site: str) -> PaperFile:
    """The file of a paper for who may see its case: applicant or agent (whatever posts he has), officers of the unit,
    supervision. Raises Missing.
    """
    paper = _paper(code, by)
    if not by.username or not _may_see(paper.case_id, by, on):
        raise Missing
    return _file(paper, form, site)


def paper_of_code(code: str, form: str, *, number: str, query_code: str, by: Actor, site: str) -> PaperFile:
    """The same for who has number and query code of its case. Raises Missing: the same whichever is wrong."""
    return _file(_by_code(code, number, query_code, by), form, site)


def full_paper(code: str, *, number: str, query_code: str, by: Actor) -> PrintedPaper:
    """All that it says, for who has number and query code of its case. Raises Missing."""
    return printed_paper(_by_code(code, number, query_code, by))


def _may_see(case: int, by: Actor, on: date) -> bool:
    """A proxy is judged by its day and items; who has no post sees by it alone."""
    found = Case.objects.filter(pk=case)
    return found.of_account(by, on).exists() or bool(by.roles and found.visible_to(by).exists())


def _by_code(code: str, number: str, query_code: str, by: Actor) -> CasePaper:
    case = case_by_code(number, query_code, by)
    found = CasePaper.objects.filter(code=code, case=case).select_related("case", "case__unit").first()
    if found is None:
        raise Missing
    return found


def _file(paper: CasePaper, form: str, site: str) -> PaperFile:
    if form not in MAKERS:
        raise Missing
    return PaperFile(path=paper_file(paper, form, site=site), name=file_name(paper, form))


def _paper(code: str, by: Actor) -> CasePaper:
    found = CasePaper.objects.select_related("case", "case__unit")
    paper = found.filter(code=code, region_id__in=by.regions).first()
    if paper is None:
        raise Missing
    return paper
