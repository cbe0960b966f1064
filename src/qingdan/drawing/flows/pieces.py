"""The straight pieces of the lines placed so far, found by where they lie: what a new line would cross or touch."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

Point = tuple[int, int]
_Piece = tuple[int, int, Hashable]  # from, to, the end that its line comes to


@dataclass(slots=True)
class _Parallel:
    """Pieces that run one way, by the place across it."""

    at: dict[int, list[_Piece]] = field(default_factory=dict)
    places: list[int] = field(default_factory=list)

    def add(self, place: int, piece: _Piece) -> None:
        if place not in self.at:
            self.at[place] = []
            insort(self.places, place)
        self.at[place].append(piece)

    def between(self, first: int, last: int) -> list[int]:
        return self.places[bisect_left(self.places, first) : bisect_right(self.places, last)]


class Pieces:
    """All pieces placed. Lines that come to the same `end` (step and port) may join, others may only cross."""

    def __init__(self) -> None:
        self._upright, self._level = _Parallel(), _Parallel()

    def add(self, points: Sequence[Point], end: Hashable) -> None:
        """The pieces between the corners of a line."""
        for one, other in pairwise(points):
            upright, place, first, last = _lying(one, other)
            (self._upright if upright else self._level).add(place, (first, last, end))

    def crossings(self, points: Sequence[Point], end: Hashable, most: float) -> int | None:
        """How many pieces a line would cross; None where it touches one of another end, or crosses more than that."""
        count = 0
        for one, other in pairwise(points):
            upright, place, first, last = _lying(one, other)
            along, across = (self._upright, self._level) if upright else (self._level, self._upright)
            for low, high, whose in along.at.get(place, ()):
                if low <= last and first <= high and whose != end:
                    return None
            for where in across.between(first, last):
                for low, high, whose in across.at[where]:
                    if not low <= place <= high:
                        continue
                    if low < place < high and first < where < last:
                        count += 1
                        if count > most:
                            return None
                    elif whose != end:
                        return None
        return count


def _lying(one: Point, other: Point) -> tuple[bool, int, int, int]:
    """Whether a piece is upright, its place across, and from where to where it runs."""
    (x, y), (to_x, to_y) = one, other
    if x == to_x:
        return True, x, min(y, to_y), max(y, to_y)
    return False, y, min(x, to_x), max(x, to_x)
