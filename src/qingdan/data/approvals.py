"""The kinds of last year's approvals: names, words that tell them in a workbook, type digits of their codes."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from qingdan.rules.text import letters


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalKind:
    """A kind. `code`: the two type digits of public codes; `words`: how workbooks call it."""

    key: str
    name: str
    code: str
    words: tuple[str, ...]


@cache
def approval_kinds() -> tuple[ApprovalKind, ...]:
    """All of them, in the order of the plan."""
    text = files("qingdan.data").joinpath("approvals.toml").read_text(encoding="utf-8")
    return tuple(
        ApprovalKind(**(one | {"words": tuple(one["words"])})) for one in tomllib.loads(text)["kind"]
    )


def approval_kind(words: str) -> ApprovalKind | None:
    """The kind that a cell or a sheet's name tells, None for any other words."""
    said = letters(words)
    return next((one for one in approval_kinds() if said in one.words), None)
