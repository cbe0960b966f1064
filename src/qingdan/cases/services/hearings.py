"""Hearings (行政许可法 Art. 46–48): told of the right, asked for, called in time, recorded.

Days are working days (Art. 82): five to ask, twenty to hold it, and seven whole ones between the notice and the day.
Whether the clock stands meanwhile is decided apart, by a pause of Art. 45 (`requests`); a hearing that was asked for
keeps the decision back until its record is there, whether the clock stands or not.
"""

from dataclasses import dataclass
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.cases.models import Case, CaseHearing, CaseTask
from qingdan.cases.queries.facts import is_own, parties_of
from qingdan.cases.queries.frozen import frozen
from qingdan.cases.queries.recusal import demand_unconcerned, is_application_of
from qingdan.cases.queries.staff import names_of, staff_of
from qingdan.cases.services.papers import write_paper
from qingdan.cases.services.stepping import get_case
from qingdan.data.calendar import working_days_on
from qingdan.data.labels import long_date
from qingdan.rules.calendar import ONE_DAY
from qingdan.rules.case_papers import PaperKind
from qingdan.rules.case_state import HANDLERS, CaseState, Party
from qingdan.rules.problem import Problem

ASK_DAYS, HOLD_DAYS, NOTICE_DAYS = 5, 20, 7
LONGEST_PLACE = 120
RIGHTS = "可以委托代理人，申请主持人回避，提出证据，申辩和质证；不承担组织听证的费用"
_UNDECIDED = frozenset({CaseState.UNDER_REVIEW, CaseState.SUSPENDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingCalled:
    """When and where it is held, and the account of who presides: one of the unit's people."""

    time: datetime
    place: str
    presider: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingRecord:
    """What was said; who was there; who signed, or why not."""

    record: str
    present: str
    signatures: str


def offer_hearing(*, number: str, by: Actor, at: datetime) -> str:
    """Tells the applicant of the right to a hearing; the code of the paper. Raises Refused, Missing."""
    with writing(by):
        case = _case(number, by)
        if CaseHearing.objects.filter(case=case).exists():
            raise Refused([refusal("hearing.offered_already")])
        until = working_days_on(day_of(at), ASK_DAYS)
        CaseHearing.objects.create(
            region_id=case.region_id, case=case, offered_on=day_of(at), ask_until=until
        )
        facts = {"rights": RIGHTS, "until": until.isoformat(), "contact": _contact(case)}
        return write_paper(case, PaperKind.HEARING_RIGHTS, facts, by=by, at=at).code


def ask_for_hearing(*, number: str, by: Actor, at: datetime) -> date:
    """The applicant asks for one, or the window writes it down for him; by when it must be held.

    Raises Refused: too late, or asked already; Missing.
    """
    with writing(by):
        case = get_case(by, number)
        if not (is_own(case, by, day_of(at)) or Party.WINDOW in parties_of(case, by)):
            raise Missing
        hearing, today = _hearing(case), day_of(at)
        late = refusal("hearing.too_late", until=long_date(hearing.ask_until))
        refuse_if(
            late if today > hearing.ask_until else None,
            refusal("hearing.asked_already") if hearing.asked_on else None,
        )
        hearing.asked_on, hearing.hold_until = today, working_days_on(today, HOLD_DAYS)
        hearing.save()
        facts = {"hold_until": hearing.hold_until.isoformat()}
        append("HearingAsked", f"case:{number}", by=by, at=at, unit=case.unit.code, data=facts)
        return hearing.hold_until


def call_hearing(*, number: str, called: HearingCalled, by: Actor, at: datetime) -> str:
    """Tells time and place seven whole working days before; again, where it is put off; the code of the notice.

    Raises Refused with every reason, Missing.
    """
    with writing(by):
        case = _case(number, by)
        hearing = _hearing(case)
        refuse_if(*_calling_problems(case, hearing, called, day_of(at)))
        hearing.at_time, hearing.place = called.time, called.place.strip()
        hearing.presider, hearing.presider_name = called.presider, _presider_name(case, called, day_of(at))
        hearing.save()
        facts = {
            "time": called.time.isoformat(),
            "place": hearing.place,
            "presider": hearing.presider_name,
            "rights": RIGHTS,
            "contact": _contact(case),
        }
        return write_paper(case, PaperKind.HEARING_NOTICE, facts, by=by, at=at).code


def record_hearing(*, number: str, record: HearingRecord, by: Actor, at: datetime) -> str:
    """The record, on which the decision rests (Art. 48); the code of the paper. Raises Refused, Missing."""
    with writing(by):
        case = _case(number, by)
        hearing = _hearing(case)
        refuse_if(
            refusal("desk.required", "record") if not record.record.strip() else None,
            refusal("hearing.not_held") if hearing.at_time is None or at < hearing.at_time else None,
            refusal("hearing.recorded_already") if hearing.held_on else None,
        )
        assert hearing.at_time
        hearing.held_on = day_of(hearing.at_time)
        hearing.save()
        facts = {
            "record": record.record,
            "present": record.present,
            "signatures": record.signatures,
            "presider": hearing.presider_name,
            "place": hearing.place,
            "held_on": hearing.held_on.isoformat(),
        }
        return write_paper(case, PaperKind.HEARING_RECORD, facts, by=by, at=at).code


def _calling_problems(
    case: Case, hearing: CaseHearing, called: HearingCalled, today: date
) -> list[Problem | None]:
    day, earliest, latest = (
        day_of(called.time),
        working_days_on(today, NOTICE_DAYS) + ONE_DAY,
        hearing.hold_until,
    )
    reviews = CaseTask.objects.filter(case=case, done_by=called.presider).exists() or (
        CaseTask.objects.filter(case=case, holder=called.presider).exists()
    )
    name = _presider_name(case, called, today)
    concerned = bool(name) and is_application_of(case, {called.presider}, {name})
    return [
        refusal("hearing.not_asked") if latest is None else None,
        refusal("hearing.short_notice", "time", earliest=long_date(earliest)) if day < earliest else None,
        refusal("hearing.too_far", "time", latest=long_date(latest)) if latest and day > latest else None,
        refusal("desk.required", "place") if not called.place.strip() else None,
        too_long(called.place.strip(), "place", LONGEST_PLACE),
        refusal("desk.required", "presider") if not called.presider else None,
        refusal("hearing.no_such_presider", "presider") if called.presider and not name else None,
        refusal("hearing.presider_reviews", "presider") if called.presider and reviews else None,
        refusal("hearing.presider_concerned", "presider") if concerned else None,
        refusal("hearing.recorded_already") if hearing.held_on else None,
    ]


def _presider_name(case: Case, called: HearingCalled, on: date) -> str:
    """The name of who is to preside, from the unit's people; "" none of them."""
    return names_of(staff_of(case.unit.code, on)).get(called.presider, "")


def _case(number: str, by: Actor) -> Case:
    """An undecided case for who handles it. Raises Missing, Refused: it is no more."""
    case = get_case(by, number)
    if not parties_of(case, by) & HANDLERS:
        raise Missing
    demand_unconcerned(case, by)
    refuse_if(None if case.state in _UNDECIDED else refusal("case.wrong_state", "send"))
    return case


def _hearing(case: Case) -> CaseHearing:
    found = CaseHearing.objects.select_for_update().filter(case=case).first()
    if found is None:
        raise Missing
    return found


def _contact(case: Case) -> str:
    phone: str = frozen(case.version_read.digest)["consult_phone"]
    return phone
