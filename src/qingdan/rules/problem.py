"""What a rule finds wrong: a value that says which rule, how grave, how sure, where and with what facts.

The words a person reads are made from `key` and `params` by the wording table (`qingdan.data.wording`);
rules never hold sentences.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def row_of(cell: str) -> int:
    """The row, from 1, of a cell as people write it ("E12" → 12)."""
    return int(cell.lstrip(_LETTERS))


class Severity(StrEnum):
    """How a problem binds: 必须改, 要说明理由, 提示."""

    BLOCKER = "blocker"
    WARNING = "warning"
    HINT = "hint"


class Certainty(StrEnum):
    """Whether the rule is sure of its finding; a likely one says so in its message."""

    SURE = "sure"
    LIKELY = "likely"


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place a person can look at.

    `field` is one of the register's field names (`legal_basis`, `name`, …); `row` and `cell` (such as
    "E12") are null for a problem of the whole file or sheet.
    """

    path: str = ""
    sheet: str | None = None
    row: int | None = None
    cell: str | None = None
    field: str = "file"
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One finding of one rule.

    `code` is C01–C32 or F01–F03; `key` picks the sentence in the wording table ("C08.text_elsewhere");
    `params` fill it; `authority` names the document and article the rule rests on; `data` goes to
    machine readers unchanged.
    """

    code: str
    key: str
    severity: Severity
    where: Where
    certainty: Certainty = Certainty.SURE
    params: Mapping[str, str | int] = field(default_factory=dict)
    authority: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def beside(
    key: str, field_name: str, params: Mapping[str, Any], severity: Severity = Severity.BLOCKER
) -> Problem:
    """A problem that stands beside a field of a form; its code is the first part of the key ("review.reason")."""
    return Problem(
        code=key.partition(".")[0], key=key, severity=severity, where=Where(field=field_name), params=params
    )
