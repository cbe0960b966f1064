"""Sends the first visit to the tax bodies' own systems, as packets are sent: signed, until it arrives, once a key.

A body without a system has it on its page. Nothing of the registration waits for it: 未到税务报到的不再二次登记.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.events.services import append
from qingdan.base.transactions import writing
from qingdan.docking.queries.answers import kept_of
from qingdan.docking.queries.partners import partner_of
from qingdan.docking.services.sending import dispatch
from qingdan.registrations.models import Registration
from qingdan.registrations.queries.ground import unit_of_body
from qingdan.registrations.queries.tax import TAX_BODIES
from qingdan.registrations.queries.visits import (
    MOST_SENT,
    read_visit_answer,
    visit_content,
    visit_key,
    visit_parts,
)
from qingdan.registrations.services.stepping import get_registration
from qingdan.rules.problem import Problem

VISIT = "registration.visit"


def send_visit(registration: Registration, *, by: Actor, at: datetime) -> None:
    """What was told at the visit, to each tax body that has a system of its own; in the transaction of the report."""
    program = replace(SYSTEM, region=registration.region_id, regions=by.regions)
    for body in sorted(TAX_BODIES):
        _send(registration, body, 1, by=program, at=at)


def take_visit_answer(*, key: str, by: Actor, at: datetime) -> None:
    """What a tax body's system answered: its receipt is kept; what is no answer is noted, and the visit sent again."""
    number, body, sending = visit_parts(key)
    with writing(by):
        found = get_registration(by, number)
        (sent,) = kept_of(found.region_id, [key])
        answer, problems = read_visit_answer(found, sent)
        if answer is None:
            _set_aside(found, body, problems, by=by, at=at)
            if sending < MOST_SENT:
                _send(found, body, sending + 1, by=by, at=at)
            return
        data = {"body": body, "receipt": answer.receipt[:60], "agreed": answer.agreed}
        kind = "TaxVisitTaken" if answer.agreed else "TaxVisitObjected"
        append(kind, f"registration:{number}", by=by, at=at, unit=found.unit.code, data=data)


def _send(registration: Registration, body: str, sending: int, *, by: Actor, at: datetime) -> None:
    named = unit_of_body(registration.region_id, body)
    partner = partner_of(named.unit.code) if named else None
    if partner and partner.level.receives:
        dispatch(
            partner=partner.code, kind=VISIT, key=visit_key(registration.number, body, sending),
            content=visit_content(registration, body), by=by, at=at,
        )  # fmt: skip


def _set_aside(
    found: Registration, body: str, problems: Sequence[Problem], *, by: Actor, at: datetime
) -> None:
    data = {"body": body, "keys": sorted({one.key for one in problems})}
    append(
        "TaxAnswerSetAside",
        f"registration:{found.number}",
        by=by,
        at=at,
        unit=found.unit.code,
        data=data,
    )
