"""What a row of a workbook says in the fields of an item: the value, as kept and compared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from qingdan.powers.queries.bases import BasisText, print_bases

BASIS_PARTS = ("instrument", "document_number", "locator", "quotation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """One row: texts by field of an item (days as 2026-03-01), its bases, and the draft number if the form has it.

    `fields` has those alone for which the sheet has a column: about others the file says nothing.
    """

    fields: Mapping[str, str]
    bases: tuple[BasisText, ...] | None
    number: str = ""
    sheet: str = ""
    row: int = 0

    @property
    def printed(self) -> str:
        """The bases as one text."""
        return print_bases(self.bases or ())

    def as_json(self) -> dict[str, Any]:
        """For keeping."""
        bases = [[getattr(one, part) for part in BASIS_PARTS] for one in self.bases or ()]
        return {
            "fields": dict(self.fields),
            "bases": None if self.bases is None else bases,
            "number": self.number,
            "sheet": self.sheet,
            "row": self.row,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """As it was kept."""
        bases = kept["bases"]
        texts = None if bases is None else tuple(_basis(one) for one in bases)
        return cls(
            fields=kept["fields"],
            bases=texts,
            number=kept["number"],
            sheet=kept.get("sheet", ""),
            row=kept.get("row", 0),
        )


def number_mark(number: str) -> str:
    """How an exported form carries an item's draft number, in the remark."""
    return f"【草稿号{number}】"


def _basis(parts: Iterable[str]) -> BasisText:
    return BasisText(**dict(zip(BASIS_PARTS, parts, strict=True)))
