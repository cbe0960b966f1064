"""Asked by one, decided by another: pauses of Art. 45, the extension of Art. 42, ending and undoing a case."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.cases.models import Case, CaseMark, CaseRequest
from qingdan.cases.queries.clock import clock_of
from qingdan.cases.queries.facts import AGAIN, may_ask_again, parties_of
from qingdan.cases.queries.frozen import frozen
from qingdan.cases.queries.hats import for_whom, selves_of, signed_name
from qingdan.cases.queries.recusal import demand_unconcerned
from qingdan.cases.services.accepting import remedies_of
from qingdan.cases.services.papers import write_paper
from qingdan.cases.services.stepping import Marking, get_case, step_case
from qingdan.data.calendar import load_calendar
from qingdan.data.case import case_names, longest_pause
from qingdan.licences.services.issuing import revoke_licence_of
from qingdan.rules.case_clock import pause_until, stopped_days
from qingdan.rules.case_guards import LONGEST_EXTENSION
from qingdan.rules.case_papers import PaperKind
from qingdan.rules.case_state import COUNTER, HANDLERS, ClockEffect, Party
from qingdan.rules.problem import Problem

LONGEST, LONGEST_GROUND, LONGEST_DAYS = 4_000, 200, 90
HEAD = frozenset({Party.HEAD})
ASKING = HANDLERS | COUNTER
ACTIONS: Mapping[str, PaperKind] = {
    "suspend": PaperKind.PAUSE_NOTICE,
    "extend": PaperKind.EXTENSION_NOTICE,
    "terminate": PaperKind.TERMINATION,
    "void": PaperKind.VOIDING,
}
"""What can be asked for, and the paper that tells the applicant of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request. `kind`: reason of a pause; `ground`: article; `days`: working days of a pause or an extension."""

    action: str
    reason: str
    kind: str = ""
    ground: str = ""
    days: int = 0


def ask(*, number: str, asked: Asked, by: Actor, at: datetime) -> None:
    """Puts a request before the head of the agency. Raises Refused: one waits already; Missing."""
    with writing(by):
        case = get_case(by, number)
        parties = ASKING if asked.action == AGAIN else HANDLERS
        if asked.action not in {*ACTIONS, AGAIN} or not parties_of(case, by) & parties:
            raise Missing
        demand_unconcerned(case, by)
        if asked.action == AGAIN and not may_ask_again(case):
            raise Refused([refusal("case.told_once")])
        refuse_if(*_asking_problems(case, asked))
        if CaseRequest.objects.filter(case=case, action=asked.action, approved=None).exists():
            raise Refused([refusal("case.asked_already")])
        CaseRequest.objects.create(
            region_id=case.region_id, case=case, action=asked.action, kind=asked.kind, ground=asked.ground,
            reason=asked.reason.strip(), days=asked.days, asked_by=by.username,
            asked_by_name=signed_name(by, parties), asked_at=at,
        )  # fmt: skip
        facts = {"action": asked.action, "kind": asked.kind, "days": asked.days, **for_whom(by, parties)}
        append("ApprovalAsked", f"case:{number}", by=by, at=at, unit=case.unit.code, data=facts)


def decline(*, number: str, action: str, answer: str, by: Actor, at: datetime) -> None:
    """The head says no. Raises Missing, Refused."""
    with writing(by):
        case = get_case(by, number)
        refuse_if(too_long(answer, "answer", LONGEST))
        asked = _waiting(case, action, by)
        demand_unconcerned(case, by)
        if _by_self(asked, by):
            raise Refused([refusal("case.other_approver")])
        _answered(asked, approved=False, answer=answer, by=by, at=at)
        facts = {"action": action, **for_whom(by, HEAD)}
        append("ApprovalDeclined", f"case:{number}", by=by, at=at, unit=case.unit.code, data=facts)


def approve(*, number: str, action: str, by: Actor, at: datetime) -> str:
    """The head says yes: the notice is written first, then the clock stands, the limit grows, or the case ends.

    The code of the notice; "" for a second notice of what lacks, which the window writes then. Raises Refused with
    every reason, Missing.
    """
    with writing(by):
        case = get_case(by, number)
        asked = _waiting(case, action, by)
        if action == AGAIN:
            return _approve_again(case, asked, by=by, at=at)
        marking = _marking(case, asked, day_of(at))
        typed = _typed(asked, remedies_of(case), by)
        data = {"days": asked.days, "kind": asked.kind, "asked_by": asked.asked_by}
        step_case(case, action, by=by, at=at, typed=typed, marking=marking, data=data)
        if action == "extend":
            case.extended_days = asked.days
            case.save(update_fields=["extended_days"])
        if action == "void":
            revoke_licence_of(case_number=case.number, ground=asked.ground, by=by, at=at)
        _answered(asked, approved=True, answer="", by=by, at=at)
        return write_paper(case, ACTIONS[action], _facts(case, asked, marking, by, at), by=by, at=at).code


def _approve_again(case: Case, asked: CaseRequest, *, by: Actor, at: datetime) -> str:
    demand_unconcerned(case, by)
    if _by_self(asked, by):
        raise Refused([refusal("case.other_approver")])
    _answered(asked, approved=True, answer="", by=by, at=at)
    facts = {"asked_by": asked.asked_by, **for_whom(by, HEAD)}
    append("NoticeAgainApproved", f"case:{case.number}", by=by, at=at, unit=case.unit.code, data=facts)
    return ""


def end_pause(*, number: str, result: str, by: Actor, at: datetime) -> str:
    """The result is there: the clock runs again from today, and the applicant is told in writing.

    The code of the notice. Raises Refused, Missing.
    """
    with writing(by):
        case = get_case(by, number)
        refuse_if(too_long(result, "result", LONGEST))
        typed = {"result_attached": bool(result.strip())}
        step_case(case, "resume", by=by, at=at, typed=typed, data={"result": result})
        facts = _resumption(case, result, day_of(at))
        return write_paper(case, PaperKind.RESUMPTION_NOTICE, facts, by=by, at=at).code


def _resumption(case: Case, result: str, today: date) -> dict[str, object]:
    """What is told when the clock runs again: how many days were not counted, the last days that follow."""
    pause = clock_of(case, today).pauses[-1]
    stopped = CaseMark.objects.filter(case=case, effect=ClockEffect.STANDS).latest("pk")
    assert case.accepted_on and case.decision_due_on
    days = stopped_days(load_calendar(), pause, accepted_on=case.accepted_on)
    return {
        "matter": case_names("pauses").get(stopped.reason, ""),
        "starts_on": pause.start.isoformat(),
        "resumes_on": today.isoformat(),
        "result": result,
        "stopped_days": str(days),
        "decision_until": case.decision_due_on.isoformat(),
        "promised_until": (case.promised_due_on or case.decision_due_on).isoformat(),
    }


def _asking_problems(case: Case, asked: Asked) -> Iterator[Problem | None]:
    """What a request lacks or holds too much of, all at once; the rest is judged when the head answers it."""
    if asked.action == "suspend":
        yield from _pause_problems(case, asked)
    yield None if asked.reason.strip() else refusal("desk.required", "reason")
    yield too_long(asked.reason, "reason", LONGEST)
    yield too_long(asked.ground, "legal_ground", LONGEST_GROUND)
    if asked.action != "suspend":
        yield from _extension_problems(case, asked)


def _extension_problems(case: Case, asked: Asked) -> Iterator[Problem | None]:
    """So many days as the law allows, and once (Art. 42)."""
    out_of = asked.days > LONGEST_EXTENSION or (asked.action == "extend" and asked.days < 1)
    yield refusal("case.within_extension", "extension", count=LONGEST_EXTENSION) if out_of else None
    if asked.action == "extend" and case.extended_days:
        yield refusal("case.once")


def _pause_problems(case: Case, asked: Asked) -> Iterator[Problem | None]:
    """One of the reasons of Art. 45, published for the item, for so many days as it may last."""
    longest = longest_pause(asked.kind)
    published = asked.kind in frozen(case.version_read.digest)["pauses"]
    yield None if longest else refusal("case.art_45_reason", "pause_reason")
    yield refusal("case.published_pause", "pause_reason") if longest and not published else None
    yield refusal("case.length_stated", "pause_days") if asked.days < 1 else None
    over = asked.days > (longest or LONGEST_DAYS)
    yield refusal("case.pause_too_long", "pause_days", most=longest or LONGEST_DAYS) if over else None


def _waiting(case: Case, action: str, by: Actor) -> CaseRequest:
    """The request to be answered. Raises Missing: there never was one; Refused: another has answered it."""
    if not parties_of(case, by) & HEAD:
        raise Missing
    found = CaseRequest.objects.select_for_update().filter(case=case, action=action)
    last = found.order_by("-pk").first()
    if last is None:
        raise Missing
    if last.approved is not None:
        key = "case.approved_already" if last.approved else "case.declined_already"
        raise Refused([refusal(key, "send", name=last.answered_by_name)])
    return last


def _by_self(asked: CaseRequest, by: Actor) -> bool:
    return asked.asked_by in selves_of(by, HEAD)


def _answered(asked: CaseRequest, *, approved: bool, answer: str, by: Actor, at: datetime) -> None:
    asked.approved, asked.answer = approved, answer.strip()
    asked.answered_by, asked.answered_by_name, asked.answered_at = by.username, signed_name(by, HEAD), at
    asked.save()


def _marking(case: Case, asked: CaseRequest, today: date) -> Marking:
    if asked.action == "suspend" and asked.days and case.accepted_on:
        until = pause_until(load_calendar(), first=today, days=asked.days, accepted_on=case.accepted_on)
        return Marking(until=until, reason=asked.kind)
    return Marking(days=asked.days if asked.action == "extend" else 0)


def _typed(asked: CaseRequest, remedies: str, by: Actor) -> dict[str, object]:
    """The notice is written in the same transaction: told and stopped are one."""
    return {
        "requested_by_self": _by_self(asked, by),
        "pause_reason": asked.kind,
        "pause_days": asked.days,
        "extension": asked.days,
        "notice_written": True,
        "legal_ground": asked.ground,
        "reason": asked.reason,
        "remedies": remedies,
    }


def _facts(case: Case, asked: CaseRequest, marking: Marking, by: Actor, at: datetime) -> dict[str, object]:
    due = case.decision_due_on
    return {
        "matter": case_names("pauses").get(asked.kind, ""),
        "clause": asked.ground,
        "ground": asked.ground,
        "reason": asked.reason,
        "days": asked.days,
        "stopped_days": str(asked.days),
        "starts_on": day_of(at).isoformat(),
        "until": marking.until.isoformat() if marking.until else "",
        "decision_until": due.isoformat() if due else "",
        "approver": signed_name(by, HEAD),
        "remedies": remedies_of(case),
    }
