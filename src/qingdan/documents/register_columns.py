"""Lays out 附件2 for A4: the form's 35 columns in their order, stacked into ten printed ones.

35 columns side by side would need type of 2 mm on A3. Stacked, each value stands in the printed column of its group, in
the order of the form, under its own label where it would not be understood without.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from qingdan.registers.writing.form_rows import (
    BASIS_GROUP,
    REGISTER_COLUMNS,
    Column,
    FormBasis,
    FormRow,
)

Line = tuple[str, str]  # label, text


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedColumn:
    """A printed column: width in mm, the form's columns stacked in it, how many of them stand without label.

    `open`: labels are printed also where nothing is filled in, for those who write by hand.
    """

    width: float
    columns: tuple[Column, ...]
    plain: int = 0
    open: bool = False

    @property
    def group(self) -> str:
        """The form's heading over all of them, without its hint; "" where they are not one group."""
        groups = {one.group for one in self.columns}
        return groups.pop().partition("（")[0] if len(groups) == 1 else ""

    @property
    def names(self) -> list[str]:
        """Headings of the columns, for the head; none where each cell repeats them."""
        return [] if self.open else [one.heading for one in self.columns]


def _printed() -> Iterator[PrintedColumn]:
    layout = (  # width, columns of the form, without label, open
        (9, 1, 1, False), (18, 2, 2, False), (30, 2, 1, False), (25, 3, 1, False), (25, 5, 0, False),
        (58, 6, 0, False), (22, 4, 0, False), (28, 5, 1, False), (16, 2, 0, False), (22, 5, 0, True),
    )  # fmt: skip
    start = 0
    for width, count, plain, is_open in layout:
        columns = REGISTER_COLUMNS[start : start + count]
        yield PrintedColumn(width=width, columns=columns, plain=plain, open=is_open)
        start += count


PRINTED_COLUMNS = tuple(_printed())


def printed_cells(number: int, row: FormRow) -> list[list[Line]]:
    """One item: for each printed column the lines in it."""
    return [_cell(column, number, row) for column in PRINTED_COLUMNS]


def _cell(column: PrintedColumn, number: int, row: FormRow) -> list[Line]:
    if column.columns[0].group == BASIS_GROUP:
        return [line for at, basis in enumerate(row.bases, 1) for line in _basis(basis, at, len(row.bases))]
    if column.columns[0].heading == "序号":
        return [("", str(number))]
    return [
        ("" if place < column.plain else one.heading, text)
        for place, one in enumerate(column.columns)
        if (text := row.values.get(one.field, "") if one.field else "") or column.open
    ]


def _basis(basis: FormBasis, number: int, of: int) -> Iterator[Line]:
    """Level, title, document number, article on one line; then the words; then the text filed along."""
    title = f"《{basis.title}》" if basis.title and not basis.title.startswith("《") else basis.title
    head = "　".join(filter(None, (basis.level, title, basis.document_number, basis.locator)))
    if head or basis.quoted:
        yield (f"{number}" if of > 1 else "", head)
    if basis.quoted:
        yield ("", basis.quoted)
    if basis.attachment:
        yield ("依据文本附件", basis.attachment)
