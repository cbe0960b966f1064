"""What the registrar does: accept, tell once what lacks, refuse, explain an objection, take more time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.data.calendar import working_days_on
from qingdan.data.registrations import limits, remedy_text
from qingdan.registrations.models import BodyTask, Registration, TaskPhase, TaskState
from qingdan.registrations.services.ending import fail
from qingdan.registrations.services.packets import drop_tasks, open_review, send_task
from qingdan.registrations.services.papers import write_paper
from qingdan.registrations.services.stepping import get_registration, step_registration
from qingdan.rules.problem import Problem

LONGEST_NAME, LONGEST = 60, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """What lacks, by its name, and how to mend it; both without blanks around them."""

    name: str
    how: str


def accept_registration(*, number: str, version: int | None = None, by: Actor, at: datetime) -> None:
    """Accepts: the clock of the decision starts, every body has its task. Raises Refused, Stale, Missing."""
    with writing(by):
        found = get_registration(by, number, version=version)
        begin_review(found, "accept", by=by, at=at)


def begin_review(found: Registration, action: str, *, by: Actor, at: datetime) -> None:
    """The step into review, by the registrar or because nobody said anything in time."""
    on = day_of(at)
    found.accepted_on, found.due_on = on, working_days_on(on, limits().review_days)
    step_registration(found, action, by=by, at=at, data={"due_on": found.due_on.isoformat()})
    open_review(found, by=by, at=at)
    write_paper(found, "acceptance", {"contact": found.unit.name}, by=by, at=at, due_on=found.due_on)


def notify_defects(
    *, number: str, version: int | None = None, lacks: Sequence[Lack], by: Actor, at: datetime
) -> None:
    """Tells once all that lacks; open tasks are dropped, what was given stays. Raises Refused, Stale, Missing.

    `lacks`: the lines of the form in their order; those left empty are none.
    """
    with writing(by):
        found = get_registration(by, number, version=version)
        refuse_if(*_half_said(lacks))
        told = [{"name": one.name, "how": one.how} for one in lacks if one.name]
        found.correction_due_on = working_days_on(day_of(at), limits().correction_days)
        step_registration(
            found, "notify_defects", by=by, at=at, data={"defects": len(told)}, defects=len(told)
        )
        found.defects, found.rounds = told, found.rounds + 1
        found.save(update_fields=["defects", "rounds"])
        drop_tasks(found)
        write_paper(found, "correction", {"defects": told}, by=by, at=at, until=found.correction_due_on)


def refuse_acceptance(
    *, number: str, version: int | None = None, reason: str, by: Actor, at: datetime
) -> None:
    """Does not accept, with the reason. Raises Refused, Stale, Missing."""
    with writing(by):
        found = get_registration(by, number, version=version)
        found.decided_on = day_of(at)
        step_registration(found, "refuse_acceptance", by=by, at=at, data={}, reason=_short(reason))
        write_paper(found, "not_accepted", {"reason": reason, "remedies": remedy_text()}, by=by, at=at)
        fail(found, "不予受理")


def refuse_registration(
    *, number: str, version: int | None = None, reason: str, by: Actor, at: datetime
) -> None:
    """Refuses, with the reason, by somebody who has not examined it. Raises Refused, Stale, Missing."""
    with writing(by):
        found = get_registration(by, number, version=version)
        found.decided_on = day_of(at)
        step_registration(found, "refuse", by=by, at=at, data={}, reason=_short(reason))
        write_paper(found, "refusal", {"reason": reason, "remedies": remedy_text()}, by=by, at=at)
        fail(found, "不予登记")


def extend_registration(
    *, number: str, version: int | None = None, reason: str, by: Actor, at: datetime
) -> None:
    """Three working days more, once, with the reason (Art. 19). Raises Refused, Stale, Missing."""
    with writing(by):
        found = get_registration(by, number, version=version)
        assert found.due_on or found.accepted_on is None
        if found.due_on:
            found.due_on = working_days_on(found.due_on, limits().extension_days)
        step_registration(found, "extend", by=by, at=at, data={}, reason=_short(reason))
        found.extended = True
        found.save(update_fields=["extended"])


def explain_objection(
    *, number: str, body: str, version: int | None = None, reason: str, by: Actor, at: datetime
) -> None:
    """Lays the task before a body again that has objected, with what the registrar says to it.

    Raises Refused, Stale, Missing: it has not objected.
    """
    with writing(by):
        found = get_registration(by, number, version=version)
        objected = _tasks(found, TaskPhase.REVIEW).filter(state=TaskState.OBJECTED)
        task = objected.filter(body=body).first()
        if task is None:
            raise Missing
        state_before = found.state
        step_registration(found, "ask_again", by=by, at=at, data={"body": body}, reason=_short(reason))
        send_task(found, task, by=by, at=at, explained=reason)
        if objected.exists():  # another body's objection stands
            found.state = state_before
            found.save(update_fields=["state"])


def send_again(*, number: str, body: str, phase: str, by: Actor, at: datetime) -> None:
    """Sends a packet again whose answer was none, or the result that a body has wrong; to its system if it has one.

    Raises Refused, Missing: there is no such packet, or it is another body's.
    """
    with writing(by):
        found = get_registration(by, number)
        task = _tasks(found, phase).filter(body=body).first()
        if task is None or task.state in (TaskState.WAITING, TaskState.DROPPED):
            raise Missing
        if phase == TaskPhase.REVIEW and task.state == TaskState.AGREED:
            raise Refused([refusal("registration.answered", "send")])
        if by.unit not in (found.unit.code, task.unit.code):
            raise Missing
        if phase == TaskPhase.REVIEW and task.state == TaskState.OBJECTED:
            raise Refused([refusal("registration.reason", "reason")])
        if task.sending > 20:
            raise Refused([refusal("registration.sent_often", "send")])
        step_registration(found, "send_again", by=by, at=at, data={"body": body}, unit=task.unit.code)
        send_task(found, task, by=by, at=at, anyhow=True)


def _tasks(found: Registration, phase: str) -> QuerySet[BodyTask]:
    rows = BodyTask.objects.filter(registration=found, phase=phase, turn=found.turn)
    return rows.select_related("unit").select_for_update(of=("self",))


def _half_said(lacks: Sequence[Lack]) -> Iterator[Problem | None]:
    """The notice goes out once: each line says what lacks and how to mend it, in few words."""
    for number, one in enumerate(lacks, start=1):
        for name, said, other, most in (
            ("lack", one.name, one.how, LONGEST_NAME),
            ("how", one.how, one.name, LONGEST),
        ):
            yield refusal("desk.required", f"{name}-{number}") if other and not said else None
            yield too_long(said, f"{name}-{number}", most)


def _short(reason: str) -> str:
    refuse_if(too_long(reason, "reason", LONGEST))
    return reason
