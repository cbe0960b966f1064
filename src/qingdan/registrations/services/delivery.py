"""What docking tells of a packet beside its answer: it arrived, or it is dead; a dead one lies at the desk."""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.transactions import writing
from qingdan.registrations.models import BodyTask, TaskState


def packet_delivered(*, dispatch: str, by: Actor, at: datetime) -> None:
    """The body's system has it."""
    with writing(by):
        task = _sent(dispatch)
        if task and task.delivered_at is None:
            task.delivered_at = at
            task.save(update_fields=["delivered_at"])
            append("PacketDelivered", f"registration:{task.registration.number}", by=by, at=at,
                   unit=task.unit.code, data={"body": task.body, "phase": task.phase})  # fmt: skip


def packet_dead(*, dispatch: str, by: Actor, at: datetime) -> None:
    """It could not be delivered: the desk may answer; tomorrow it is sent again."""
    with writing(by):
        task = _sent(dispatch)
        if task and task.state == TaskState.SENT:
            task.state, task.dead = TaskState.OPEN, True
            task.save(update_fields=["state", "dead"])
            append("PacketDead", f"registration:{task.registration.number}", by=by, at=at,
                   unit=task.unit.code, data={"body": task.body, "phase": task.phase})  # fmt: skip


def _sent(dispatch: str) -> BodyTask | None:
    rows = BodyTask.objects.select_for_update(of=("self",)).select_related("registration", "unit")
    return rows.filter(dispatch=dispatch).first()
