"""Finding a case by number and query code, as its applicant does without signing in."""

from dataclasses import dataclass
from datetime import date, datetime
from hmac import compare_digest

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.base.secret_codes import secret_digest
from qingdan.cases.models import Case, CaseObjection
from qingdan.cases.queries.progress import Progress, progress_of
from qingdan.rules.codes.case_number import hyphened
from qingdan.rules.codes.identification import normalise

_NOBODY = secret_digest("", "")
_LENGTH = 21


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionShown:
    """An objection and its answer ("" while it is awaited); `late`: its answer is overdue."""

    text: str
    at: datetime
    due_on: date
    answer: str
    answered_at: datetime | None
    late: bool


def case_by_code(number: str, code: str, by: Actor) -> Case:
    """The case of a number, if the code is its own. Raises Missing: the same for both being wrong.

    One question, one digest, one comparison, whether the number is there or not.
    """
    cases = Case.objects.filter(region_id__in=by.regions).select_related("unit", "version_read", "entry")
    case = cases.filter(number=as_printed(number)).first() if number.strip() else None
    kept = case.secret_digest if case and case.secret_digest else _NOBODY
    right = compare_digest(kept, secret_digest(as_printed(number), code))
    if case is None or not right:
        raise Missing
    return case


def tracked_case(
    number: str, code: str, *, by: Actor, today: date
) -> tuple[Progress, tuple[ObjectionShown, ...]]:
    """How far the case of a number and its code is, with the objections made. Raises Missing."""
    case = case_by_code(number, code, by)
    return progress_of(case, today), objections_of(case, today)


def objections_of(case: Case, today: date) -> tuple[ObjectionShown, ...]:
    """What the applicant objected to, with the answers, in the order they came."""
    return tuple(
        ObjectionShown(
            text=one.text,
            at=one.at,
            due_on=one.due_on,
            answer=one.answer,
            answered_at=one.answered_at,
            late=one.answered_at is None and one.due_on < today,
        )
        for one in CaseObjection.objects.filter(case=case).order_by("pk")
    )


def as_printed(number: str) -> str:
    """A number with its hyphens, however it was typed: with spaces, in one piece, in small letters."""
    plain = normalise(number).replace("-", "")
    return hyphened(plain) if len(plain) == _LENGTH else plain
