"""The acts of a case: what is typed into each form, given to its service; what the page says then."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from qingdan.base.clock import SHANGHAI
from qingdan.base.refusal import Refused, refusal
from qingdan.cases.services.accepting import (
    Defect,
    accept_case,
    need_no_licence,
    notify_defects,
    refuse_acceptance,
)
from qingdan.cases.services.applying import Filed
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.cases.services.hearings import (
    HearingCalled,
    HearingRecord,
    ask_for_hearing,
    call_hearing,
    offer_hearing,
    record_hearing,
)
from qingdan.cases.services.objections import answer_objection
from qingdan.cases.services.records import (
    check_originals,
    explain_overdue,
    record_payment,
    supplement_at_window,
)
from qingdan.cases.services.requests import Asked, approve, ask, decline, end_pause
from qingdan.cases.services.running import StepDone, do_step, take_task
from qingdan.cases.services.serving import Served, serve_decision
from qingdan.joints.services.visits import do_step_on_visit
from qingdan.referrals.services.acknowledging import receive
from qingdan.referrals.services.sending import move_case, pass_on, send_up
from qingdan.web.desk.cases.at_window import answers_in, scans_of
from qingdan.web.shared.numbers import day_typed, number_in
from qingdan.web.shared.request import DeskRequest

MOST_ROWS = 200


def _accept(request: DeskRequest, number: str) -> str:
    accept_case(number=number, version=_version(request), by=request.actor, at=request.at)
    return "case_accepted"


def _defects(request: DeskRequest, number: str) -> str:
    subjects = request.POST.getlist("defects")[:MOST_ROWS]
    told = [
        Defect(subject=one, what=_line(request, f"what-{one}"), how=_line(request, f"how-{one}"))
        for one in subjects
    ]
    notify_defects(
        number=number,
        version=_version(request),
        defects=told,
        by=request.actor,
        at=request.at,
    )
    return "case_defects"


def _refuse_acceptance(request: DeskRequest, number: str) -> str:
    refuse_acceptance(
        number=number,
        version=_version(request),
        reason=_text(request, "reason"),
        clause=_line(request, "clause"),
        competent=_line(request, "competent_agency"),
        elsewhere=request.POST.get("elsewhere") == "1",
        by=request.actor,
        at=request.at,
    )
    return "case_not_accepted"


def _no_licence(request: DeskRequest, number: str) -> str:
    reason = _text(request, "reason")
    need_no_licence(number=number, version=_version(request), reason=reason, by=request.actor, at=request.at)
    return "case_no_licence"


def _step(request: DeskRequest, number: str) -> str:
    said = StepDone(
        opinion=_text(request, "opinion"),
        exit=_line(request, "exit"),
        visitors=tuple(request.POST.getlist("visitors")[:20]),
        occurred_on=_day(request, "occurred_on"),
    )
    step, visit = number_in(request.POST.get("step", "")), number_in(_line(request, "joint_session"))
    which: dict[str, Any] = {"number": number, "version": _version(request), "step": step}
    if visit:
        do_step_on_visit(**which, session=visit, said=said, by=request.actor, at=request.at)
    else:
        do_step(**which, said=said, by=request.actor, at=request.at)
    return "case_step"


def _take(request: DeskRequest, number: str) -> str:
    step, holder = number_in(request.POST.get("step", "")), _line(request, "holder")
    take_task(number=number, step=step, holder=holder, by=request.actor, at=request.at)
    return "case_taken"


def _ask(request: DeskRequest, number: str) -> str:
    asked = Asked(
        action=_line(request, "action"),
        reason=_text(request, "reason"),
        kind=_line(request, "pause_reason"),
        ground=_line(request, "legal_ground"),
        days=number_in(_line(request, "pause_days") or _line(request, "extension")),
    )
    ask(number=number, asked=asked, by=request.actor, at=request.at)
    return "case_asked"


def _answer(request: DeskRequest, number: str) -> str:
    verdict, action = _line(request, "verdict"), _line(request, "action")
    if verdict == "approve":
        approve(number=number, action=action, by=request.actor, at=request.at)
        return "case_approved"
    decline(number=number, action=action, answer=_text(request, "answer"), by=request.actor, at=request.at)
    return "case_declined"


def _resume(request: DeskRequest, number: str) -> str:
    end_pause(number=number, result=_text(request, "result"), by=request.actor, at=request.at)
    return "case_resumed"


def _decide(request: DeskRequest, number: str) -> str:
    verdict = _line(request, "verdict")
    if verdict not in {"grant", "refuse"}:
        raise Refused([refusal("desk.choice", "verdict")])
    decided = Decided(
        granted=verdict == "grant",
        facts=_text(request, "facts"),
        clauses=[number_in(one) for one in request.POST.getlist("clauses")[:MOST_ROWS]],
        reasons=_text(request, "reason"),
        conditions=_text(request, "conditions"),
        withheld=_line(request, "withheld"),
    )
    decide_case(number=number, version=_version(request), decided=decided, by=request.actor, at=request.at)
    return "case_decided"


def _serve(request: DeskRequest, number: str) -> str:
    lines = (
        "method", "receiver", "receiver_id", "signer", "relation", "mail_number", "refused", "witnesses",
    )  # fmt: skip
    served = Served(
        given_on=_day(request, "given_on"),
        proof=_line(request, "service_proof"),
        **{name: _line(request, name) for name in lines},
    )
    serve_decision(number=number, served=served, by=request.actor, at=request.at)
    return "case_served"


def _overdue(request: DeskRequest, number: str) -> str:
    explain_overdue(number=number, reason=_text(request, "reason"), by=request.actor, at=request.at)
    return "case_explained"


def _originals(request: DeskRequest, number: str) -> str:
    places = [number_in(one) for one in request.POST.getlist("places")[:MOST_ROWS]]
    check_originals(number=number, places=places, by=request.actor, at=request.at)
    return "case_originals"


def _supplement(request: DeskRequest, number: str) -> str:
    places = [number_in(one) for one in request.POST.getlist("places")[:MOST_ROWS]]
    filed = [Filed(place=one, grade="B", source="paper") for one in places]
    supplement_at_window(
        number=number,
        filed=filed,
        scans=scans_of(request),
        answers=answers_in(request),
        partly=request.POST.get("partly") == "1",
        by=request.actor,
        at=request.at,
    )
    return "case_supplemented"


def _payment(request: DeskRequest, number: str) -> str:
    record_payment(number=number, receipt=_line(request, "receipt"), by=request.actor, at=request.at)
    return "case_paid"


def _hearing(request: DeskRequest, number: str) -> str:
    """The part that the form names: offered, asked for, called, recorded."""
    part = _line(request, "part")
    who: dict[str, Any] = {"number": number, "by": request.actor, "at": request.at}
    match part:
        case "offer":
            offer_hearing(**who)
        case "ask":
            ask_for_hearing(**who)
        case "call":
            call_hearing(called=_called(request), **who)
        case _:
            words = {name: _text(request, name) for name in ("record", "present", "signatures")}
            record_hearing(record=HearingRecord(**words), **who)
    return "case_hearing"


def _called(request: DeskRequest) -> HearingCalled:
    """When (in Shanghai, unless an offset is said), where, who presides. Raises Refused: no day or hour."""
    try:
        said = datetime.fromisoformat(_line(request, "time"))
        time = said.astimezone(SHANGHAI) if said.tzinfo else said.replace(tzinfo=SHANGHAI)
    except (ValueError, OverflowError) as error:
        raise Refused([refusal("case.no_time", "time")]) from error
    return HearingCalled(time=time, place=_line(request, "place"), presider=_line(request, "presider"))


def _objection(request: DeskRequest, number: str) -> str:
    answer_objection(number=number, answer=_text(request, "answer"), by=request.actor, at=request.at)
    return "case_objection"


def _send_up(request: DeskRequest, number: str) -> str:
    opinion = _text(request, "opinion")
    send_up(number=number, version=_version(request), opinion=opinion, by=request.actor, at=request.at)
    return "case_sent_up"


def _pass_on(request: DeskRequest, number: str) -> str:
    item, reason = _line(request, "item"), _text(request, "reason")
    pass_on(
        number=number, version=_version(request), item=item, reason=reason, by=request.actor, at=request.at
    )
    return "case_passed_on"


def _move(request: DeskRequest, number: str) -> str:
    item = _line(request, "item")
    move_case(number=number, version=_version(request), item=item, by=request.actor, at=request.at)
    return "case_moved"


def _arrived(request: DeskRequest, number: str) -> str:
    receive(number=number, by=request.actor, at=request.at)
    return "papers_arrived"


SENDING: Mapping[str, Callable[[DeskRequest, str], str]] = {
    "accept": _accept,
    "defects": _defects,
    "refuse-acceptance": _refuse_acceptance,
    "no-licence": _no_licence,
    "step": _step,
    "take": _take,
    "ask": _ask,
    "answer": _answer,
    "resume": _resume,
    "decide": _decide,
    "serve": _serve,
    "overdue": _overdue,
    "originals": _originals,
    "supplement": _supplement,
    "payment": _payment,
    "hearing": _hearing,
    "objection": _objection,
    "send-up": _send_up,
    "pass-on": _pass_on,
    "move": _move,
    "arrived": _arrived,
}
"""Name of the form → what takes it; it gives the key of what the page then says."""


def _version(request: DeskRequest) -> int:
    return number_in(request.POST.get("version", ""))


def _text(request: DeskRequest, field: str) -> str:
    """What was typed, without the character that no column takes."""
    return str(request.POST.get(field, "")).replace("\x00", "").strip()


def _line(request: DeskRequest, field: str) -> str:
    return " ".join(_text(request, field).split())


def _day(request: DeskRequest, field: str) -> date | None:
    """A day, None where none was typed. Raises Refused: it is none."""
    words = _line(request, field)
    try:
        return day_typed(words) if words else None
    except ValueError as error:
        raise Refused([refusal("account.day", field)]) from error
