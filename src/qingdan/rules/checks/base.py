"""What every check is made of: its identity, the two shapes of functions, and how a finding is written down."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from qingdan.rules.checks.context import CheckContext
from qingdan.rules.citation import label
from qingdan.rules.legal_basis import BasisFacts
from qingdan.rules.power_item import PowerItemFacts, RegisterFacts
from qingdan.rules.problem import Certainty, Problem, Severity, Where, row_of

Problems = Sequence[Problem]
ItemCheck = Callable[[PowerItemFacts, CheckContext], Problems]
RegisterCheck = Callable[[RegisterFacts, CheckContext], Problems]
BatchCheck = Callable[[Sequence[RegisterFacts], CheckContext], Problems]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One rule: its code, gravest severity, the document and article it rests on, and its function.

    One of `item`, `register` and `batch` (all registers of a run together) is set, or `item` and `batch`. `needs` names
    the columns without which the check has nothing to look at: when the form lacks all of them the check is reported
    as "not checked".
    """

    code: str
    severity: Severity
    authority: str
    item: ItemCheck | None = None
    register: RegisterCheck | None = None
    batch: BatchCheck | None = None
    needs: frozenset[str] = frozenset()


def found(
    item: PowerItemFacts,
    *,
    key: str,
    field: str,
    severity: Severity,
    authority: str,
    certainty: Certainty = Certainty.SURE,
    basis: BasisFacts | None = None,
    data: dict[str, Any] | None = None,
    **params: str | int,
) -> Problem:
    """A problem of one item, placed at the cell of `field` (or of the name where that field has no cell).

    With `basis` it is placed at the cell that this basis stands in, and carries the article where it is at hand.
    """
    cell = basis_cell(item, basis) if basis else item.cells.get(field)
    cell = cell or item.cells.get("name")
    row = row_of(cell) if basis and cell else item.row
    where = Where(path=item.path, sheet=item.sheet, row=row, cell=cell, field=field, item=item.name)
    facts = (data or {}) | (_article(basis) if basis else {})
    return Problem(
        code=key.partition(".")[0], key=key, severity=severity, where=where,
        certainty=certainty, params=params, authority=authority, data=facts,
    )  # fmt: skip


def graded(severity: Severity, sure: bool) -> tuple[Severity, Certainty]:
    """As grave as the rule says where it is sure of its finding; else no more than a hint."""
    return (severity, Certainty.SURE) if sure else (Severity.HINT, Certainty.LIKELY)


def basis_cell(item: PowerItemFacts, basis: BasisFacts) -> str | None:
    """The cell in which a basis of the item stands; None where the form has no such column."""
    starts = [start for start, _ in item.basis_cells]
    place = bisect_right(starts, basis.entry.citation.start) - 1
    return item.basis_cells[place][1] if place >= 0 else item.cells.get("legal_basis")


def _article(basis: BasisFacts) -> dict[str, Any]:
    """The article the finding speaks of, for whoever reads it: only where the library has its text."""
    if not basis.clause_from_library:
        return {}
    version = basis.version.isoformat() if basis.version else None
    place = label(basis.entry.citation)
    return {"law": {"title": basis.full_title, "version": version, "place": place, "text": basis.clause}}
