"""The rows of a workbook of approvals: which are items, and what is wrong with the others. Nothing is guessed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from qingdan.base.orgs.models import Unit, UnitKind
from qingdan.data.approvals import ApprovalKind, approval_kind
from qingdan.data.schemes import load_scheme
from qingdan.lists.queries.entries import BASIS_FIELDS, PUBLIC_FIELDS
from qingdan.powers.services.filed import filed
from qingdan.registers.model import Register, RegisterRow, SheetReading
from qingdan.rules.text import title_key

_VALUES = tuple(one for one in PUBLIC_FIELDS if not one.startswith("transition_"))
_NO_ITEMS = frozenset({UnitKind.COUNTY})


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """A row that is no item, and why: `key` and `facts` of the wording table."""

    sheet: str
    row: int
    name: str
    key: str
    facts: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """For keeping."""
        return asdict(self) | {"facts": dict(self.facts)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """A row that is an item. `values`, `bases`: as an entry has them; `code`: what stands in its column of codes."""

    unit: Unit
    kind: ApprovalKind
    name: str
    sub_item: str
    code: str
    values: Mapping[str, str]
    bases: Sequence[Mapping[str, str]]

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Two rows with the same are one item."""
        return self.unit.code, self.kind.key, title_key(self.name), title_key(self.sub_item)


def read_rows(
    register: Register, units: Iterable[Unit], on: date
) -> tuple[tuple[ReadRow, ...], tuple[RowFault, ...]]:
    """Items and faults, in the order of the file. `units`: those of the region that stand."""
    known = _by_name(units)
    items: dict[tuple[str, ...], ReadRow] = {}
    faults: list[RowFault] = []
    for sheet in register.sheets:
        for row in sheet.rows:
            found = _read(row, sheet, register.department, known, on)
            if isinstance(found, ReadRow) and found.key in items:
                found = _fault(row, found.name, "approvals.twice")
            if isinstance(found, RowFault):
                faults.append(found)
            else:
                items[found.key] = found
    return tuple(items.values()), tuple(faults)


def _read(
    row: RegisterRow, sheet: SheetReading, department: str, units: Mapping[str, Unit], on: date
) -> ReadRow | RowFault:
    said = {name: text for name, text in row.values.items() if name != "category"}
    read = filed(row._replace(values=said), said, scheme=load_scheme(), on=on)
    name = read.fields.get("name", "")
    kind = approval_kind(row.values.get("category", "")) or approval_kind(sheet.name or "")
    body = said.get("implementing_body", "")
    unit = units.get(title_key(body or department))
    if not name:
        return _fault(row, "", "approvals.no_name")
    if kind is None:
        return _fault(row, name, "approvals.no_kind", kind=row.values.get("category", ""))
    if unit is None:
        return _fault(row, name, "approvals.no_unit", unit=body or department)
    if not read.bases:
        return _fault(row, name, "approvals.no_basis")
    values = {one: read.fields[one] for one in _VALUES if read.fields.get(one)}
    return ReadRow(
        unit=unit,
        kind=kind,
        name=name,
        sub_item=read.fields.get("sub_item", ""),
        code=read.fields.get("item_code", ""),
        values={"implementing_body": unit.name} | values,
        bases=[{part: getattr(one, part) for part in BASIS_FIELDS} for one in read.bases],
    )


def _by_name(units: Iterable[Unit]) -> dict[str, Unit]:
    """Name or short name → the unit that answers for it: of a subordinate body its department."""
    found: dict[str, Unit] = {}
    for unit in units:
        if unit.kind not in _NO_ITEMS:
            for name in filter(None, (unit.short_name, unit.name)):
                found[title_key(name)] = unit.supervising or unit
    return found


def _fault(row: RegisterRow, name: str, key: str, **facts: str) -> RowFault:
    return RowFault(sheet=row.sheet or "", row=row.rows[0], name=name, key=key, facts=facts)
