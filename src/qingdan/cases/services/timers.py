"""What happens by itself when a day is over. Nobody can switch it off; a run that was missed is made up, each case
with the day on which it should have happened.
"""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from django.db.models import DateTimeField, Exists, ExpressionWrapper, OuterRef, QuerySet
from django.db.models.functions import TruncDate

from qingdan.base.actor import Actor
from qingdan.base.clock import SHANGHAI, day_of
from qingdan.base.refusal import Refused
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Case, CaseTask
from qingdan.cases.queries.frozen import frozen
from qingdan.cases.services.accepting import acceptance_facts, pin_and_begin
from qingdan.cases.services.papers import write_paper
from qingdan.cases.services.serving import serve_electronically
from qingdan.cases.services.stepping import Marking, get_case, step_case
from qingdan.licences.models import Licence, LicenceState
from qingdan.licences.services.issuing import renew_licence
from qingdan.rules.calendar import ONE_DAY
from qingdan.rules.case_clock import months_after
from qingdan.rules.case_papers import PaperKind
from qingdan.rules.case_state import CaseState

log = logging.getLogger(__name__)
Act = Callable[[Case, Actor, datetime], None]
DEEMED_GROUND = "行政许可法第三十二条第一款第（四）项"
RENEWAL_GROUND = "行政许可法第五十条"
RENEWAL_ASKED = timedelta(days=30)
"""Before the end; read as natural days, which is kinder to the applicant (Art. 82 is about the agency's limits)."""

_LEAST_END = ExpressionWrapper(
    TruncDate("received_at", tzinfo=SHANGHAI) + RENEWAL_ASKED, output_field=DateTimeField()
)
_RENEWABLE = (CaseState.RECEIVED, CaseState.UNDER_REVIEW, CaseState.SUSPENDED)


def run_timers(*, by: Actor, at: datetime) -> dict[str, int]:
    """Takes every step that is due by the end of yesterday in a region; how many of each. Again: nothing more."""
    yesterday = day_of(at) - ONE_DAY
    return {name: _each(name, act, yesterday, by=by, at=at) for name, act in _ACTS.items()}


def _each(name: str, act: Act, yesterday: date, *, by: Actor, at: datetime) -> int:
    with reading(by):
        numbers = list(_due(name, by.region, yesterday).order_by("pk").values_list("number", flat=True))
    due = partial(_due, name, by.region, yesterday)
    return sum(_one(number, act, due, by=by, at=at) for number in numbers)


def _one(number: str, act: Act, due: Callable[[], QuerySet[Case]], *, by: Actor, at: datetime) -> bool:
    """A person who was quicker has won: then there is nothing to do. One case never keeps the others back."""
    try:
        with writing(by):
            case = get_case(by, number)
            if not due().filter(pk=case.pk).exists():
                return False
            act(case, by, at)
    except Refused as refused:
        log.error("timer: case %s: %s", number, refused)
        return False
    return True


def _due(name: str, region: str, yesterday: date) -> QuerySet[Case]:
    cases = Case.objects.filter(region=region)
    match name:
        case "deem_accepted":
            return cases.filter(state=CaseState.RECEIVED, check_due_on__lte=yesterday, joint="")
        case "deem_renewed":
            renewals = cases.filter(state__in=_RENEWABLE).exclude(renews="")
            return renewals.annotate(least_end=_LEAST_END).filter(Exists(_ended_on(yesterday)))
        case "serve":
            decided = cases.filter(state__in=[CaseState.GRANTED, CaseState.REFUSED])
            return decided.filter(agreed_to_electronic=True, applicant__isnull=False)
        case "resume_by_day":
            return cases.filter(state=CaseState.SUSPENDED, pause_until__lte=yesterday)
        case _:
            return cases.filter(state=CaseState.CORRECTING, correction_due_on__lte=yesterday)


def deem_accepted(case: Case, by: Actor, at: datetime) -> None:
    """Art. 32(4): nothing was told within five working days, so the case is accepted from receipt on."""
    assert case.check_due_on
    step_case(case, "deem_accepted", by=by, at=at, marking=Marking(on=case.check_due_on + ONE_DAY))
    pin_and_begin(case, at=at)
    facts = acceptance_facts(case) | {"ground": DEEMED_GROUND}
    write_paper(case, PaperKind.DEEMED_ACCEPTANCE, facts, by=by, at=at)


def resume_by_day(case: Case, by: Actor, at: datetime) -> None:
    """Art. 45: the time told to the applicant is over; the clock runs again whether a result is there or not."""
    assert case.pause_until
    step_case(case, "resume_by_day", by=by, at=at, marking=Marking(on=case.pause_until + ONE_DAY))


def lapse(case: Case, by: Actor, at: datetime) -> None:
    """What the item's rules say when nothing was corrected in time: the application counts as withdrawn."""
    assert case.correction_due_on
    step_case(case, "lapse", by=by, at=at, marking=Marking(on=case.correction_due_on + ONE_DAY))


def serve(case: Case, by: Actor, at: datetime) -> None:
    """Art. 44: who agreed to electronic service has the decision at once, and the system's record of its arrival."""
    serve_electronically(case, by=by, at=at)


def deem_renewed(case: Case, by: Actor, at: datetime) -> None:
    """Art. 50: the licence ended and its renewal, asked for in time, was not decided: it is renewed."""
    licence = Licence.objects.get(unit=case.unit_id, number=case.renews)
    ended = licence.valid_until
    assert ended and case.received_at
    typed = {"renewal_in_time": day_of(case.received_at) <= ended - RENEWAL_ASKED, "valid_until": ended}
    case.decided_on = ended + ONE_DAY
    step_case(case, "deem_renewed", by=by, at=at, typed=typed, marking=Marking(on=ended + ONE_DAY))
    open_tasks = CaseTask.objects.filter(case=case, done_at=None)
    open_tasks.update(done_at=at, done_by=by.username, done_by_name=by.name, occurred_on=day_of(at))
    months = frozen(case.version_read.digest)["licence"]["months"]
    until = months_after(ended, months) if months else ended + (ended - licence.valid_from)
    renew_licence(code=licence.code, until=until, ground=RENEWAL_GROUND, by=by, at=at)
    facts = {"clauses": RENEWAL_GROUND, "licence": licence.number, "valid_until": until.isoformat()}
    write_paper(case, PaperKind.DEEMED_RENEWAL, facts, by=by, at=at)


def _ended_on(yesterday: date) -> QuerySet[Licence]:
    """The licence that a case renews, where it has ended and the renewal was asked for in time.

    A trial run renews nothing but its own.
    """
    return Licence.objects.filter(
        unit=OuterRef("unit"),
        number=OuterRef("renews"),
        holder_id=OuterRef("id_number"),
        trial=OuterRef("trial"),
        state=LicenceState.VALID,
        valid_until__lte=yesterday,
        valid_until__gte=OuterRef("least_end"),
    )


_ACTS: dict[str, Act] = {
    "deem_renewed": deem_renewed,  # first: what is renewed needs no acceptance any more
    "deem_accepted": deem_accepted,
    "resume_by_day": resume_by_day,
    "lapse": lapse,
    "serve": serve,
}
