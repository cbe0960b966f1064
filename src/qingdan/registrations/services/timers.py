"""What happens by itself when a day is over: deemed acceptance, lapse, names that are free again, packets sent anew."""

import logging
from datetime import date, datetime

from django.db.models import QuerySet

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import Refused
from qingdan.base.transactions import reading, writing
from qingdan.registrations.models import BodyTask, Registration, TaskState
from qingdan.registrations.services.ending import fail
from qingdan.registrations.services.names import expire_names
from qingdan.registrations.services.packets import send_task
from qingdan.registrations.services.reviewing import begin_review
from qingdan.registrations.services.stepping import get_registration, step_registration
from qingdan.rules.calendar import ONE_DAY
from qingdan.rules.registration import RegistrationState

log = logging.getLogger(__name__)
_DUE = {"deem_accepted": RegistrationState.RECEIVED, "lapse": RegistrationState.CORRECTING}


def run_registration_timers(*, by: Actor, at: datetime) -> dict[str, int]:
    """Every step that is due by the end of yesterday in a region; how many of each. Again: nothing more."""
    yesterday = day_of(at) - ONE_DAY
    found = {name: _each(name, yesterday, by=by, at=at) for name in _DUE}
    return found | {"names": expire_names(by=by, at=at), "sent_again": send_dead_again(by=by, at=at)}


def send_dead_again(*, by: Actor, at: datetime) -> int:
    """Packets that could not be delivered go out once more a day, unless the desk was quicker; how many."""
    with reading(by):
        dead = BodyTask.objects.filter(
            region=by.region, dead=True, state__in=[TaskState.OPEN, TaskState.SENT]
        )
        keys = list(dead.values_list("pk", "registration__number"))
    return sum(_again(key, number, by=by, at=at) for key, number in keys)


def _again(key: int, number: str, *, by: Actor, at: datetime) -> int:
    with writing(by):
        found = get_registration(by, number)
        task = BodyTask.objects.select_for_update(of=("self",)).select_related("unit").get(pk=key)
        if not task.dead or task.turn != found.turn or (task.sent_at and day_of(task.sent_at) >= day_of(at)):
            return 0
        send_task(found, task, by=by, at=at)
        return 1


def _due(name: str, region: str, yesterday: date) -> QuerySet[Registration]:
    found = Registration.objects.filter(region=region, state=_DUE[name])
    if name == "deem_accepted":
        return found.filter(check_due_on__lte=yesterday)
    return found.filter(correction_due_on__lte=yesterday)


def _each(name: str, yesterday: date, *, by: Actor, at: datetime) -> int:
    with reading(by):
        numbers = list(_due(name, by.region, yesterday).order_by("pk").values_list("number", flat=True))
    return sum(_one(name, number, yesterday, by=by, at=at) for number in numbers)


def _one(name: str, number: str, yesterday: date, *, by: Actor, at: datetime) -> bool:
    """One never keeps the others back; whoever was quicker has won."""
    try:
        with writing(by):
            found = get_registration(by, number)
            if not _due(name, by.region, yesterday).filter(pk=found.pk).exists():
                return False
            if name == "deem_accepted":
                begin_review(found, "deem_accepted", by=by, at=at)
            else:
                step_registration(found, "lapse", by=by, at=at)
                fail(found, "逾期没有补正")
    except Refused as refused:
        log.error("timer: registration %s: %s", number, refused)
        return False
    return True
