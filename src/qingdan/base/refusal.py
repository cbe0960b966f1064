"""What a service answers when it will not: all the reasons at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from qingdan.rules.problem import Problem, Severity, Where


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
    return Problem(
        code=key.partition(".")[0],
        key=key,
        severity=Severity.BLOCKER,
        where=Where(field=field or "file"),
        params=params,
    )


def refuse_if(*reasons: Problem | None) -> None:
    """Raises Refused with all reasons that are there."""
    if found := [reason for reason in reasons if reason]:
        raise Refused(found)
