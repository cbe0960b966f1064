"""Giving public codes to cleared items, and whether a listed power may be exercised.

The code has 17 digits (lists.md §2.2, the project's proposal for Yichun, which `qingdan.rules.item_code` reads): the
unit's nine (region 6, department 3), the type of the category 2, main item 4, sub-item 2. It is given once, when an
item leaves review, and stays whatever later becomes of its department or category; a number is never used again.

Readings: the plan says nothing of sub-items. Items of one unit and category with the same name and a sub-item are
children of one main item: they share its number and are counted 01, 02, …; an item without sub-item has 00.
A power that is devolved or transferred after a transition is exercised here until the transition's last day, that day
not counted (R-040: 期满予以转移); without a transition it ends when the list takes effect.
"""

from collections.abc import Collection
from datetime import date

HIGHEST_MAIN, HIGHEST_SUB = 9999, 99
KEEPING = frozenset({"retain", "refer_up"})
"""Dispositions under which a power is exercised on; what is proposed upwards is kept until the answer comes."""

HANDING_ON = frozenset({"devolve", "transfer"})
"""Dispositions that end on a day."""


class NumbersUsedUp(Exception):
    """A unit has no number left in a category."""


def next_item_code(prefix: str, taken: Collection[str], *, main: str = "") -> str:
    """The next free code of a unit and category.

    `prefix`: unit's nine digits and the type's two; `taken`: every code ever given under it. `main`: "" for an item
    without sub-item; "new" for the first child of a main item; four digits for a further one. Raises NumbersUsedUp.
    """
    start = len(prefix)
    if main in {"", "new"}:
        number = max((int(one[start : start + 4]) for one in taken), default=0) + 1
        return f"{prefix}{_within(number, HIGHEST_MAIN):04d}{'01' if main else '00'}"
    family = prefix + main
    subs = (int(one[start + 4 :]) for one in taken if one.startswith(family))
    return f"{family}{_within(max(subs, default=0) + 1, HIGHEST_SUB):02d}"


def may_be_exercised(disposition: str, *, until: date | None, on: date) -> bool:
    """Whether a listed power may be used on a day (R-006): kept ones, and those handed on before their day."""
    if disposition in HANDING_ON:
        return until is not None and on < until
    return disposition in KEEPING


def _within(number: int, highest: int) -> int:
    if number > highest:
        raise NumbersUsedUp
    return number
