"""Tasks of the bodies: laid before the desk, or sent to a body's own system; whose turn it is follows from the data."""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.data.registrations import registration_modes
from qingdan.docking.queries.partners import partner_of
from qingdan.docking.services.sending import dispatch
from qingdan.registrations.models import BodyTask, Registration, SetAside, TaskPhase, TaskState
from qingdan.registrations.models.registration import OPEN_TASKS
from qingdan.registrations.queries.content import packet_of
from qingdan.registrations.queries.facts import tasks_of
from qingdan.registrations.queries.ground import acting_body

PACKET = "registration"
MOST_BAD = 3
"""How often a system may answer nonsense to one task; then the task is worked at the desk."""


def open_review(registration: Registration, *, by: Actor, at: datetime) -> None:
    """The tasks of a new turn; those that wait for nobody begin. Raises Refused: a body may not act today."""
    registration.turn += 1
    registration.save(update_fields=["turn"])
    for one in registration_modes()[registration.mode].review:
        _make(registration, one.body, TaskPhase.REVIEW, at=at, gives=one.gives.value, after=one.after)
    advance(registration, by=by, at=at)


def open_sharing(registration: Registration, *, by: Actor, at: datetime) -> None:
    """The result for each body that takes it in. Raises Refused: a body may not act today."""
    for body in registration_modes()[registration.mode].share:
        task = _make(registration, body, TaskPhase.SHARE, at=at)
        send_task(registration, task, by=by, at=at)


def advance(registration: Registration, *, by: Actor, at: datetime) -> None:
    """Begins each task whose forerunners have agreed."""
    tasks = tasks_of(registration, TaskPhase.REVIEW)
    agreed = {one.body for one in tasks if one.state == TaskState.AGREED}
    for task in tasks:
        if task.state == TaskState.WAITING and agreed.issuperset(task.after):
            send_task(registration, task, by=by, at=at)


def send_task(
    registration: Registration,
    task: BodyTask,
    *,
    by: Actor,
    at: datetime,
    explained: str = "",
    anyhow: bool = False,
) -> None:
    """Lays a task before its body: in its own system where it has one, at its desk where not.

    `anyhow`: to its system though it has answered nonsense before; somebody wants it so.
    """
    partner = partner_of(task.unit.code)
    task.sending += 1
    task.sent_at, task.answered_at, task.delivered_at, task.dead = at, None, None, False
    task.explained = explained or task.explained
    task.state, task.dispatch = TaskState.OPEN, ""
    enterprise = registration.enterprise
    task.digest = enterprise.digest if task.phase == TaskPhase.SHARE and enterprise else ""
    if partner and partner.level.receives and (anyhow or bad_answers(task) < MOST_BAD):
        task.state = TaskState.SENT
        content = packet_of(registration, task.body, phase=task.phase, turn=task.turn)
        task.dispatch = dispatch(
            partner=partner.code,
            kind=f"{PACKET}.{task.phase}",
            key=f"{registration.number}:{task.body}:{task.phase}:{task.turn}:{task.sending}",
            content=content | {"explained": task.explained},
            by=by,
            at=at,
        )
    task.save()
    append(
        "PacketSent", f"registration:{registration.number}", by=by, at=at, unit=task.unit.code,
        data={"body": task.body, "phase": task.phase, "turn": task.turn, "sending": task.sending},
    )  # fmt: skip


def bad_answers(task: BodyTask) -> int:
    """How many answers to a task were none."""
    return SetAside.objects.filter(task=task).count()


def drop_tasks(registration: Registration) -> None:
    """Nobody has anything to do with it any more."""
    BodyTask.objects.filter(registration=registration, state__in=OPEN_TASKS).update(state=TaskState.DROPPED)


def _make(
    registration: Registration,
    body: str,
    phase: TaskPhase,
    *,
    at: datetime,
    gives: str = "",
    after: tuple[str, ...] = (),
) -> BodyTask:
    acting = acting_body(registration.region_id, body, day_of(at))
    return BodyTask.objects.create(
        region_id=registration.region_id, registration=registration, body=body, unit=acting.unit,
        entry=acting.entry, item_code=acting.item_code, phase=phase, turn=registration.turn, gives=gives,
        after=list(after), made_on=day_of(at),
    )  # fmt: skip
