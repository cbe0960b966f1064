"""What officers put on record while a case runs, without a step of its life: originals seen, a payment, why a case is
late, what is brought to the counter after a notice.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from qingdan.applicants.services.vault import note_comparison
from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.files.services import Upload
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.cases.models import Case, CaseFee, CaseMaterial
from qingdan.cases.queries.facts import parties_of
from qingdan.cases.queries.frozen import frozen
from qingdan.cases.queries.recusal import demand_unconcerned
from qingdan.cases.services.applying import Filed, answers_asked, file_all, supplement
from qingdan.cases.services.scans import keep_scans
from qingdan.cases.services.stepping import get_case
from qingdan.guides.queries.content import fields_of
from qingdan.rules.application_form import too_long_answers
from qingdan.rules.case_state import CLOSED, COUNTER, HANDLERS, CaseState, Party
from qingdan.rules.material_grade import MaterialGrade
from qingdan.rules.problem import Problem

LONGEST = 1_000


def check_originals(*, number: str, places: Sequence[int], by: Actor, at: datetime) -> None:
    """The originals of these copies were seen: grade C becomes B, in the applicant's vault too, so that the next case
    asks for none. Raises Missing, Refused: none was ticked.
    """
    with writing(by):
        case = _case_of(number, COUNTER, by)
        copies = CaseMaterial.objects.filter(
            case=case, replaced=False, grade=MaterialGrade.COPY, place__in=places
        )
        seen = sorted(copies.values_list("place", flat=True))
        refuse_if(None if seen else refusal("case.no_original", "places"))
        digests = list(copies.filter(file__isnull=False).values_list("file__digest", flat=True))
        copies.update(grade=MaterialGrade.COMPARED)
        if case.applicant:
            note_comparison(applicant=case.applicant, digests=digests, by=by, at=at)
        append("OriginalChecked", f"case:{number}", by=by, at=at, unit=case.unit.code, data={"places": seen})


def explain_overdue(*, number: str, reason: str, by: Actor, at: datetime) -> None:
    """Why the case is past its limit, for everybody to read (优化营商环境条例 Art. 36). Raises Refused, Missing."""
    with writing(by):
        case = _case_of(number, HANDLERS, by, closed=True)
        text = reason.strip()
        end = case.decided_on or day_of(at)
        late = case.decision_due_on is not None and case.decision_due_on < end
        refuse_if(
            None if text else refusal("desk.required", "reason"),
            too_long(text, "reason", LONGEST),
            None if late else refusal("case.not_overdue", "reason"),
        )
        case.overdue_reason, case.version = text, case.version + 1
        case.save(update_fields=["overdue_reason", "version"])
        append("OverdueExplained", f"case:{number}", by=by, at=at, unit=case.unit.code)


def record_payment(*, number: str, receipt: str, by: Actor, at: datetime) -> None:
    """The published fees of a case were paid; `receipt` is the number of the receipt. Raises Refused, Missing."""
    with writing(by):
        case = _case_of(number, COUNTER | HANDLERS, by)
        open_fees = CaseFee.objects.filter(case=case, receipt="")
        text = receipt.strip()
        refuse_if(None if text else refusal("desk.required", "receipt"), too_long(text, "receipt", 60))
        if not open_fees.update(receipt=text, paid_on=day_of(at)):
            _demand_unpaid(case)
        append("FeePaid", f"case:{number}", by=by, at=at, unit=case.unit.code, data={"receipt": text})


def _demand_unpaid(case: Case) -> None:
    """Raises Missing: it costs nothing; Refused: another has recorded it."""
    paid = CaseFee.objects.filter(case=case).exclude(receipt="").first()
    if paid is None:
        raise Missing
    raise Refused([refusal("case.paid_already", "receipt", receipt=paid.receipt)])


def supplement_at_window(
    *,
    number: str,
    filed: Sequence[Filed],
    scans: Mapping[int, Upload],
    answers: Mapping[str, str],
    partly: bool = False,
    by: Actor,
    at: datetime,
) -> None:
    """What lacked is brought to the counter: all of it, with its scans by place, and the receipt at once.

    Of `answers` those alone are kept that the notice asked for; the old ones stay with it.
    `partly`: the applicant was asked at the counter and brings no more than this. Raises Refused: what the notice
    listed and nobody touched, each by name, and the question, or an answer too long; Missing.
    """
    with writing(by):
        case = _case_of(number, frozenset({Party.WINDOW}), by)
        refuse_if(None if case.state == CaseState.CORRECTING else refusal("case.wrong_state", "send"))
        asked = answers_asked(case, answers)
        refuse_if(*too_long_answers(fields_of(frozen(case.version_read.digest)), asked))
        case.answers = {**case.answers, **asked}
        case.save(update_fields=["answers"])
        kept = keep_scans(filed, scans, unit=case.unit.code, by=by, at=at)
        brought = file_all(case, kept, by=by, at=at)
        said = {**brought, "fields": sorted(asked)}
        append("MaterialFiled", f"case:{number}", by=by, at=at, unit=case.unit.code, data=said)
        try:
            supplement(number=number, partly=partly, by=by, at=at)
        except Refused as error:
            raise Refused([*error.problems, *_question(error.problems)]) from None


def _question(problems: Sequence[Problem]) -> Iterator[Problem]:
    """What the officer must ask, where something listed was not touched."""
    names = [str(one.params["name"]) for one in problems if one.key == "case.untouched"]
    if names:
        yield refusal("case.partly", "partly", count=len(names), names="、".join(names))


def _case_of(number: str, parties: frozenset[Party], by: Actor, *, closed: bool = False) -> Case:
    case = get_case(by, number)
    if not parties & parties_of(case, by):
        raise Missing
    demand_unconcerned(case, by)
    refuse_if(refusal("case.wrong_state", "send") if case.state in CLOSED and not closed else None)
    return case
