"""Lines placed so far, found by where they lie: the same as comparing a new line with each of them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.drawing.flows.pieces import Pieces, Point
from qingdan.drawing.flows.routes import _meet

pytestmark = pytest.mark.requirement("R-026")
PLACES = st.integers(0, 6)
Line = tuple[tuple[Point, ...], str]


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """A line with corners, upright and level by turns, and the step it comes to."""
    x, y = draw(PLACES), draw(PLACES)
    points, upright = [(x, y)], draw(st.booleans())
    for _ in range(draw(st.integers(1, 4))):
        to = draw(PLACES)
        x, y = (x, to + (to == y)) if upright else (to + (to == x), y)
        points.append((x, y))
        upright = not upright
    return tuple(points), draw(st.sampled_from("ab"))


def one_by_one(placed: list[Line], new: Line, most: float) -> int | None:
    """How many pieces it crosses, each looked at."""
    met = [
        (_meet(piece, own), end)
        for points, end in placed
        for piece in pairwise(points)
        for own in pairwise(new[0])
    ]
    if any(how == "touch" and end != new[1] for how, end in met):
        return None
    count = sum(how == "cross" for how, _ in met)
    return None if count > most else count


@given(st.lists(lines(), max_size=5), lines(), st.sampled_from((0, 1, 2, float("inf"))))
def test_crossings__as_if_each_piece_were_looked_at(placed: list[Line], new: Line, most: float) -> None:
    pieces = Pieces()
    for points, end in placed:
        pieces.add(points, end)
    assert pieces.crossings(*new, most) == one_by_one(placed, new, most)
