"""The columns of one table as the fields of its rows: merged cells carried down, several columns of a field joined."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qingdan.registers.reading.basis_columns import BasisColumns, Composed, basis_columns, compose
from qingdan.registers.reading.header import Header
from qingdan.registers.reading.table import Row, Table, letters
from qingdan.rules.pattern import pattern

_TICK = pattern(r"[√✓✔☑■●○◯〇vVyY1是]")
_NO_TICK = pattern(r"[×✗✘xXnN0否□☐/／—\-]?")
_DITTO = "同上"
_OWN = frozenset(
    {"name", "sub_item", "serial_number", "item_code"}
)  # fields in which an empty cell means something


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemColumns:
    """One table, ready to be read row by row.

    `rows` hold the texts of all columns with merged cells carried down; `fields` names the fields in order and
    `values` holds, for each row, their texts. `column_of` gives the column that stands for a field and `letters_of`
    its letters. `carried`, by row index: columns whose text is carried down, and the cell it stands in; `elsewhere`
    the same by field. `covered` names the
    fields (of those that are not carried down) that lie in a merged cell from above. `basis` says where the
    legal basis is; `composed` holds the composed bases, empty where the form has them in one column.
    """

    rows: list[Row]
    fields: tuple[str, ...]
    values: list[Row]
    column_of: Mapping[str, int]
    letters_of: Mapping[str, str]
    carried: Mapping[int, Mapping[int, str]]
    elsewhere: Mapping[int, Mapping[str, str]]
    covered: frozenset[tuple[int, str]]
    basis: BasisColumns
    composed: list[Composed]
    whole_basis: str  # letters of the column that holds the whole basis of each row and is never merged down

    def is_covered(self, index: int, field: str) -> bool:
        """Whether the field's cell lies in a merged one that begins above."""
        return (index, field) in self.covered

    def text(self, index: int, field: str) -> str:
        """The text of one field of one row; empty where the table has no such column."""
        column = self.column_of.get(field)
        return self.rows[index][column] if column is not None else ""

    def cell(self, index: int, column: int, number: int) -> str:
        """The cell in which a text of a row stands; `number` is the row's in the sheet."""
        carried = self.carried.get(index)
        return (carried and carried.get(column)) or f"{letters(column)}{number}"

    def legal_basis(self, index: int) -> str:
        """The whole legal basis of one row as one text."""
        return self.composed[index][0] if self.composed else self.text(index, "legal_basis")


def item_columns(table: Table, header: Header) -> ItemColumns:
    """The columns of the table below a header."""
    columns = [list(column) for column in table.columns]
    carried = _carry_merged(table, header, columns)
    _resolve_ditto(columns, header)
    rows: list[Row] = list(zip(*columns, strict=True))
    basis = basis_columns(header.roles)
    composed = [compose(row, basis) for row in rows] if basis.in_one is None and basis.any else []
    by_field: dict[str, list[int]] = {}
    for column, role in sorted(header.roles.items()):
        by_field.setdefault(role.field, []).append(column)
    texts = [
        [text for text, _ in composed]
        if field == "legal_basis" and composed
        else _field_texts(columns, own, header)
        for field, own in by_field.items()
    ]
    return ItemColumns(
        rows=rows,
        fields=tuple(by_field),
        values=rows if texts == columns else list(zip(*texts, strict=True)),
        column_of={field: own[0] for field, own in by_field.items()},
        letters_of={field: letters(own[0]) for field, own in by_field.items()},
        carried=carried,
        elsewhere=_by_field(carried, header),
        covered=frozenset(_covered(table, header)),
        basis=basis,
        composed=composed,
        whole_basis=_whole_basis(basis, carried),
    )


def column_letters(header: Header, basis: BasisColumns) -> dict[str, tuple[str, ...]]:
    """Field → letters of its columns. A document number of its own column is named besides the basis."""
    found: dict[str, tuple[str, ...]] = {}
    for column, role in sorted(header.roles.items()):
        found[role.field] = (*found.get(role.field, ()), letters(column))
    if basis.document_number is not None:
        found["document_number"] = (letters(basis.document_number),)
    return found


def _carry_merged(table: Table, header: Header, columns: list[list[str]]) -> dict[int, dict[int, str]]:
    """Writes the text of cells merged downwards into each row they cover; names and numbers are not repeated."""
    carried: dict[int, dict[int, str]] = {}
    first = table.numbers[header.last]
    for (top, left), (bottom, _) in table.merges or ():
        role = header.roles.get(left)
        if bottom == top or top < first or role is None or role.field in _OWN or top + 1 not in table.place:
            continue
        column = columns[left]
        text = column[table.place[top + 1]]
        for number in range(top + 2, bottom + 2) if text else ():
            index = table.place.get(number)
            if index is not None and not column[index]:
                column[index] = text
                carried.setdefault(index, {})[left] = f"{letters(left)}{top + 1}"
    return carried


def _whole_basis(basis: BasisColumns, carried: Mapping[int, Mapping[int, str]]) -> str:
    if basis.in_one is None or any(basis.in_one in cells for cells in carried.values()):
        return ""
    return letters(basis.in_one)


def _by_field(carried: Mapping[int, Mapping[int, str]], header: Header) -> dict[int, dict[str, str]]:
    return {
        index: {header.roles[column].field: cell for column, cell in sorted(cells.items(), reverse=True)}
        for index, cells in carried.items()
    }


def _covered(table: Table, header: Header) -> Iterator[tuple[int, str]]:
    for (top, left), (bottom, _) in table.merges or ():
        role = header.roles.get(left)
        if role and role.field in _OWN:
            yield from ((table.place[n], role.field) for n in range(top + 2, bottom + 2) if n in table.place)


def _resolve_ditto(columns: list[list[str]], header: Header) -> None:
    for number in header.roles:
        column = columns[number]
        if _DITTO in column:
            for index, text in enumerate(column):
                if text == _DITTO and index:
                    column[index] = column[index - 1]


def _field_texts(columns: list[list[str]], own: list[int], header: Header) -> list[str]:
    roles = [header.roles[column] for column in own]
    if len(own) == 1 and not roles[0].label:
        return columns[own[0]]
    labels = [role.label for role in roles]
    return [
        "\n".join(filter(None, map(_labelled, labels, texts)))
        for texts in zip(*(columns[column] for column in own), strict=True)
    ]


def _labelled(label: str, text: str) -> str:
    """A ticked column stands for its heading; another text stays, behind the heading where that is a year."""
    if not label or not text:
        return text
    if "年" in label:
        return f"{label}：{text}"
    if _NO_TICK.fullmatch(text):
        return ""
    if _TICK.fullmatch(text):
        return label
    return text
