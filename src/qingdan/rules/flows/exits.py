"""The exits of a step as people write them in a cell of the table: 是 → 5；否 → 3, or the bare number of the next."""

from qingdan.rules.flows.values import Exit
from qingdan.rules.pattern import pattern

MOST_EXITS = 12
LONGEST_CONDITION = 40
_LONGEST_CELL = 800
_BREAKS = pattern(r"[；;\n\r]+")
_WAY = pattern(r"(?:(?P<condition>[^→]*?)\s*(?:→|->|=>|⇒|：|:)\s*)?第?\s*(?P<to>\d{1,3})\s*步?")


def parse_exits(printed: str) -> tuple[Exit, ...] | None:
    """The exits a cell names, in order; () for an empty cell, None where a part of it is no exit.

    Readings: exits stand on lines of their own or between semicolons; -> => and a colon are arrows too; 第5步 is 5.
    A condition is at most 40 characters, a step has at most 12 exits.
    """
    parts = [part.strip() for part in _BREAKS.split(printed[:_LONGEST_CELL]) if part.strip()]
    found = [_WAY.fullmatch(part) for part in parts]
    if len(printed) > _LONGEST_CELL or len(parts) > MOST_EXITS:
        return None
    exits = tuple(
        Exit(to=int(match["to"]), condition=(match["condition"] or "").strip()) for match in found if match
    )
    if len(exits) < len(parts) or any(len(way.condition) > LONGEST_CONDITION for way in exits):
        return None
    return exits


def plain_condition(words: str) -> str:
    """A condition of another source without the marks that part exits, as long as a cell takes it."""
    return " ".join(_BREAKS.sub("，", words).replace("→", "—").split())[:LONGEST_CONDITION].strip()
