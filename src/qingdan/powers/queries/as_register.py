"""Stored items as a register that was read: what the checks of `qingdan check` are handed.

There is no sheet, so its cells are made up. The row of an item is its place in the unit's register, from 1, as pages
show it; each basis of an item has a column of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from qingdan.base.orgs.models import Unit
from qingdan.data.labels import DISPOSITION_NAMES, long_date
from qingdan.powers.models import PowerItem
from qingdan.powers.queries.bases import line_starts
from qingdan.registers.model import NilLine, Register, RegisterRow, SheetReading
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.power_item import Category, Disposition

_PLAIN = (
    "name", "sub_item", "item_code", "implementing_body", "body_kind", "office", "joint", "joint_lead",
    "joint_partners", "level", "subject", "statutory_limit", "promised_limit", "fee", "use_count", "reason",
    "receiver", "law_change", "publication", "remark",
)  # fmt: skip
_OF_BODIES = ("implementing_body", "joint_lead", "joint_partners", "receiver")
_MADE = ("category", "legal_basis", "attachment", "disposition", "transition")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
COLUMNS: Mapping[str, tuple[str, ...]] = {
    name: (f"A{_LETTERS[place // 26]}{_LETTERS[place % 26]}",) for place, name in enumerate((*_PLAIN, *_MADE))
}
"""Field → column: every field of 附件2 but the number of the flow chart. In 附件2 the 文号 belongs to the basis and has
no column, so that C07 asks for none that the workbook of the same item need not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An item with its place in the register, and the names of the texts attached to its bases."""

    item: PowerItem
    place: int
    attached: str = ""


def as_register(
    unit: Unit,
    drafts: Sequence[Draft],
    *,
    scheme: Scheme,
    nil_categories: Iterable[str] = (),
    law_names: Mapping[str, str] = MappingProxyType({}),
) -> Register:
    """The register of a unit. `law_names`: name of a renamed body → its name in the law of today."""
    rows = tuple(_row(one, unit, scheme, law_names) for one in drafts)
    columns = {**COLUMNS, **({"supervising_department": ("AZ",)} if unit.supervising_id else {})}
    below = max((one.place for one in drafts), default=0) + 1
    nil_lines = tuple(_nil(key, below + place, scheme) for place, key in enumerate(nil_categories))
    sheet = SheetReading(name=None, header_row=None, columns=columns, rows=rows, nil_lines=nil_lines)
    return Register(path=unit.code, department=department_of(unit), sheets=(sheet,))


def department_of(unit: Unit) -> str:
    """The unit as the law in force calls it; a subordinate body files through its 主管部门."""
    filing = unit.supervising or unit
    return filing.law_name or filing.name


def basis_column(place: int) -> str:
    """The column of the n-th basis of an item, from 0."""
    return f"B{_LETTERS[place // 26 % 26]}{_LETTERS[place % 26]}"


def basis_place(cell: str | None) -> int | None:
    """Which basis a cell belongs to, from 0; None for a cell of another field."""
    if not cell or len(cell) < 4 or cell[0] != "B" or not cell[1:3].isalpha():
        return None
    return _LETTERS.index(cell[1]) * 26 + _LETTERS.index(cell[2])


def transition_of(item: PowerItem) -> str:
    """The transition as the form prints it: both days belong to it."""
    days: tuple[date | None, ...] = (item.transition_from, item.transition_until)
    return "至".join(long_date(day) for day in days if day)


def _row(draft: Draft, unit: Unit, scheme: Scheme, law_names: Mapping[str, str]) -> RegisterRow:
    item, place = draft.item, draft.place
    values = {name: value for name in _PLAIN if (value := getattr(item, name))}
    for name in _OF_BODIES:
        if name in values:
            values[name] = _renamed(values[name], law_names)
    values["category"] = scheme.name_of(Category(item.category)) if item.category else ""
    values["legal_basis"] = item.basis_printed
    values["attachment"] = draft.attached
    if item.disposition:
        values["disposition"] = DISPOSITION_NAMES[Disposition(item.disposition)]
    values["transition"] = transition_of(item)
    if unit.supervising:
        values["supervising_department"] = unit.supervising.law_name or unit.supervising.name
    return RegisterRow(
        sheet=None,
        rows=(place,),
        values={name: value for name, value in values.items() if value},
        cells={name: f"{letters[0]}{place}" for name, letters in COLUMNS.items()},
        basis_cells=tuple(
            (start, f"{basis_column(n)}{place}") for n, start in enumerate(line_starts(item.basis_printed))
        ),
    )


def _renamed(printed: str, law_names: Mapping[str, str]) -> str:
    for old, new in law_names.items():
        if old in printed and new not in printed:
            return printed.replace(old, new)
    return printed


def _nil(category: str, row: int, scheme: Scheme) -> NilLine:
    name = scheme.name_of(Category(category))
    return NilLine(category=name, row=row, cell=f"A{row}", printed=f"{name} 0项")
