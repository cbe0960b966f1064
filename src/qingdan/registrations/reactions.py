"""What follows by itself: answers of docked systems are taken, applicants told, days turned, registers compared."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from procrastinate.contrib.django import app

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.clock import now
from qingdan.base.events.services import Happened, on_events
from qingdan.base.orgs.queries import all_regions
from qingdan.registrations.services.answering import take_partner_answer
from qingdan.registrations.services.delivery import packet_dead, packet_delivered
from qingdan.registrations.services.packets import PACKET
from qingdan.registrations.services.reconciling import INQUIRY, ask_bodies, reconcile, take_inquiry_answer
from qingdan.registrations.services.telling import TOLD, tell_applicant
from qingdan.registrations.services.timers import run_registration_timers
from qingdan.registrations.services.visits import VISIT, take_visit_answer

_PACKETS = (f"{PACKET}.review", f"{PACKET}.share")


@on_events
def follow_packets(happened: Sequence[Happened]) -> None:
    """What docking says of our packets: arrived, dead, answered."""
    for one in happened:
        code = one.event.subject.partition(":")[2]
        kind = str(one.event.data.get("kind", ""))
        if one.event.kind == "PartnerAnswered" and kind == INQUIRY:
            body = str(one.event.data["key"]).split(":")[1]
            take_inquiry_answer(code=code, body=body, by=one.by, at=one.at)
        elif one.event.kind == "PartnerAnswered" and kind == VISIT:
            take_visit_answer(key=str(one.event.data["key"]), by=one.by, at=one.at)
        elif kind in _PACKETS and one.event.kind in _FOLLOWED:
            _FOLLOWED[one.event.kind](code, one.by, one.at)


@on_events
def tell_applicants(happened: Sequence[Happened]) -> None:
    """One message an event, in the same transaction."""
    for one in happened:
        if one.event.kind in TOLD and one.event.subject.startswith("registration:"):
            number = one.event.subject.partition(":")[2]
            tell_applicant(number=number, kind=one.event.kind, event=one.event.digest, by=one.by, at=one.at)


@app.periodic(cron="*/10 * * * *")
@app.task(name="qingdan.registration_timers", queueing_lock="registration_timers")
def turn_days(timestamp: int) -> None:
    """Region by region."""
    _everywhere(lambda by, at: run_registration_timers(by=by, at=at))


@app.periodic(cron="40 17 * * *")
@app.task(name="qingdan.registration_inquiry", queueing_lock="registration_inquiry")
def ask(timestamp: int) -> None:
    """Twenty to two at night in Shanghai: docked bodies are asked what they keep."""
    _everywhere(lambda by, at: ask_bodies(by=by, at=at))


@app.periodic(cron="10 19 * * *")
@app.task(name="qingdan.registration_reconciliation", queueing_lock="registration_reconciliation")
def agree(timestamp: int) -> None:
    """Ten past three at night in Shanghai: all registers are held against each other."""
    _everywhere(lambda by, at: reconcile(by=by, at=at))


def _everywhere(work: Callable[[Actor, datetime], object]) -> None:
    at = now()
    for region in all_regions():
        work(replace(SYSTEM, region=region, regions=(region,)), at)


_FOLLOWED: dict[str, Callable[[str, Actor, datetime], None]] = {
    "PartnerAnswered": lambda code, by, at: take_partner_answer(dispatch=code, by=by, at=at),
    "DispatchDelivered": lambda code, by, at: packet_delivered(dispatch=code, by=by, at=at),
    "DispatchDead": lambda code, by, at: packet_dead(dispatch=code, by=by, at=at),
}
