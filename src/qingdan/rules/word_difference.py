"""The difference of two texts word by word: what both have, what is gone, what is new.

Clauses that both have are matched first, then the words within those that differ: numbers and words of Latin letters
are one token each, every other sign is one. A longest common subsequence is found by the bit-parallel method of Hyyrö
(2004), one step of whole integers for each token, so that texts of a law's length take a millisecond. One or two
signs that both sides happen to share between two changes are told as changed: of 主管部门 → 管理机关, 管 alone is
nothing that stayed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qingdan.rules.pattern import pattern

_TOKEN = pattern(r"[0-9０-９]+(?:[.．][0-9０-９]+)?|[A-Za-z]+|.", re.DOTALL)
_CLAUSE = pattern(r"[^。；，、：\n]*(?:[。；，、：\n]|$)")
_ISLAND = 2  # signs shared between two changes: so few are chance
_LONGEST = 4_000  # tokens of a clause that are compared one by one; a longer one is told as a whole
_NUMERAL = pattern(r"[0-9０-９]|\n")


class Side(StrEnum):
    """Where a piece of text stands."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text of one side, or of both."""

    side: Side
    text: str


def word_difference(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts in one: same and gone pieces make `before`, same and new ones `after`.

    Neighbours are of different sides, and between two pieces of `SAME` what is gone stands before what is new.
    """
    if before == after:
        return (Piece(side=Side.SAME, text=before),) if before else ()
    head, gone, new, tail = _between(before, after)
    runs: list[Run] = [head]
    for run in _runs(_CLAUSE.findall(gone), _CLAUSE.findall(new)):
        runs += [run] if isinstance(run, str) else _words(*run)
    return tuple(_pieces(_without_islands([*runs, tail])))


def _words(gone: str, new: str) -> Iterator["Run"]:
    """The runs within clauses that differ, a change first and last."""
    head, old, now, tail = _between(gone, new)
    tokens = _TOKEN.findall(old), _TOKEN.findall(now)
    yield from (("", ""), head)
    yield from _runs(*tokens) if max(map(len, tokens)) <= _LONGEST else [(old, now)]
    yield from (tail, ("", ""))


def _between(before: str, after: str) -> tuple[str, str, str, str]:
    """What both begin with, what is between in each, what both end with, in whole tokens."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    ends = len(old) - tail, len(new) - tail
    parts = old[:head], old[head : ends[0]], new[head : ends[1]], old[ends[0] :]
    return ("".join(parts[0]), "".join(parts[1]), "".join(parts[2]), "".join(parts[3]))


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many tokens both begin with."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(old), len(new)))


Run = str | tuple[str, str]
"""What both have, or what is gone and new in one place."""


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    """Changes and what is shared between them, in turn, a change first and last."""
    place, other = 0, 0
    shared: list[str] = []
    for first, second in _common(old, new):
        if shared and (first, second) != (place, other):
            yield "".join(shared)
            shared = []
        if not shared:
            yield "".join(old[place:first]), "".join(new[other:second])
        shared.append(old[first])
        place, other = first + 1, second + 1
    yield from ["".join(shared)] if shared else []
    yield "".join(old[place:]), "".join(new[other:])


def _common(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The places of a longest common subsequence in both."""
    masks: dict[str, int] = {}
    for place, token in enumerate(old):
        masks[token] = masks.get(token, 0) | 1 << place
    whole = (1 << len(old)) - 1
    rows, row = [], whole
    for token in new:
        hit = row & masks.get(token, 0)
        row = ((row + hit) | (row - hit)) & whole
        rows.append(row)
    return _traced(rows, len(old), whole)


def _traced(rows: Sequence[int], column: int, first: int) -> list[tuple[int, int]]:
    """Back through the rows: a set bit says that the old token adds nothing to what is shared so far."""
    found: list[tuple[int, int]] = []
    number = len(rows)
    while number and column:
        bit = 1 << (column - 1)
        if rows[number - 1] & bit:
            column -= 1
            continue
        number -= 1
        if (rows[number - 1] if number else first) & bit:
            column -= 1
            found.append((column, number))
    return found[::-1]


def _without_islands(runs: Iterable[Run]) -> list[Run]:
    """What is shared by chance goes into the changes around it; numbers and line ends never do."""
    found: list[Run] = []
    for run in runs:
        around = found[-2] if len(found) > 1 and _is_island(found[-1]) else ""
        if isinstance(run, tuple) and isinstance(around, tuple) and any(run) and any(around):
            shared = str(found[-1])
            found[-2:] = [(around[0] + shared + run[0], around[1] + shared + run[1])]
        else:
            found.append(run)
    return found


def _is_island(run: Run) -> bool:
    return isinstance(run, str) and 0 < len(run) <= _ISLAND and not _NUMERAL.search(run)


def _pieces(runs: Iterable[Run]) -> Iterator[Piece]:
    waiting = ""
    for run in runs:
        if isinstance(run, str):
            waiting += run
        elif any(run):
            yield from [Piece(side=Side.SAME, text=waiting)] if waiting else []
            waiting = ""
            yield from (
                Piece(side=side, text=text)
                for side, text in zip((Side.GONE, Side.NEW), run, strict=True)
                if text
            )
    yield from [Piece(side=Side.SAME, text=waiting)] if waiting else []
