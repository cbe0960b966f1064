"""How the lines of a chart run: along lanes and rows, in the gaps between them, never through a step.

Places are counted in thousandths of a cell: the step of row r and lane k has its centre at (1000k+500, 1000r+500) and
reaches 300 in each direction; what lies between belongs to tracks, 1 apart. Lines of one target may join before it;
all others may cross, but never lie on each other. Every line is given the cheapest way that is left: the six
plain shapes first, then ways through the gaps, which always exist.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, product

from qingdan.drawing.flows.grid import Edge, Grid
from qingdan.drawing.flows.pieces import Pieces, Point

CELL, MIDDLE, REACH, SLOT = 1000, 500, 300, 50
_TRACKS, _FIRST = 380, 190
_CROSSING = 10.0
_FEW = 16  # combinations of tracks tried for one way


@dataclass(frozen=True, slots=True)
class Port:
    """Where a line meets a step: a side, and how many slots beside its middle (top and bottom only)."""

    side: str
    slot: int = 0

    @property
    def upright(self) -> bool:
        """Whether a line leaves or comes vertically."""
        return self.side in {"top", "bottom"}


TOP, BOTTOM, LEFT, RIGHT = Port("top"), Port("bottom"), Port("left"), Port("right")
_SPARE_EXITS = tuple(Port("bottom", slot) for slot in (-1, 2, -2))
_SPARE_ENTRIES = tuple(Port("top", slot) for slot in (1, -1, 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A line with its corners, from the port it leaves by to the port it comes to; `crossings` with earlier lines."""

    edge: Edge
    leaves: Port
    comes: Port
    points: tuple[Point, ...]
    crossings: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way a line might run: ports, and the gaps it turns in: ("row", r) above row r, ("lane", k) left of lane k."""

    cost: float
    leaves: Port
    comes: Port
    turns: tuple[tuple[str, int], ...] = ()


def routes(grid: Grid, lines: Sequence[Edge], *, fewer_than: int | None = None) -> tuple[Route, ...]:
    """A route for every line, in the order of `lines`; none where there would not be fewer crossings than that."""
    plan = _Plan(grid)
    order = sorted(range(len(lines)), key=lambda index: _urgency(grid, lines[index], index))
    crossings = 0
    for index in order:
        crossings += plan.place(lines[index])
        if fewer_than is not None and crossings >= fewer_than:
            return ()
    found = dict(zip(order, plan.routes, strict=True))
    return tuple(found[index] for index in range(len(lines)))


def _urgency(grid: Grid, line: Edge, index: int) -> tuple[int, int, int]:
    """Straight lines come first, then those that lead on, then those that lead back; short before long."""
    (row, lane), (to_row, to_lane) = grid.cells[line.source], grid.cells[line.target]
    straight = row == to_row or (lane == to_lane and to_row == row + 1)
    rank = 0 if straight else 1 if to_row > row else 2
    return rank, abs(to_row - row) + abs(to_lane - lane), index


class _Plan:
    """The lines placed so far."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.routes: list[Route] = []
        self._pieces = Pieces()
        self._used: dict[tuple[str, int], int] = {}  # gap → tracks in use
        self._exits: set[tuple[int, Port]] = set()
        self._entries: set[tuple[int, Port]] = set()

    def place(self, line: Edge) -> int:
        best: Route | None = None
        best_cost = float("inf")
        for way in sorted(self._ways(line), key=lambda way: way.cost):
            if way.cost >= best_cost:
                break
            for points in self._courses(line, way):
                end, most = (line.target, way.comes), (best_cost - way.cost) / _CROSSING
                crossings = self._pieces.crossings(points, end, most)
                if crossings is None:
                    continue
                cost = way.cost + _CROSSING * crossings + _length(points) / 10_000
                if cost < best_cost:
                    best_cost = cost
                    best = Route(
                        edge=line, leaves=way.leaves, comes=way.comes, points=points, crossings=crossings
                    )
                if not crossings:
                    break
        best = best or self._last_resort(line)
        self._keep(best)
        return best.crossings

    def _last_resort(self, line: Edge) -> Route:
        """A step with more exits than ports: the line lies on another where it leaves."""
        way = Way(cost=0, leaves=BOTTOM, comes=TOP, turns=_turns_around(self.grid, line))
        points = list(self._courses(line, way))[-1]
        return Route(edge=line, leaves=BOTTOM, comes=TOP, points=points)

    def _keep(self, route: Route) -> None:
        self.routes.append(route)
        self._pieces.add(route.points, (route.edge.target, route.comes))
        self._exits.add((route.edge.source, route.leaves))
        self._entries.add((route.edge.target, route.comes))
        for x, y in route.points[1:-1]:
            for gap, track in _tracks_of(x, y):
                self._used[gap] = max(self._used.get(gap, 0), track + 1)

    def _ways(self, line: Edge) -> Iterator[Way]:
        for way in possible_ways(self.grid, line):
            leaving, coming = (line.source, way.leaves), (line.target, way.comes)
            free = leaving not in self._exits and leaving not in self._entries and coming not in self._exits
            if free and (leaving != coming):
                yield way

    def _courses(self, line: Edge, way: Way) -> Iterator[tuple[Point, ...]]:
        start = _port_point(self.grid.cells[line.source], way.leaves)
        end = _port_point(self.grid.cells[line.target], way.comes)
        used = [self._used.get(gap, 0) for gap in way.turns]
        near = product(
            *(range(count + way.turns.count(gap)) for gap, count in zip(way.turns, used, strict=True))
        )
        fresh = [count + way.turns[place + 1 :].count(way.turns[place]) for place, count in enumerate(used)]
        for chosen in (*islice(near, _FEW), fresh):
            stops = [_track(gap, track) for gap, track in zip(way.turns, chosen, strict=True)]
            points = _corners(start, way, stops, end)
            if _is_simple(points):
                yield points


