"""The first visit to the tax office as the tax bodies' own systems get it, and what they said to it.

Where a visit stands is read from what was sent and answered: nothing of it is kept a second time.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qingdan.data.registrations import registration_bodies
from qingdan.docking.queries.answers import DispatchKept, kept_of
from qingdan.registrations.models import Registration
from qingdan.registrations.queries.tax import TAX_BODIES, tax_answers
from qingdan.rules.canonical import digest
from qingdan.rules.docking import DispatchState
from qingdan.rules.problem import Problem
from qingdan.rules.registration_answer import BodyAnswer, ExpectedAnswer, read_answer
from qingdan.rules.registration_codes import Knowledge

MOST_SENT = 3
"""How often a visit is sent to a body whose system answers nonsense; then its people have it on their page alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitSent:
    """A visit at a body's own system. `state`: waiting, delivered, dead, taken, objected, wrong (no answer to it)."""

    body_name: str
    state: str
    at: datetime
    receipt: str
    reason: str


def visit_key(number: str, body: str, sending: int) -> str:
    """The key under which a visit goes out the n-th time; `visit_parts` takes it apart."""
    return f"{number}:{body}:visit:{sending}"


def visit_parts(key: str) -> tuple[str, str, int]:
    """Number, body and sending of a key."""
    number, body, _, sending = key.split(":")
    return number, body, int(sending)


def visit_content(registration: Registration, body: str) -> dict[str, Any]:
    """What goes out: finance and tax affairs of the enterprise, as they were told at the visit."""
    enterprise = registration.enterprise
    assert enterprise
    answers = tax_answers(enterprise)
    return {
        "registration": registration.number,
        "body": body,
        "name": enterprise.name,
        "numbers": dict(enterprise.numbers),
        "answers": answers,
        "digest": digest(answers),
    }


def read_visit_answer(
    registration: Registration, sent: DispatchKept
) -> tuple[BodyAnswer | None, tuple[Problem, ...]]:
    """An answer to a visit, or what is wrong with it: it names the registration and the digest of what was sent."""
    known = Knowledge(region=registration.region_id[:6], numbers=registration.numbers)
    told = str(sent.said["digest"])
    return read_answer(
        sent.answer,
        ExpectedAnswer(registration=registration.number, round=registration.turn, known=known, digest=told),
    )


def visits_sent(registration: Registration) -> tuple[VisitSent, ...]:
    """The last of what went to each tax body; none where none has a system."""
    keys = [
        visit_key(registration.number, body, one)
        for body in sorted(TAX_BODIES)
        for one in range(1, MOST_SENT + 1)
    ]
    last = {visit_parts(one.key)[1]: one for one in kept_of(registration.region_id, keys)}
    return tuple(_sent(registration, body, one) for body, one in sorted(last.items()))


def _sent(registration: Registration, body: str, one: DispatchKept) -> VisitSent:
    answer = read_visit_answer(registration, one)[0] if one.answer is not None else None
    return VisitSent(
        body_name=registration_bodies()[body].name,
        state=_state(one, answer),
        at=one.at,
        receipt=answer.receipt if answer else "",
        reason=answer.reason if answer else "",
    )


def _state(one: DispatchKept, answer: BodyAnswer | None) -> str:
    if one.answer is None:
        ended = {DispatchState.DELIVERED: "delivered", DispatchState.DEAD: "dead"}
        return ended.get(one.state, "waiting")
    if answer is None:
        return "wrong"
    return "taken" if answer.agreed else "objected"
