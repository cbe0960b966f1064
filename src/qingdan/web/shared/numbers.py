"""Whole numbers that forms and addresses send: versions, places, numbers of rows."""

MOST_DIGITS = 8  # none of ours is longer; fits every column and is read at once


def number_in(words: str) -> int:
    """The number; 0, which no version and no row has, where there is none or it is too long to be one."""
    return int(words) if words.isascii() and words.isdecimal() and len(words) <= MOST_DIGITS else 0
