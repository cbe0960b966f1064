"""Forms of one item (基本信息表): each line holds a heading and its value, once or twice across.

Such forms are filed one item a sheet, or several below each other (滕州, 职权登记表). Source: lists.md §1.1 f.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from qingdan.registers.model import RegisterRow
from qingdan.registers.reading.basis_columns import basis_columns, compose
from qingdan.registers.reading.headings import Role, is_heading, read_heading
from qingdan.registers.reading.margin import starts_with_label
from qingdan.registers.reading.table import Row, Table, letters

_LONGEST, _SEARCHED = 12, 60  # characters of a heading, rows
_ENOUGH = 3  # headings with a value, the name among them, that make a form


@dataclass(slots=True, kw_only=True)
class _Form:
    """One item as far as it is read: for each heading its role, value and cell."""

    roles: list[Role] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)

    @property
    def fields(self) -> set[str]:
        return {role.field for role in self.roles}


def is_item_form(table: Table) -> bool:
    """Whether headings stand below each other in one column, each with its value beside it."""
    for column in table.columns[:2]:
        short = [text if len(text) <= _LONGEST else "" for text in column[:_SEARCHED]]
        fields = [role.field if is_heading(text) and (role := read_heading(text)) else "" for text in short]
        if any(len({*fields[at : at + 4]} - {""}) >= _ENOUGH for at in range(len(fields))):
            return True
    return False


def form_columns(items: list[RegisterRow]) -> dict[str, tuple[str, ...]]:
    """Field → letters of the columns that hold its values."""
    columns: dict[str, tuple[str, ...]] = {}
    for item in items:
        for name, cell in item.cells.items():
            letter = cell.rstrip("0123456789")
            if letter not in columns.setdefault(name, ()):
                columns[name] += (letter,)
    return columns


def read_item_forms(table: Table, *, sheet: str | None, category: str) -> list[RegisterRow]:
    """The items of a sheet without a table; `category` is what the sheet's name or title says. Empty: no such form."""
    forms = [one for one in _forms(table) if len(one.fields) >= _ENOUGH and "name" in one.fields]
    return [_item(form, sheet, category) for form in forms]


def _forms(table: Table) -> Iterator[_Form]:
    form = _Form()
    for index, number in enumerate(table.numbers):
        row = table.row(index)
        pairs = list(_pairs(row))
        if any(role.field == "name" for role, _, _ in pairs) and "name" in form.fields:
            yield form
            form = _Form()
        for role, text, column in pairs:
            form.roles.append(role)
            form.texts.append(text)
            form.cells.append(f"{letters(column)}{number}")
        if pairs:
            form.rows.append(number)
        elif form.rows and form.rows[-1] == number - 1 and not starts_with_label(next(filter(None, row))):
            form.texts[-1] = "\n".join(filter(None, (form.texts[-1], *row)))  # the value goes on below
            form.rows.append(number)
    yield form


def _pairs(row: Row) -> Iterator[tuple[Role, str, int]]:
    """Headings of a line with the text to their right; a heading before the next heading has none."""
    filled = [(column, text) for column, text in enumerate(row) if text]
    for (column, text), (beside, value) in zip(filled, [*filled[1:], (-1, "")], strict=True):
        role = read_heading(text) if is_heading(text) else None
        if role and not is_heading(value):
            yield role, value, beside if beside >= 0 else column + 1


def _item(form: _Form, sheet: str | None, category: str) -> RegisterRow:
    values: dict[str, str] = {}
    cells: dict[str, str] = {}
    for role, text, cell in zip(form.roles, form.texts, form.cells, strict=True):
        values[role.field] = "\n".join(filter(None, (values.get(role.field, ""), text)))
        cells.setdefault(role.field, cell)
    basis, starts = compose(form.texts, basis_columns(dict(enumerate(form.roles))))
    if "legal_basis" in values:
        values["legal_basis"] = basis
    if not values.get("category"):
        values["category"] = category
    basis_cells = tuple((start, form.cells[place]) for start, place in starts)
    return RegisterRow(
        sheet=sheet, rows=tuple(form.rows), values=values, cells=cells, basis_cells=basis_cells
    )
