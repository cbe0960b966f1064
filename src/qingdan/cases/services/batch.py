"""Accepting several cases at once: each for itself, each with its own answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing, Refused, refusal
from qingdan.cases.services.accepting import accept_case
from qingdan.rules.problem import Problem

MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RowResult:
    """What became of a row: accepted (with the code of the notice), or every reason why not."""

    number: str
    paper: str = ""
    problems: tuple[Problem, ...] = ()


def accept_cases(*, rows: Sequence[tuple[str, int]], by: Actor, at: datetime) -> tuple[RowResult, ...]:
    """Accepts each (number, version as it was read) in a transaction of its own. Raises Refused: none was ticked."""
    if not rows:
        raise Refused([refusal("case.none_ticked", "numbers")])
    return tuple(_accepted(number, version, by, at) for number, version in rows[:MOST])


def _accepted(number: str, version: int, by: Actor, at: datetime) -> RowResult:
    try:
        return RowResult(number=number, paper=accept_case(number=number, version=version, by=by, at=at))
    except Refused as error:
        return RowResult(number=number, problems=error.problems)
    except Missing:
        return RowResult(number=number, problems=(refusal("case.not_here"),))
