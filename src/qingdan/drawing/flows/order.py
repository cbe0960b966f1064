"""The order of the lanes: the first one found in which no line crosses another, else that with the fewest crossings."""

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, permutations

from qingdan.drawing.flows.grid import Edge, Grid, edges, grid
from qingdan.drawing.flows.routes import Route, routes
from qingdan.rules.flow_graph import Chart, posts

_FEW_LANES = 5  # up to here every order is looked at
_TRIED = 48
_TANGLE = 4  # with more crossings than this no order mends a chart, and few are tried
_TRIED_IN_TANGLE = 8
_MANY_LINES = 80  # with more than that the first order is taken


def arrange(chart: Chart) -> tuple[Grid, tuple[Route, ...]]:
    """Where the steps stand and how the lines run.

    Orders are tried with the shortest lines first. After 48 tries the best is taken, after 8 in a chart that is a
    tangle. With more than five lanes only neighbours are swapped, as long as that shortens the lines.
    """
    lines = edges(chart)
    chosen = grid(chart, next(_orders(chart, lines)))
    drawn = routes(chosen, lines)
    crossings = sum(route.crossings for route in drawn)
    tries = _TRIED if crossings <= _TANGLE else _TRIED_IN_TANGLE
    for lanes in islice(_orders(chart, lines), 1, tries if len(lines) <= _MANY_LINES else 1):
        if not crossings:
            break
        other = grid(chart, lanes)
        better = routes(other, lines, fewer_than=crossings)
        if better:
            chosen, drawn, crossings = other, better, sum(route.crossings for route in better)
    return chosen, drawn


def _orders(chart: Chart, lines: Sequence[Edge]) -> Iterator[tuple[str, ...]]:
    first = posts(chart)
    if len(first) <= _FEW_LANES:
        yield from sorted(permutations(first), key=lambda lanes: _strain(grid(chart, lanes), lines))
        return
    lanes = _swapped(chart, lines, first)
    yield lanes
    for place in range(len(lanes) - 1):
        yield _swap(lanes, place)


def _swapped(chart: Chart, lines: Sequence[Edge], lanes: tuple[str, ...]) -> tuple[str, ...]:
    """Neighbours swapped, from left to right and again, while that eases the lines."""
    strain = _strain(grid(chart, lanes), lines)
    eased = True
    while eased:
        eased = False
        for place in range(len(lanes) - 1):
            other = _swap(lanes, place)
            less = _strain(grid(chart, other), lines)
            if less < strain:
                lanes, strain, eased = other, less, True
    return lanes


def _swap(lanes: tuple[str, ...], place: int) -> tuple[str, ...]:
    return (*lanes[:place], lanes[place + 1], lanes[place], *lanes[place + 2 :])


def _strain(candidate: Grid, lines: Sequence[Edge]) -> tuple[int, int]:
    """How far the lines have to go sideways, and how many of them go left.

    A step in their way counts three, two posts not in the order of their first steps count one.
    """
    strain = leftward = 0
    for line in lines:
        (row, lane), (to_row, to_lane) = candidate.cells[line.source], candidate.cells[line.target]
        strain += abs(lane - to_lane)
        if row == to_row:
            between = range(min(lane, to_lane) + 1, max(lane, to_lane))
            strain += 3 * sum((row, one) in candidate.taken for one in between)
            leftward += to_lane < lane
    inversions = sum(
        candidate.lanes.index(first) > candidate.lanes.index(second)
        for first, second in pairwise(posts(candidate.chart))
    )
    return strain + inversions, leftward