def possible_ways(grid: Grid, line: Edge) -> Iterator[Way]:
    """The ways a line might run, in no order."""
    (row, lane), (to_row, to_lane) = grid.cells[line.source], grid.cells[line.target]
    sideways = 1.0 if line.rank else 0.0  # the first exit is the one that goes down
    if (
        row == to_row
        and lane != to_lane
        and grid.row_free(row, min(lane, to_lane) + 1, max(lane, to_lane) - 1)
    ):
        right = to_lane > lane
        yield Way(cost=0, leaves=RIGHT if right else LEFT, comes=LEFT if right else RIGHT)
    if to_row > row:
        yield from _ways_down(grid, line, sideways)
    if to_row < row:
        yield from _ways_up(grid, line)
    yield from _ways_beside(grid, line)
    for leaves, comes in product((BOTTOM, *_SPARE_EXITS), (TOP, *_SPARE_ENTRIES)):
        cost = 6 + sideways + 3 * (leaves.slot != 0) + 3 * (comes.slot != 0)
        yield Way(cost=cost, leaves=leaves, comes=comes, turns=_turns_around(grid, line))


def _ways_down(grid: Grid, line: Edge, sideways: float) -> Iterator[Way]:
    (row, lane), (to_row, to_lane) = grid.cells[line.source], grid.cells[line.target]
    if lane == to_lane and grid.column_free(lane, row + 1, to_row - 1):
        yield Way(cost=sideways, leaves=BOTTOM, comes=TOP)
        return
    for turn in range(row + 1, to_row + 1):
        if grid.column_free(lane, row + 1, turn - 1) and grid.column_free(to_lane, turn, to_row - 1):
            for leaves in (BOTTOM, *_SPARE_EXITS):
                cost = (1 if turn == to_row else 1.5) + (3 if leaves.slot else sideways)
                yield Way(cost=cost, leaves=leaves, comes=TOP, turns=(("row", turn),))


def _ways_up(grid: Grid, line: Edge) -> Iterator[Way]:
    (row, lane), (to_row, to_lane) = grid.cells[line.source], grid.cells[line.target]
    if lane == to_lane and grid.column_free(lane, to_row + 1, row - 1):
        yield Way(cost=1, leaves=TOP, comes=BOTTOM)
    beside = grid.row_free(to_row, min(lane, to_lane) + 1, max(lane, to_lane) - 1)
    if lane != to_lane and beside and grid.column_free(lane, to_row, row - 1):
        yield Way(cost=1, leaves=TOP, comes=RIGHT if lane > to_lane else LEFT)


