"""Text made fit for a cell of a workbook."""

from qingdan.rules.pattern import pattern
from qingdan.rules.shown_text import shown

LONGEST_CELL = 32_767  # characters Excel takes in one cell
_NOT_IN_XML = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def cell_text(text: str) -> str:
    """The text as it is seen, without characters that XML cannot hold, cut to what a cell takes; never a formula."""
    return shown(as_filed(text))


def as_filed(text: str) -> str:
    """What a cell of somebody's own workbook says, unseen characters too, as far as a copy of it can hold them."""
    return _NOT_IN_XML.sub("", text)[:LONGEST_CELL]
