"""Text made fit for a cell of a workbook."""

from qingdan.rules.pattern import pattern

LONGEST_CELL = 32_767  # characters Excel takes in one cell
_NOT_IN_XML = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def cell_text(text: str) -> str:
    """The text without characters that XML cannot hold, cut to what a cell takes; it is never a formula."""
    return _NOT_IN_XML.sub("", text)[:LONGEST_CELL]