def _ways_beside(grid: Grid, line: Edge) -> Iterator[Way]:
    """Out at a side into a gap between lanes (or the margin), along it, and in from above or from that side."""
    (row, lane), (to_row, to_lane) = grid.cells[line.source], grid.cells[line.target]
    for gap in range(len(grid.lanes) + 1):
        right = gap > lane
        first, last = (lane + 1, gap - 1) if right else (gap, lane - 1)
        if not grid.row_free(row, first, last):
            continue
        leaves = RIGHT if right else LEFT
        away = abs(gap - lane - right) + (0 if right else 0.4)
        for comes in (TOP, *_SPARE_ENTRIES):
            turns = (("lane", gap), ("row", to_row))
            yield Way(cost=2.5 + away + 3 * (comes.slot != 0), leaves=leaves, comes=comes, turns=turns)
        first, last = (to_lane + 1, gap - 1) if gap > to_lane else (gap, to_lane - 1)
        if to_row < row and grid.row_free(to_row, first, last):
            comes = RIGHT if gap > to_lane else LEFT
            yield Way(cost=2 + away, leaves=leaves, comes=comes, turns=(("lane", gap),))


def _turns_around(grid: Grid, line: Edge) -> tuple[tuple[str, int], ...]:
    (row, lane), (to_row, _) = grid.cells[line.source], grid.cells[line.target]
    return ("row", row + 1), ("lane", lane + 1), ("row", to_row)


def _port_point(cell: tuple[int, int], port: Port) -> Point:
    row, lane = cell
    x, y = lane * CELL + MIDDLE, row * CELL + MIDDLE
    if port.upright:
        return x + port.slot * SLOT, y + (REACH if port.side == "bottom" else -REACH)
    return x + (REACH if port.side == "right" else -REACH), y


def _track(gap: tuple[str, int], track: int) -> int:
    """Rows are filled upwards from the step below, lanes from left to right."""
    kind, index = gap
    track %= _TRACKS
    return index * CELL + (_FIRST - track if kind == "row" else track - _FIRST)


def _tracks_of(x: int, y: int) -> Iterator[tuple[tuple[str, int], int]]:
    lane, row = (x + _FIRST) // CELL, (y + _FIRST) // CELL
    if x - lane * CELL <= _FIRST:
        yield ("lane", lane), x - lane * CELL + _FIRST
    if y - row * CELL <= _FIRST:
        yield ("row", row), _FIRST - (y - row * CELL)


def _corners(start: Point, way: Way, stops: Sequence[int], end: Point) -> tuple[Point, ...]:
    """The corners of a line that goes to each stop in turn, across and along by turns, and then to its end."""
    upright = way.leaves.upright
    points = [start]
    for stop in stops:
        x, y = points[-1]
        points.append((x, stop) if upright else (stop, y))
        upright = not upright
    x, y = points[-1]
    points += [(end[0], y) if way.comes.upright else (x, end[1]), end]
    return tuple(point for place, point in enumerate(points) if not place or point != points[place - 1])


def _is_simple(points: Sequence[Point]) -> bool:
    """Whether a line never runs back over itself."""
    pieces = list(pairwise(points))
    return all(
        not _meet(piece, other) for place, piece in enumerate(pieces) for other in pieces[place + 2 :]
    ) and all(
        (first[0][0] == first[1][0]) != (second[0][0] == second[1][0]) for first, second in pairwise(pieces)
    )


def _length(points: Sequence[Point]) -> int:
    return sum(abs(x - to_x) + abs(y - to_y) for (x, y), (to_x, to_y) in pairwise(points))


def _meet(first: tuple[Point, Point], second: tuple[Point, Point]) -> str:
    """Whether two straight pieces "cross" inside both, "touch" (one lies on or ends at the other), or neither ("")."""
    (ax, ay), (bx, by) = first
    (cx, cy), (dx, dy) = second
    if (ax < cx and ax < dx and bx < cx and bx < dx) or (ax > cx and ax > dx and bx > cx and bx > dx):
        return ""
    if (ay < cy and ay < dy and by < cy and by < dy) or (ay > cy and ay > dy and by > cy and by > dy):
        return ""
    if (ax == bx) == (cx == dx):
        return "touch"
    met = (ax, cy) if ax == bx else (cx, ay)
    return "touch" if met in {(ax, ay), (bx, by), (cx, cy), (dx, dy)} else "cross"
