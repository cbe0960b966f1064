"""What the sheets of a file give besides their items: titles, unit, signature; the category a text names."""

from dataclasses import dataclass, field

from qingdan.registers.model import SheetReading
from qingdan.registers.reading.margin import Label, read_labels
from qingdan.registers.reading.table import Table
from qingdan.registers.reading.workbook import Grid
from qingdan.rules.checks.scheme import Scheme


@dataclass(slots=True, kw_only=True)
class Gathered:
    """A file as read so far. `labels`: sheet, row and labelled entry."""

    scheme: Scheme
    sheets: list[SheetReading] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    labels: list[tuple[str | None, int, Label]] = field(default_factory=list)

    def collect(self, grid: Grid, table: Table, index: int) -> bool:
        """Takes in the labelled entries of a row; whether there are any."""
        labels = read_labels(table.row(index))
        self.labels += ((grid.name, table.numbers[index], label) for label in labels)
        return bool(labels)

    def category_named(self, text: str) -> str:
        """The official name of the category a text names; empty for none."""
        category = self.scheme.category_of(text) if text else None
        return self.scheme.name_of(category) if category else ""
