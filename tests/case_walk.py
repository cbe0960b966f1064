"""Random acts on a case by random people, and what must hold after each: for the tests of walks and of killing."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from tests.builders import CITY
from tests.builders_cases import APPROVER, CITIZEN, HANDLER, HEAD, WINDOW, handed_over, the_case, who_visit

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.events.models import Event
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading
from qingdan.cases.models import Case, CaseDecision, CaseMark, CaseTask
from qingdan.cases.services.accepting import (
    Defect,
    accept_case,
    need_no_licence,
    notify_defects,
    refuse_acceptance,
)
from qingdan.cases.services.applying import (
    Filed,
    file_material,
    save_application,
    supplement,
    withdraw_application,
)
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.cases.services.requests import Asked, approve, ask, decline, end_pause
from qingdan.cases.services.running import StepDone, do_step
from qingdan.cases.services.serving import archive_case
from qingdan.cases.services.timers import run_timers
from qingdan.rules.case_state import CLOSED, CaseState

PROGRAM = replace(SYSTEM, region=CITY, regions=(CITY,))
STAFF = (WINDOW, HANDLER, APPROVER, HEAD, CITIZEN)
Act = Callable[[Random, Case, Actor, datetime], object]


def random_act(chance: Random, number: str, at: datetime) -> str:
    """One act, fitting or not, by somebody; its name with what came of it."""
    name, act, usual = chance.choice(ACTS)
    case, by = the_case(number), usual if chance.random() < 0.7 else chance.choice(STAFF)
    try:
        act(chance, case, by, at)
    except Missing:
        return f"{name} missing"
    except Refused as refused:
        assert refused.problems
        return f"{name} refused"
    return f"{name} done"


def broken(number: str) -> Iterator[str]:
    """What does not hold: every open case has an open task or a stated wait, and its events say where it is."""
    case = the_case(number)
    with reading(WINDOW):
        tasks = list(CaseTask.objects.filter(case=case, done_at=None).values_list("step", flat=True))
        last = Event.objects.filter(subject=f"case:{number}", data__has_key="to").order_by("-pk").first()
        marks = CaseMark.objects.filter(case=case)
        stands = marks.filter(effect="stands").count() - marks.filter(effect="runs_again").count()
        decided = CaseDecision.objects.filter(case=case).exists()
    if last is None or last.data["to"] != case.state:
        yield f"{case.state} is not where the last event led"
    yield from _waits(case, tasks, stands)
    if decided != (case.state in {"granted", "refused", "served", "archived", "returned", "voided"}):
        yield f"decision and state differ: {case.state}"


def _waits(case: Case, tasks: list[int], stands: int) -> Iterator[str]:
    """Nothing open is nobody's."""
    wanted = {
        CaseState.RECEIVED: case.check_due_on is not None,
        CaseState.CORRECTING: case.correction_due_on is not None,
        CaseState.UNDER_REVIEW: bool(tasks) and case.decision_due_on is not None and stands <= 0,
        CaseState.SUSPENDED: bool(tasks) and case.pause_until is not None and stands == 1,
        CaseState.GRANTED: case.service_due_on is not None,
        CaseState.REFUSED: case.service_due_on is not None,
    }
    if not wanted.get(CaseState(case.state), True):
        yield f"{case.state} waits for nothing"
    if sorted(case.run.get("open", [])) != sorted(tasks) and case.state in {"under_review", "suspended"}:
        yield f"tasks {tasks} and run {case.run}"
    if case.state in CLOSED and case.state not in {"archived", "voided"} and case.due_on:
        yield f"{case.state} is still due"


def _accept(chance: Random, case: Case, by: Actor, at: datetime) -> object:
    return accept_case(number=case.number, version=case.version, by=by, at=at)


def _defects(chance: Random, case: Case, by: Actor, at: datetime) -> object:
    subject = chance.choice(["material-1", "material-2", "field-lamps", "material-9"])
    lacks = [Defect(subject=subject, what="缺", how="补")] if chance.random() < 0.9 else []
    return notify_defects(number=case.number, version=case.version, defects=lacks, by=by, at=at)


def _supplement(chance: Random, case: Case, by: Actor, at: datetime) -> object:
    for place in (1, 2):
        file_material(code=case.number, filed=Filed(place=place, grade="C", source="paper"), by=by, at=at)
    save_application(
        code=case.number, version=case.version, answers={"lamps": str(chance.randint(1, 99))}, by=by, at=at
    )
    return supplement(number=case.number, by=by, at=at)


def _step(chance: Random, case: Case, by: Actor, at: datetime) -> object:
    with reading(WINDOW):
        steps = list(CaseTask.objects.filter(case=case, done_at=None).values_list("step", flat=True)) or [3]
    who_visit()
    said = StepDone(
        opinion="看过了", exit=chance.choice(["", "合格", "重办"]), visitors=("handler", "handler_2")
    )
    return do_step(
        number=case.number, version=case.version, step=chance.choice(steps), said=said, by=by, at=at
    )


def _ask(chance: Random, case: Case, by: Actor, at: datetime) -> object:
    action = chance.choice(["suspend", "suspend", "extend", "terminate"])
    kind = chance.choice(["expert_review", "testing", ""])
    asked = Asked(action=action, kind=kind, ground="第四十五条", reason="要", days=chance.randint(0, 12))
    return ask(number=case.number, asked=asked, by=by, at=at)


def _approve(chance: Random, case: Case, by: Actor, at: datetime) -> object:
    action = chance.choice(["suspend", "suspend", "extend", "terminate"])
    if chance.random() < 0.3:
        return decline(number=case.number, action=action, answer="不行", by=HEAD, at=at)
    return approve(number=case.number, action=action, by=HEAD, at=at)


def _decide(chance: Random, case: Case, by: Actor, at: datetime) -> object:
    granted = chance.random() < 0.6
    said = Decided(granted=granted, facts="查明", clauses=(1,), reasons="" if granted else "不合格")
    return decide_case(number=case.number, version=case.version, decided=said, by=APPROVER, at=at)


def _serve(chance: Random, case: Case, by: Actor, at: datetime) -> object:
    return handed_over(case.number, by=by, at=at)


def _rare(chance: Random, case: Case, by: Actor, at: datetime) -> object:
    """What ends a case early."""
    if chance.random() < 0.6:
        return None
    words = {"number": case.number, "version": case.version, "reason": "不归本局", "by": by, "at": at}
    return chance.choice(
        [
            lambda: withdraw_application(number=case.number, by=CITIZEN, at=at),
            lambda: need_no_licence(**words),
            lambda: refuse_acceptance(**words, clause="第三十二条", competent="市河道局", elsewhere=True),
        ]
    )()


ACTS: tuple[tuple[str, Act, Actor], ...] = (
    *(("accept", _accept, WINDOW),) * 3,
    ("defects", _defects, WINDOW),
    ("supplement", _supplement, WINDOW),
    *(("step", _step, HANDLER),) * 6,
    ("ask", _ask, HANDLER),
    ("approve", _approve, HEAD),
    (
        "resume",
        lambda chance, case, by, at: end_pause(number=case.number, result="意见", by=by, at=at),
        HANDLER,
    ),
    *(("decide", _decide, APPROVER),) * 2,
    ("serve", _serve, WINDOW),
    ("archive", lambda chance, case, by, at: archive_case(number=case.number, by=PROGRAM, at=at), WINDOW),
    ("rare", _rare, CITIZEN),
    ("timers", lambda chance, case, by, at: run_timers(by=PROGRAM, at=at + timedelta(days=3)), WINDOW),
)
"""Name, act, and by whom it mostly is: the more often it stands here, the more often it is tried."""
