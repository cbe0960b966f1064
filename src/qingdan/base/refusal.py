"""What a service answers when it will not: all the reasons at once."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from qingdan.base.actor import SYSTEM, Actor
from qingdan.rules.problem import Problem, beside
from qingdan.rules.role import Role


class Refused(Exception):
    """The act was not done; `problems` says every reason. Nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(", ".join(problem.key for problem in self.problems))


class Stale(Refused):
    """Somebody else changed the row since it was read; `theirs` is what stands there now (field → text)."""

    def __init__(self, theirs: Mapping[str, str], version: int) -> None:
        super().__init__([refusal("desk.stale")])
        self.theirs, self.version = theirs, version


class Missing(Exception):
    """No such thing, or none this person may see: the answer is the same."""


def refusal(key: str, field: str = "", **params: Any) -> Problem:
    """A reason to refuse: `key` in the wording table ("desk.stale"), beside which field of the form."""
    return beside(key, field or "file", params)


def too_long(text: str, field: str, most: int) -> Problem | None:
    """Why a text is not kept: it has more letters than there is room for."""
    return refusal("desk.too_long", field, most=most, length=len(text)) if len(text) > most else None


def refuse_if(*reasons: Problem | None) -> None:
    """Raises Refused with all reasons that are there."""
    if found := [reason for reason in reasons if reason]:
        raise Refused(found)


def demand_administrator(by: Actor, at: datetime) -> None:
    """Lets an administrator pass whose second factor is fresh, and the program itself.

    Raises Missing for anybody else, Refused without the factor: pages send people to show it before, this is the
    wall behind them.
    """
    if by.username == SYSTEM.username:
        return
    if Role.ADMINISTRATOR not in by.roles:
        raise Missing
    refuse_if(None if by.showed_factor(at) else refusal("account.factor"))
