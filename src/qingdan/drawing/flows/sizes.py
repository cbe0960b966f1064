"""From cells and tracks to pixels: widths of gaps and lanes, heights of rows, labels at the exits.

Sizes as in the design: cells of 196 × 92, nodes of 164 × 54 (decisions 68, start and end 44 high), a gutter of 118,
a margin of 34, a header of 44. A gap grows where tracks or labels need more than it has.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from qingdan.drawing.flows.grid import HALF_HEIGHTS, HALF_WIDTH, Grid
from qingdan.drawing.flows.pieces import Point
from qingdan.drawing.flows.routes import BOTTOM, CELL, MIDDLE, REACH, SLOT, Port, Route
from qingdan.drawing.flows.text import lines, width
from qingdan.rules.flow_graph import StepKind

GUTTER, MARGIN, BAND = 118.0, 34.0, 36.0
_HEADER, _ROW, _CLEAR, _SPACING = 44.0, 92.0, 12.0, 10.0
_SIDE = 16.0  # from a node to the border of its lane
_SLOT = 33.0
LABEL_SIZE, LABEL_LINE, _LABEL_WIDEST, _NARROW = 13.0, 16.0, 6.0, 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A condition at an exit: lines of text on a background from (x, y), `across` wide and `high` high."""

    lines: tuple[str, ...]
    x: float
    y: float
    across: float
    high: float


