"""Row heights that show wrapped text whole: not every program that opens a workbook fits rows to their text."""

from collections.abc import Iterable
from math import ceil

LINE = 15.0  # points of one line of 11-point text
_HIGHEST = 409.0  # Excel takes no more
_MARGIN = 1  # characters of a column that its text does not fill


def text_width(line: str) -> int:
    """Width of a line in the characters that column widths count: a Chinese one takes two."""
    return len(line.encode("gb18030", "replace"))


def lines_needed(text: str, width: float) -> int:
    """How many lines a text takes in a column of some width, at least one."""
    if len(text) * 2 < width - _MARGIN and "\n" not in text:
        return 1
    room = max(width - _MARGIN, 2)
    return sum(max(ceil(text_width(line) / room), 1) for line in text.splitlines() or ("",))


def row_height(cells: Iterable[tuple[str, float]]) -> float:
    """Height in points of a row of wrapped cells (text, width of its column): as high as its highest cell needs."""
    return min(LINE * max((lines_needed(text, width) for text, width in cells), default=1), _HIGHEST)
