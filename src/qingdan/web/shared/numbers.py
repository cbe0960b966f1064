"""Whole numbers (versions, places, rows), days and instants that forms and addresses send."""

from datetime import date, datetime

from qingdan.rules.pattern import pattern

_DAY = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST_DIGITS = 8  # none of ours is longer; fits every column and is read at once


def number_in(words: str) -> int:
    """The number; 0, which no version and no row has, where there is none or it is too long to be one."""
    return int(words) if words.isascii() and words.isdecimal() and len(words) <= MOST_DIGITS else 0


def day_typed(words: str) -> date:
    """The day as a date field sends it, 2026-12-01; other ways to write one (of a week, without dashes) are none.

    Raises ValueError.
    """
    if not _DAY.fullmatch(words):
        raise ValueError(words)
    return date.fromisoformat(words)


def instant_in(words: str) -> datetime | None:
    """The instant that an address names; None where it names none."""
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        return None
    return found if found.tzinfo else None
