"""What became of a draft: the case that it is now, the guide that it should follow by now, how many there are."""

from datetime import date

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing, refusal
from qingdan.cases.models import Case, CaseMaterial
from qingdan.data.case import case_limit
from qingdan.guides.queries.published import PublishedGuide, guide_to_apply_by, newest_version
from qingdan.rules.case_state import CaseState
from qingdan.rules.problem import Problem


def number_of(by: Actor, code: str, *, on: date) -> str:
    """The number that a draft of an account got; "" while it is a draft, or where it is none of this account."""
    found = Case.objects.of_account(by, on).filter(code=code) if by.username else Case.objects.none()
    return found.values_list("number", flat=True).first() or ""


def newest_guide(case: Case) -> PublishedGuide | None:
    """The version by which one applies now; None: the guide was withdrawn."""
    try:
        return guide_to_apply_by(case.item_code)
    except Missing:
        return None


def guide_problem(case: Case) -> Problem | None:
    """Why a draft cannot be submitted under its guide: nobody applies by it any more, or by another version."""
    newest = newest_version(case.item_code)
    if newest is None:
        return refusal("own.guide_withdrawn", "digest")
    return refusal("own.guide_older", "digest") if newest != case.version_read_id else None


def drafts_problem(by: Actor) -> Problem | None:
    """Why an account opens no further draft: it has too many."""
    most = case_limit("open_drafts")
    count = Case.objects.filter(made_by=by.username, state=CaseState.DRAFT).count()
    return refusal("own.too_many_drafts", "who", most=most) if count >= most else None


def filing_problem(case: Case, field: str) -> Problem | None:
    """Why no further file is taken: too many were, those that were replaced among them."""
    most = case_limit("filed_times")
    count = CaseMaterial.objects.filter(case=case).count()
    return refusal("own.too_many_files", field, most=most) if count >= most else None
