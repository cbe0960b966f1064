"""Items made of the rows of a table: category and name carried from above, several rows of one item joined."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qingdan.registers.model import RegisterRow, RowCells
from qingdan.registers.reading.basis_columns import compose, is_nothing
from qingdan.registers.reading.item_columns import ItemColumns

BasisCells = tuple[tuple[int, str], ...]

_ONCE = frozenset({"serial_number", "name", "category"})  # fields that further rows of an item do not add to
_HERE: Mapping[str, str] = {}


@dataclass(slots=True, kw_only=True)
class ItemMaker:
    """Makes the items of one table, and keeps what rows take from those above.

    `category` is what the sheet's name or title says; used where neither the row nor one above it names one.
    """

    sheet: str | None
    numbers: list[int]
    columns: ItemColumns
    category: str
    merges_known: bool
    items: list[RegisterRow] = field(default_factory=list)
    main: tuple[str, str] = ("", "")  # name and cell of the 主项 that heads the rows that follow
    _carried: tuple[str, str] = ("", "")  # category as last named, and its cell

    @property
    def category_above(self) -> str:
        """The category that a row without its own stands under."""
        return self._carried[0] or self.category

    def carry_category(self, text: str, cell: str) -> None:
        """The rows that follow stand under this category."""
        self._carried = (text, cell)

    def add(self, index: int) -> None:
        """A row that begins an item."""
        at, number = self.columns, self.numbers[index]
        values = dict(zip(at.fields, at.values[index], strict=False))
        elsewhere = at.elsewhere.get(index, _HERE)
        category = values.get("category")
        if not category:
            elsewhere = self._complete_category(values, elsewhere)
        elif category != self._carried[0]:
            self._carried = (category, f"{at.letters_of['category']}{number}")
        starts = ((0, f"{at.whole_basis}{number}"),) if at.whole_basis else self._basis_cells(index)
        main = self.main[0]
        if "sub_item" in values:
            main, elsewhere = self._complete_name(values, elsewhere, number)
            if not self.merges_known and not values.get("legal_basis") and main:
                elsewhere, starts = self._inherit_basis(values, elsewhere, starts)
        self.items.append(
            RegisterRow(
                sheet=self.sheet,
                rows=(number,),
                values=values,
                cells=RowCells(at.letters_of, number, elsewhere),
                main_item=main,
                basis_cells=starts,
            )
        )

    def join(self, index: int) -> None:
        """A further row of the last item: its words are added to the fields, its basis as a line of its own."""
        at, item = self.columns, self.items[-1]
        values, starts = dict(item.values), item.basis_cells
        for name, text in zip(at.fields, at.values[index], strict=True):
            known = values.get(name, "")
            if name == "legal_basis":
                basis, added = self._basis_below(item, index, text)
                if basis and basis not in known:
                    values[name] = _line(known, basis)
                    shift = len(known) + 1 if known else 0
                    starts = starts * bool(known) + tuple((start + shift, cell) for start, cell in added)
            elif text and name not in _ONCE and text not in known.split("\n"):
                values[name] = _line(known, text)
        self.items[-1] = RegisterRow(
            sheet=item.sheet,
            rows=(*item.rows, self.numbers[index]),
            values=values,
            cells=item.cells,
            main_item=item.main_item,
            basis_cells=starts,
        )

    def _complete_category(self, values: dict[str, str], elsewhere: Mapping[str, str]) -> Mapping[str, str]:
        text, cell = self._carried if self._carried[0] else (self.category, "")
        if text:
            values["category"] = text
        return {**elsewhere, "category": cell} if cell and "category" in self.columns.fields else elsewhere

    def _complete_name(
        self, values: dict[str, str], elsewhere: Mapping[str, str], number: int
    ) -> tuple[str, Mapping[str, str]]:
        """In a form with a column of sub-items: the name carried from the row that has it."""
        if values.get("name"):
            self.main = (values["name"], f"{self.columns.letters_of['name']}{number}")
        elif values["sub_item"] and self.main[0]:
            values["name"] = self.main[0]
            elsewhere = {**elsewhere, "name": self.main[1]}
        return ("" if is_nothing(values["sub_item"]) else self.main[0]), elsewhere

    def _inherit_basis(
        self, values: dict[str, str], elsewhere: Mapping[str, str], starts: BasisCells
    ) -> tuple[Mapping[str, str], BasisCells]:
        """Where merged cells are not told, the basis of the sub-item above stands for those below it."""
        above = self.items[-1] if self.items else None
        if above is None or above.values.get("name") != values["name"] or not above.values.get("legal_basis"):
            return elsewhere, starts
        values["legal_basis"] = above.values["legal_basis"]
        return {**elsewhere, "legal_basis": above.cells["legal_basis"]}, above.basis_cells

    def _basis_cells(self, index: int) -> BasisCells:
        at, number = self.columns, self.numbers[index]
        if at.composed:
            return tuple([(start, at.cell(index, column, number)) for start, column in at.composed[index][1]])
        column = at.column_of.get("legal_basis")
        return ((0, at.cell(index, column, number)),) if column is not None else ()

    def _basis_below(self, item: RegisterRow, index: int, text: str) -> tuple[str, BasisCells]:
        """The basis of a further row; one without a title goes on with the title above it."""
        at, number = self.columns, self.numbers[index]
        if at.basis.title is None or at.rows[index][at.basis.title]:
            return text, self._basis_cells(index)
        text, starts = compose(at.rows[index], at.basis, self._title_above(index, len(item.rows)))
        return text, tuple((start, at.cell(index, column, number)) for start, column in starts)

    def _title_above(self, index: int, count: int) -> tuple[str, str]:
        title, document_number = self.columns.basis.title, self.columns.basis.document_number
        for above in range(index - 1, index - count - 1, -1):
            row = self.columns.rows[above]
            if title is not None and row[title]:
                return row[title], row[document_number] if document_number is not None else ""
        return "", ""


def _line(known: str, text: str) -> str:
    return f"{known}\n{text}" if known else text
