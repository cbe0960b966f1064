"""The result comes back: what happens to the case there is known here at once, and its end is the end of both.

The decision stays what it is, of the agency that made it; here it is filed, and whoever took the application in serves
it (`qingdan.cases.services.serving`).
"""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import Missing
from qingdan.base.snapshots.queries import thaw
from qingdan.base.transactions import writing
from qingdan.cases.models import Case, CaseDecision, CasePaper
from qingdan.cases.services.applying import withdraw_application as withdraw_alone
from qingdan.cases.services.papers import write_paper
from qingdan.cases.services.stepping import get_case, step_case
from qingdan.licences.models import Licence
from qingdan.referrals.models import Referral, ReferralState
from qingdan.referrals.queries.places import program, region_of_number
from qingdan.rules.case_papers import PaperKind
from qingdan.rules.case_state import CaseState
from qingdan.rules.referral import DECIDED, RESULTS

_OF_RESULT = {
    CaseState.GRANTED: (PaperKind.GRANT, PaperKind.DEEMED_RENEWAL),
    CaseState.REFUSED: (PaperKind.REFUSAL,),
    CaseState.NOT_ACCEPTED: (PaperKind.ACCEPTANCE_REFUSED,),
    CaseState.NOT_REQUIRED: (PaperKind.NOT_REQUIRED,),
    CaseState.TERMINATED: (PaperKind.TERMINATION,),
    CaseState.VOIDED: (PaperKind.VOIDING,),
}
"""The paper that says how a case ended."""


def follow(*, second: str, by: Actor, at: datetime) -> None:
    """Brings here what became of the case there: its days, its end; `by`: who acted there. Again: nothing more.

    Raises Missing.
    """
    there = region_of_number(second)
    with writing(program(there)):
        referral = Referral.objects.select_for_update().filter(second_number=second).first()
        if referral is None:
            raise Missing
        with writing(program(there, referral.region_id)):
            case = get_case(program(there), second)
            state = CaseState(case.state)
            over = state in RESULTS and (referral.state == ReferralState.OPEN or state is CaseState.VOIDED)
            if over and referral.result != state:
                _bring_back(referral, case, by=by, at=at)
            elif referral.state == ReferralState.OPEN:
                _keep_days(referral, case, at=at)


def withdraw_application(*, number: str, by: Actor, at: datetime) -> None:
    """The applicant takes the application back; what carries it on ends with it. Raises Refused, Missing."""
    with writing(by):
        known = Referral.objects.filter(first_number=number).first()
        if known is None:
            withdraw_alone(number=number, by=by, at=at)
            return
        there = program(known.partner_region_id, known.region_id)
        with writing(there):
            # Locked in the order in which who decides there locks them: the case, the pair, the case here.
            second = get_case(there, known.second_number)
            referral = Referral.objects.select_for_update().get(pk=known.pk)
            first = get_case(by, number)
            step_case(first, "withdraw_referred", by=by, at=at)
            referral.state, referral.returned_on = ReferralState.WITHDRAWN, day_of(at)
            referral.result = CaseState.WITHDRAWN
            step_case(second, "withdraw_carried", by=there, at=at)
            referral.second_state = second.state
            referral.save()


def _bring_back(referral: Referral, second: Case, *, by: Actor, at: datetime) -> None:
    """The end of the case there as a step here."""
    here, end = program(referral.region_id, referral.partner_region_id), CaseState(second.state)
    first = get_case(here, referral.first_number)
    decided = end in DECIDED
    if decided:
        first.decided_on = second.decided_on
    first.elsewhere_due_on = second.decision_due_on or first.elsewhere_due_on
    first.elsewhere_promised_on = second.promised_due_on
    step_case(first, RESULTS[end], by=here, at=at, data={"second": second.number, "decider": by.username})
    if decided:
        _file_decision(first, second)
    paper = _paper(second, end)
    if paper:
        content = {**thaw(paper.digest), "filed_in": first.number}
        write_paper(first, PaperKind(paper.kind), content, number=paper.number, by=here, at=at)
    licence = Licence.objects.filter(unit=second.unit_id, case_number=second.number).first()
    referral.licence = licence.number if licence else ""
    referral.state, referral.result = ReferralState.RETURNED, end
    referral.returned_on = day_of(at)
    if decided:
        step_case(second, "hand_back", by=program(second.region_id), at=at)
    referral.second_state, referral.second_due_on = second.state, first.elsewhere_due_on
    referral.save()


def _file_decision(first: Case, second: Case) -> None:
    """The decision made there, under its number; the entry is the one that the case here has."""
    made = CaseDecision.objects.get(case=second)
    kept = (
        "granted", "deemed", "facts", "reasons", "clauses", "conditions", "remedies", "valid_from", "valid_until",
        "withheld", "by", "by_name", "on", "at",
    )  # fmt: skip
    CaseDecision.objects.create(
        region_id=first.region_id,
        case=first,
        entry=first.entry,
        decided_in=second.number,
        **{name: getattr(made, name) for name in kept},
    )


def _paper(second: Case, end: CaseState) -> CasePaper | None:
    kinds = _OF_RESULT.get(end, ())
    return CasePaper.objects.filter(case=second, kind__in=kinds).order_by("-pk").first()


def _keep_days(referral: Referral, second: Case, *, at: datetime) -> None:
    """The state and the last days there, as the case here and both sides' pages say them."""
    here = program(referral.region_id, referral.partner_region_id)
    first = get_case(here, referral.first_number)
    due = second.due_on if second.accepted_on is None else second.decision_due_on
    due = second.pause_until or due if second.state == CaseState.SUSPENDED else due
    first.elsewhere_due_on, first.elsewhere_promised_on = (
        due or first.elsewhere_due_on,
        second.promised_due_on,
    )
    if second.state == CaseState.SUSPENDED:
        first.elsewhere_promised_on = first.elsewhere_due_on
    first.save(update_fields=["elsewhere_due_on", "elsewhere_promised_on"])
    referral.second_state, referral.second_due_on = second.state, first.elsewhere_due_on
    referral.save(update_fields=["second_state", "second_due_on"])
