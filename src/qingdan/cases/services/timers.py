"""What happens by itself when a day is over. Nobody can switch it off; a run that was missed is made up, each case
with the day on which it should have happened.
"""

import logging
from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from django.db.models import QuerySet

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import Refused
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Case
from qingdan.cases.services.accepting import acceptance_facts, pin_and_begin
from qingdan.cases.services.papers import write_paper
from qingdan.cases.services.stepping import Marking, get_case, step_case
from qingdan.rules.calendar import ONE_DAY
from qingdan.rules.case_papers import PaperKind
from qingdan.rules.case_state import CaseState

log = logging.getLogger(__name__)
Act = Callable[[Case, Actor, datetime], None]
DEEMED_GROUND = "行政许可法第三十二条第一款第（四）项"


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
            return cases.filter(state=CaseState.RECEIVED, check_due_on__lte=yesterday)
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


_ACTS: dict[str, Act] = {"deem_accepted": deem_accepted, "resume_by_day": resume_by_day, "lapse": lapse}
