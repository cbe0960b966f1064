"""The rows below a header: items, further rows of them, and rows that hold none, with the reason."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from qingdan.registers.model import NilLine, SkippedRow
from qingdan.registers.reading.basis_columns import is_nothing
from qingdan.registers.reading.item_columns import ItemColumns
from qingdan.registers.reading.items import ItemMaker
from qingdan.registers.reading.margin import is_seal_or_date, read_labels, starts_with_label
from qingdan.registers.reading.nil_lines import nil_categories, says_none
from qingdan.registers.reading.row_kinds import (
    is_count,
    is_group_heading,
    is_list_number,
    is_lower_number,
    is_note,
    is_page_mark,
    number_before,
    sum_of,
)
from qingdan.registers.reading.table import Row, letters
from qingdan.rules.checks.scheme import Scheme

_PLAIN_BASIS, _PLAIN_NAME = 12, 4  # characters from which a row is an item at first sight
_NO_MAIN = ("", "")
_LONGEST_SHOWN = 200
_LONGEST_RUN = 50  # blank rows


@dataclass(slots=True, kw_only=True)
class RowReader:
    """Reads the rows of one table and says of each what it is."""

    columns: ItemColumns
    items: ItemMaker
    scheme: Scheme
    titles: frozenset[str] = frozenset()  # what stands alone above the table, and again on each page
    nil_lines: list[NilLine] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    unread: list[tuple[int, str]] = field(default_factory=list)
    labelled: list[int] = field(default_factory=list)  # indices of rows of the signature block
    _noting: bool = False
    _main_number: str = ""  # of the heading of the sub-items that follow

    def read(self, start: int, stop: int) -> None:
        """Reads the rows from one index up to another. Most are items at first sight; the rest is looked at."""
        at = self.columns
        name, basis = at.column_of.get("name"), at.basis.widest
        serial = at.column_of.get("serial_number")
        if name is None or basis is None or serial is None:
            for index in range(start, stop):
                self._look_at(index, stop)
            return
        last, own_column = "", "sub_item" in at.column_of  # where 主项 stand beside their sub-items
        for index, row in enumerate(at.rows[start:stop], start):
            number = row[serial]
            long = len(row[basis]) > _PLAIN_BASIS and len(row[name]) > _PLAIN_NAME
            if long and number != last and number.isdecimal() and (own_column or not self.items.main[0]):
                self.items.add(index)
            else:
                self._look_at(index, stop)
            last = number

    def _look_at(self, index: int, stop: int) -> None:
        row = self.columns.rows[index]
        filled = [text for text in row if text]
        reason = self._reason(index, row, filled)
        self._noting = reason == "note"
        if reason:
            self._skip(index, reason, filled)
        elif self._heads_sub_items(index, stop):
            self._head(index)
        elif self._goes_on(index):
            self.items.join(index)
        elif self._name(index) or self._text(index, "sub_item") or self._basis(index):
            if "sub_item" not in self.columns.fields:
                self._keep_main(index)
            self.items.add(index)
        else:
            self.unread.append((self._number(index), " ".join(filled)[:_LONGEST_SHOWN]))

    def _reason(self, index: int, row: Row, filled: list[str]) -> str:
        """Why a row holds no item; empty when it may hold one."""
        if not filled:  # 同上 below an empty cell
            return "blank"
        name, basis = self._name(index), self._basis(index)
        if _is_signature(filled, bare=not name and not basis):
            return "signature"
        if name and basis and not (is_nothing(basis) or says_none(name) or says_none(basis)):
            return ""
        if is_note(filled[0]) and (not basis or len(filled) == 1):
            return "note"
        if self._is_nil(row, filled, name):
            return "nil"
        if not basis or len(filled) <= 2:
            return sum_of(filled, name) or self._lone(index, filled)
        return ""

    def _lone(self, index: int, filled: list[str]) -> str:
        """Rows of hardly any text: a group's heading, a page mark, a note that goes on, an empty numbered line."""
        if all(map(is_page_mark, filled)):
            return "note"
        if len(filled) == 1 and filled[0] in self.titles:
            return "title"
        serial = self._text(index, "serial_number")
        if len(filled) > 2 or (self._name(index) and serial.isdecimal()):
            return ""
        if len(filled) == 1 and serial.isdecimal():
            return "blank"
        if self._noting and len(filled) == 1:
            return "note"
        if self._is_category(
            filled
        ):  # numbered like an item, below items of its category: an item without a name
            again = self._text(index, "category") == self.items.category_above
            return "" if serial.isdecimal() and again else "title"
        return "title" if len(filled) == 1 and is_group_heading(filled[0]) else ""

    def _is_category(self, filled: list[str]) -> bool:
        """一、行政处罚（共35项）, with the count in the same cell or the next."""
        words = [text for text in filled if not is_count(text) and not is_list_number(text)]
        return len(words) == 1 and len(words[0]) <= 40 and self.scheme.category_of(words[0]) is not None

    def _is_nil(self, row: Row, filled: list[str], name: str) -> bool:
        if name and not says_none(name) and not nil_categories(name, self.scheme):
            return False
        if len(filled) > 6 and not says_none(name):
            return False
        if nil_categories("  ".join(filled), self.scheme):
            return True
        words = [text for text in filled if not text.isdecimal() or text == "0"]
        named = [text for text in words if self.scheme.category_of(text)]
        rest = [text for text in words if text not in named]
        return bool(rest) and bool(named or self.items.category_above) and all(map(says_none, rest))

    def _nil(self, index: int, filled: list[str]) -> Iterator[NilLine]:
        named = nil_categories("  ".join(filled), self.scheme)
        under = self._text(index, "category") or self.items.category_above
        if not named and self.scheme.category_of(under):
            named = [under]
        cell, printed = self._first_cell(index), " ".join(filled)
        return (NilLine(category=one, row=self._number(index), cell=cell, printed=printed) for one in named)

    def _skip(self, index: int, reason: str, filled: list[str]) -> None:
        if reason == "nil":
            self.nil_lines += self._nil(index, filled)
        elif reason == "signature":
            self.labelled.append(index)
        elif reason == "title" and self._is_category(filled):
            words = next(text for text in filled if not is_count(text) and not is_list_number(text))
            self.items.carry_category(words, self._first_cell(index))
            self.items.main = _NO_MAIN
        self.skipped.append(SkippedRow(row=self._number(index), reason=reason))

    def _heads_sub_items(self, index: int, stop: int) -> bool:
        """A 主项 without a basis, followed by its sub-items: in a column of their own or numbered below it."""
        if not self._name(index) or self._text(index, "sub_item") or self._basis(index) or index + 1 >= stop:
            return False
        below, number = index + 1, self._ranked(index)
        if self._text(below, "sub_item") and self._name(below) in {"", self._name(index)}:
            return True
        if is_lower_number(self._ranked(below)):
            return not is_lower_number(number)
        if is_list_number(number) and self._text(below, "serial_number").isdecimal():
            return True
        alone = sum(map(bool, self.columns.rows[index])) == 1
        return alone and bool(self._text(below, "serial_number") and self._name(below))

    def _head(self, index: int) -> None:
        self.items.main = (self._name(index), f"{self.columns.letters_of['name']}{self._number(index)}")
        self._main_number = self._text(index, "serial_number")
        category = self._text(index, "category")
        if category:
            self.items.carry_category(category, f"{self.columns.letters_of['category']}{self._number(index)}")
        self.skipped.append(SkippedRow(row=self._number(index), reason="main_item"))

    def _keep_main(self, index: int) -> None:
        """Sub-items end where an item is numbered like their heading. An item may head sub-items itself."""
        number, below = self._ranked(index), index + 1
        if is_lower_number(number):
            return
        if self._main_number.isdecimal() and number.isdecimal():
            self.items.main = _NO_MAIN
        if below < len(self.columns.rows) and number and is_lower_number(self._ranked(below)):
            self.items.main, self._main_number = (self._name(index), ""), number

    def _ranked(self, index: int) -> str:
        """The number of a row, which may stand before its name."""
        return self._text(index, "serial_number") or number_before(self._name(index))

    def _goes_on(self, index: int) -> bool:
        """A further row of the item above: without a name of its own, or with the same number and name."""
        items = self.items.items
        if not items or self._text(index, "sub_item") or items[-1].rows[-1] != self._number(index - 1):
            return False
        above, serial, name = items[-1].values, self._text(index, "serial_number"), self._name(index)
        if name:
            return bool(serial) and serial == above.get("serial_number") and name == above.get("name")
        category = self._text(index, "category")
        if (serial and serial != above.get("serial_number")) or (
            category and category != above.get("category")
        ):
            return False
        return bool(self._basis(index)) or self.columns.is_covered(index, "name")

    def _text(self, index: int, name: str) -> str:
        return self.columns.text(index, name)

    def _name(self, index: int) -> str:
        return self.columns.text(index, "name")

    def _basis(self, index: int) -> str:
        return self.columns.legal_basis(index)

    def _number(self, index: int) -> int:
        return self.items.numbers[index]

    def _first_cell(self, index: int) -> str:
        row = self.columns.rows[index]
        return f"{letters(next(place for place, text in enumerate(row) if text))}{self._number(index)}"


def blank_rows(numbers: list[int], first: int) -> Iterator[SkippedRow]:
    """The empty rows between rows that hold something, from a row on; of a long run only the first."""
    for above, below in pairwise(numbers):
        if above >= first and below - above > 1:
            last = below if below - above <= _LONGEST_RUN else above + 2
            yield from (SkippedRow(row=number, reason="blank") for number in range(above + 1, last))


def _is_signature(filled: list[str], *, bare: bool) -> bool:
    if starts_with_label(filled[0]) or all(map(is_seal_or_date, filled)):
        return True
    return bare and bool(read_labels(tuple(filled)))
