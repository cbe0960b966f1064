"""The shape of an opinion as typed: what no form of ours can hold is refused before anything is judged."""

from collections.abc import Iterator

from qingdan.base.refusal import refusal, refuse_if, too_long
from qingdan.reviews.services.stepping import Typed
from qingdan.rules.power_item import Disposition
from qingdan.rules.problem import Problem

LONGEST_TEXT, LONGEST_NOTE = 4_000, 1_000
"""Letters of the overall opinion, and of the note on one aspect."""


def refuse_shape(typed: Typed) -> None:
    """Lets an opinion pass that can be kept. Raises Refused."""
    refuse_if(*_wrong(typed))


def _wrong(typed: Typed) -> Iterator[Problem | None]:
    known = not typed.disposition or typed.disposition in set(Disposition)
    yield None if known else refusal("desk.choice", "disposition")
    yield too_long(typed.reason, "reason", LONGEST_TEXT)
    for one in typed.verdicts.values():
        yield too_long(one.note, "verdicts", LONGEST_NOTE)
