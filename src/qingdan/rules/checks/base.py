"""What every check is made of: its identity, the two shapes of functions, and how a finding is written down."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from qingdan.rules.power_item import CheckContext, PowerItemFacts, RegisterFacts
from qingdan.rules.problem import Certainty, Problem, Severity, Where

Problems = Sequence[Problem]
ItemCheck = Callable[[PowerItemFacts, CheckContext], Problems]
RegisterCheck = Callable[[RegisterFacts, CheckContext], Problems]
BatchCheck = Callable[[Sequence[RegisterFacts], CheckContext], Problems]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One rule: its code, gravest severity, the document and article it rests on, and its function.

    At most one of `item` and `register` is set (a check between items of several registers has neither, see
    `run_batch`). `needs` names the columns without which the check has nothing to look at: when the form lacks
    all of them the check is reported as "not checked".
    """

    code: str
    severity: Severity
    authority: str
    item: ItemCheck | None = None
    register: RegisterCheck | None = None
    needs: frozenset[str] = frozenset()


def found(
    item: PowerItemFacts,
    *,
    key: str,
    field: str,
    severity: Severity,
    authority: str,
    certainty: Certainty = Certainty.SURE,
    data: dict[str, Any] | None = None,
    **params: str | int,
) -> Problem:
    """A problem of one item, placed at the cell of `field` (or of the name where that field has no cell)."""
    cell = item.cells.get(field) or item.cells.get("name")
    where = Where(path=item.path, sheet=item.sheet, row=item.row, cell=cell, field=field, item=item.name)
    return Problem(
        code=key.partition(".")[0], key=key, severity=severity, where=where,
        certainty=certainty, params=params, authority=authority, data=data or {},
    )  # fmt: skip
