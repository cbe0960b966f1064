"""What the page of a case offers: exactly what is lawful now for who looks at it."""

from collections.abc import Iterator

from qingdan.cases.queries.desk import CasePage
from qingdan.rules.case_state import STAFF, CaseState, Party

BY_STEP = {
    "accept": "accept",
    "notify_defects": "defects",
    "refuse_acceptance": "refuse-acceptance",
    "need_no_licence": "no-licence",
    "resume": "resume",
    "grant": "decide",
    "refuse": "decide",
    "serve": "serve",
    "send_up": "send-up",
    "pass_on": "pass-on",
    "move": "move",
}
"""Steps of the life of a case → the form that takes them."""


def offered(found: CasePage) -> frozenset[str]:
    """The forms that are open to this person now, by name."""
    steps = {form for step, form in BY_STEP.items() if step in found.acts}
    return frozenset(steps | set(_others(found)))


def _others(found: CasePage) -> Iterator[str]:
    if any(one.mine and not one.decision for one in found.open_steps):
        yield "step"
    if any(one.takes for one in found.open_steps):
        yield "take"
    if found.asks:
        yield "ask"
    if found.answers:
        yield "answer"
    if found.explains:
        yield "overdue"
    if found.checks and any(one.unchecked for one in found.materials):
        yield "originals"
    alone = not found.case.joint  # what lacks in a joint application is filed once, for all of it
    if alone and found.case.state == CaseState.CORRECTING and Party.WINDOW in found.parties:
        yield "supplement"
    if found.parties & STAFF and any(not one.receipt for one in found.fees):
        yield "payment"
    if found.case.carries and found.parties & STAFF:
        yield "arrived"
    if found.hearing_part:
        yield "hearing"
    if any(one.answered_at is None for one in found.objections):
        yield "objection"
