"""异议: the applicant objects to how a case is handled, in one tap; the unit answers within five working days.

Source: 行政许可法 Art. 7 (the right to state one's case and to complain); RQ-G6. Five working days are ours [K].
An objection stops no clock and changes no state.
"""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.messages.services import send
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.cases.models import Case, CaseObjection
from qingdan.cases.queries.facts import parties_of
from qingdan.cases.queries.recusal import demand_unconcerned
from qingdan.cases.queries.tracking import case_by_code
from qingdan.cases.services.stepping import get_case
from qingdan.data.calendar import working_days_on
from qingdan.data.wording import wording
from qingdan.rules.case_state import CLOSED, CaseState, Party
from qingdan.rules.role import Role

DAYS, LONGEST = 5, 1_000
ANSWERING = frozenset({Role.SUPERVISOR, Role.PRINCIPAL, Role.DEPUTY, Role.APPROVER})
"""Who is told of an objection at the unit."""


def object_to_case(*, number: str, text: str, by: Actor, at: datetime) -> None:
    """An objection by the applicant's account. Raises Missing, Refused."""
    with writing(by):
        case = get_case(by, number)
        if Party.APPLICANT not in parties_of(case, by, day_of(at)):
            raise Missing
        _object(case, text, by=by, at=at)


def object_by_code(*, number: str, code: str, text: str, by: Actor, at: datetime) -> None:
    """An objection by whoever has number and query code. `by`: a visitor. Raises Missing, Refused."""
    with writing(by):
        _object(case_by_code(number, code, by), text, by=by, at=at)


def answer_objection(*, number: str, answer: str, by: Actor, at: datetime) -> None:
    """The unit, or supervision, answers the objection that waits. Raises Missing: none does; Refused."""
    with writing(by):
        case = get_case(by, number)
        staff = parties_of(case, by) - {Party.APPLICANT, Party.PROGRAM}
        one = CaseObjection.objects.select_for_update().filter(case=case).order_by("-pk").first()
        if one is None or not (staff or Role.SUPERVISOR in by.roles):
            raise Missing
        demand_unconcerned(case, by)
        said = refusal("case.objection_answered", "answer", answer=one.answer)
        refuse_if(said if one.answered_at else None)
        text = answer.strip()
        refuse_if(None if text else refusal("desk.required", "answer"), too_long(text, "answer", LONGEST))
        one.answer, one.answered_by, one.answered_at = text, by.username, at
        one.save(update_fields=["answer", "answered_by", "answered_at"])
        append("ObjectionAnswered", f"case:{case.number}", by=by, at=at, unit=case.unit.code)


def _object(case: Case, text: str, *, by: Actor, at: datetime) -> None:
    """One waits at a time: more of the same is said by waiting for its answer."""
    words = text.strip()
    open_one = CaseObjection.objects.filter(case=case, answered_at=None).exists()
    over = CaseState(case.state) in CLOSED | {CaseState.DRAFT}
    refuse_if(
        None if words else refusal("desk.required", "text"),
        too_long(words, "text", LONGEST),
        refusal("own.objected_already", "text") if open_one else None,
    )
    if over:
        raise Refused([refusal("own.case_over", "text")])
    today = day_of(at)
    due = working_days_on(today, DAYS)
    CaseObjection.objects.create(region_id=case.region_id, case=case, text=words, at=at, due_on=due)
    facts = {"due_on": due.isoformat()}
    append("ObjectionMade", f"case:{case.number}", by=by, at=at, unit=case.unit.code, data=facts)
    told = wording()["own.objection_to_unit"]["message"].format(number=case.number, until=due.isoformat())
    send(
        subject=wording()["own.objection_subject"]["message"], text=told, link=f"/desk/cases/{case.number}/",
        once=f"objection:{case.number}:{at.isoformat()}", unit=case.unit.code, roles=ANSWERING, by=by, at=at,
    )  # fmt: skip