def _label_width(words: Sequence[str]) -> float:
    return max(map(width, words), default=0) * LABEL_SIZE + 5


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """Every place of a drawing in pixels."""

    grid: Grid
    routes: Sequence[Route]

    @cached_property
    def centres(self) -> Sequence[float]:
        """The middle of each lane."""
        return [start + self._left_room(lane) + HALF_WIDTH for lane, start in enumerate(self.borders[:-1])]

    @cached_property
    def borders(self) -> Sequence[float]:
        """The hairlines: before the first lane, between lanes, after the last."""
        found = [GUTTER]
        for lane in range(len(self.grid.lanes)):
            last = lane == len(self.grid.lanes) - 1
            own = self._left_room(lane) + 2 * HALF_WIDTH
            right = self._label_room(lane, "right")
            found.append(
                found[-1] + own + right + (0 if last else _SPACING * len(self._lane_tracks[lane + 1]))
            )
        return found

    @cached_property
    def size(self) -> tuple[float, float]:
        """Width and height of the whole."""
        tracks = len(self._lane_tracks[len(self.grid.lanes)]) if self.grid.lanes else 0
        below = self._row_tracks[len(self.grid.rows)]
        high = self.middles[-1] + _ROW / 2 if self.grid.rows else _HEADER
        return (
            self.borders[-1] + MARGIN + _SPACING * max(0, tracks - 1),
            high + 10 + (_CLEAR + _SPACING * len(below) if below else 0),
        )

    @cached_property
    def middles(self) -> Sequence[float]:
        """The height of each row's middle."""
        found: list[float] = []
        for row in range(len(self.grid.rows)):
            above = self._gap(row) + self._half(row)
            if found:
                found.append(found[-1] + max(_ROW, self._half(row - 1) + above))
            else:
                found.append(max(_HEADER + _ROW / 2, BAND + above))
        return found

    def half_height(self, place: int) -> int:
        """Half the height of a step's node."""
        return HALF_HEIGHTS[self.grid.step(place).kind]

    def centre(self, place: int) -> tuple[float, float]:
        """The middle of a step's node."""
        row, lane = self.grid.cells[place]
        return self.centres[lane], self.middles[row]

    def port(self, place: int, port: Port) -> tuple[float, float]:
        """Where a line meets a node, on its outline."""
        x, y = self.centre(place)
        half = float(self.half_height(place))
        if not port.upright:
            return x + (HALF_WIDTH if port.side == "right" else -HALF_WIDTH), y
        aside = port.slot * _SLOT
        if self.grid.step(place).kind is StepKind.DECISION:
            half *= 1 - abs(aside) / HALF_WIDTH
        return x + aside, y + (half if port.side == "bottom" else -half)

    def course(self, route: Route) -> tuple[tuple[float, float], ...]:
        """The corners of a line."""
        start = self.port(route.edge.source, route.leaves)
        end = self.port(route.edge.target, route.comes)
        return (start, *(self._corner(point) for point in route.points[1:-1]), end)

    def label(self, route: Route) -> Label | None:
        """The label of a line, beside its exit; None where it has no condition."""
        words = self._words(route)
        if not words:
            return None
        across, high = _label_width(words), LABEL_LINE * len(words)
        x, y = self.port(route.edge.source, route.leaves)
        match route.leaves.side:
            case "right":
                x, y = x + 5, y - 3 - high
            case "left":
                x, y = x - 5 - across, y - 3 - high
            case "bottom":
                half = self.half_height(route.edge.source)
                x = x - 4 - across if route.leaves.slot < 0 else x + 4
                y = self.centre(route.edge.source)[1] + half - 1
            case _:
                x, y = x + 4, y - 2 - high
        return Label(lines=words, x=x, y=y, across=across, high=high)

    def _words(self, route: Route) -> tuple[str, ...]:
        """The condition of an exit as it is drawn; in narrower lines where another line leaves close beside it."""
        narrow = route.leaves == BOTTOM and route.edge.source in self._slotted
        return lines(route.edge.label, widest=_NARROW if narrow else _LABEL_WIDEST)

    @cached_property
    def _slotted(self) -> frozenset[int]:
        return frozenset(route.edge.source for route in self.routes if route.leaves.slot > 0)

    def _corner(self, point: Point) -> tuple[float, float]:
        return self._across(point[0]), self._down(point[1])

    def _across(self, place: int) -> float:
        index, rest = divmod(place + CELL // 2 - MIDDLE, CELL)
        if abs(rest - MIDDLE) < REACH:
            return self.centres[index] + (rest - MIDDLE) / SLOT * _SLOT
        return self._lane_tracks_at[place]

    def _down(self, place: int) -> float:
        index, rest = divmod(place, CELL)
        return self.middles[index] if rest == MIDDLE else self._row_tracks_at[place]

    @cached_property
    def _lane_tracks(self) -> Mapping[int, list[int]]:
        """Gap before a lane → the tracks in use, from left to right."""
        return _tracks(point[0] for route in self.routes for point in route.points[1:-1])

    @cached_property
    def _row_tracks(self) -> Mapping[int, list[int]]:
        """Gap above a row → the tracks in use, from top to bottom."""
        return _tracks(point[1] for route in self.routes for point in route.points[1:-1])

    @cached_property
    def _lane_tracks_at(self) -> Mapping[int, float]:
        found: dict[int, float] = {}
        for gap, tracks in self._lane_tracks.items():
            if gap == len(self.grid.lanes):
                first = self.borders[-1] + 20
            elif gap == 0:
                first = self.borders[0] + _SPACING
            else:
                first = self.borders[gap] - _SPACING * len(tracks)
            found |= {track: first + _SPACING * index for index, track in enumerate(tracks)}
        return found

    @cached_property
    def _row_tracks_at(self) -> Mapping[int, float]:
        found: dict[int, float] = {}
        for gap, tracks in self._row_tracks.items():
            if gap == len(self.grid.rows):
                lowest = self.middles[-1] + _ROW / 2 + _CLEAR + _SPACING * (len(tracks) - 1)
            else:
                lowest = self.middles[gap] - self._half(gap) - self._above(gap) - _CLEAR
            found |= {track: lowest - _SPACING * index for index, track in enumerate(reversed(tracks))}
        return found

    def _left_room(self, lane: int) -> float:
        tracks = len(self._lane_tracks[0]) if lane == 0 else 0
        return self._label_room(lane, "left") + _SPACING * tracks

    def _label_room(self, lane: int, side: str) -> float:
        widest = self._side_labels[lane, side]
        return max(_SIDE, widest + 10) if widest else _SIDE

    @cached_property
    def _side_labels(self) -> Mapping[tuple[int, str], float]:
        widest: dict[tuple[int, str], float] = defaultdict(float)
        for route in self.routes:
            if route.edge.label and not route.leaves.upright:
                place = self.grid.cells[route.edge.source][1], route.leaves.side
                widest[place] = max(widest[place], _label_width(self._words(route)))
        return widest

    def _half(self, row: int) -> float:
        return max(self.half_height(place) for place in self.grid.rows[row])

    def _gap(self, row: int) -> float:
        """The height that the gap above a row needs: labels of the row above, tracks, labels of this row's ways up."""
        tracks = len(self._row_tracks[row])
        below, above = self._below(row - 1), self._above(row)
        return (
            max(below, _CLEAR) + above + _CLEAR + _SPACING * max(0, tracks - 1)
            if tracks
            else below + above + 8
        )

    def _below(self, row: int) -> float:
        return self._labels_high(row, "bottom") if row >= 0 else 0

    def _above(self, row: int) -> float:
        return self._labels_high(row, "top")

    def _labels_high(self, row: int, side: str) -> float:
        counts = [
            len(self._words(route))
            for route in self._leaving[row]
            if route.leaves.side == side and route.edge.label
        ]
        return max(counts) * LABEL_LINE + 2 if counts else 0

    @cached_property
    def _leaving(self) -> Mapping[int, list[Route]]:
        """Row → the lines that leave its steps."""
        found: dict[int, list[Route]] = defaultdict(list)
        for route in self.routes:
            found[self.grid.cells[route.edge.source][0]].append(route)
        return found


def _tracks(places: Iterator[int]) -> Mapping[int, list[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for place in places:
        index = (place + CELL // 2) // CELL
        if abs(place - index * CELL) < CELL // 2 - REACH:
            found[index].add(place)
    ordered: dict[int, list[int]] = defaultdict(list)
    return ordered | {index: sorted(tracks) for index, tracks in found.items()}
