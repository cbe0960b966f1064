"""Whole numbers (versions, places, rows) and instants that forms and addresses send."""

from datetime import datetime

MOST_DIGITS = 8  # none of ours is longer; fits every column and is read at once


def number_in(words: str) -> int:
    """The number; 0, which no version and no row has, where there is none or it is too long to be one."""
    return int(words) if words.isascii() and words.isdecimal() and len(words) <= MOST_DIGITS else 0


def instant_in(words: str) -> datetime | None:
    """The instant that an address names; None where it names none."""
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        return None
    return found if found.tzinfo else None
