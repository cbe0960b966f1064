"""Legal bases of an item as one text, a line each: how they are searched, compared, and read by the checks."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisText:
    """One basis as typed: title without 《》, 文号, 第…条第…款, quoted words; `attachment` is the code of a kept file.

    A basis that could not be taken apart is in `quotation` alone.
    """

    instrument: str = ""
    document_number: str = ""
    locator: str = ""
    quotation: str = ""
    attachment: str = ""

    @property
    def printed(self) -> str:
        """《title》（number）locator：words, as `rules.basis_reader.read_basis` reads it."""
        title = f"《{self.instrument}》" if self.instrument else ""
        number = f"（{self.document_number}）" if title and self.document_number else self.document_number
        head = f"{title}{number}{self.locator}"
        return f"{head}：{self.quotation}" if head and self.quotation else head + self.quotation

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed or attached."""
        return not (self.printed or self.attachment)


def print_bases(bases: Iterable[BasisText]) -> str:
    """All bases of an item, a line each; line breaks inside a quotation become blanks of the written language."""
    return "\n".join(_line(one) for one in bases)


def line_starts(printed: str) -> tuple[int, ...]:
    """Where in the printed text of an item's bases each of them begins."""
    return (0, *(place + 1 for place, letter in enumerate(printed) if letter == "\n")) if printed else ()


def _line(basis: BasisText) -> str:
    return basis.printed.replace("\n", "\u3000")
