"""Calling off what was called together: it can no longer be held, or its day was written wrong."""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.refusal import refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.joints.models import JointOpinion
from qingdan.joints.services.checking import led
from qingdan.joints.services.notices import tell_called_off
from qingdan.joints.services.sessions import append_session, open_session

LONGEST_WHY = 500


def call_off_session(*, number: str, session: int, why: str, by: Actor, at: datetime) -> None:
    """The lead calls a session off: nobody is waited for any more, what was said stands, all asked are told.

    Who was asked by a link reads it there. Raises Missing, Refused: no reason, summed up or called off already.
    """
    with writing(by):
        whole = led(number, None, by)
        found = open_session(whole, session)
        refuse_if(
            None if why.strip() else refusal("desk.required", "why"),
            too_long(why, "why", LONGEST_WHY),
        )
        found.called_off, found.conclusion, found.closed_at = True, why.strip(), at
        found.save()
        append_session("SessionCalledOff", whole, found, by, at, why=found.conclusion)
        asked = JointOpinion.objects.filter(session=found, unit__isnull=False)
        tell_called_off(found, asked.values_list("unit__code", flat=True), by=by, at=at)
