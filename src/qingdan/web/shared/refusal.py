"""Why an act was refused, as its page shows it again."""

from dataclasses import dataclass, field

from django.http import QueryDict

from qingdan.rules.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why the act was refused, and what had been typed: the page shows both again (status 422).

    `theirs`: what somebody else has put there meanwhile; `unshown`: texts whose form stands on the page no more.
    """

    problems: tuple[Problem, ...]
    typed: QueryDict
    theirs: dict[str, str] = field(default_factory=dict)
    version: int | None = None
    unshown: tuple[str, ...] = ()
