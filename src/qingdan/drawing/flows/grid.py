"""Where the steps of a chart stand: a row for each 环节, a lane for each post."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from qingdan.rules.flow_graph import Chart, Step, StepKind, posts, stages


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A line to draw: places of its steps in `Chart.steps`, its condition, and its rank among the exits of its step."""

    source: int
    target: int
    label: str
    rank: int


@dataclass(frozen=True, kw_only=True)
class Grid:
    """`lanes` are the posts from left to right; `rows` hold places in `Chart.steps`, from top to bottom."""

    chart: Chart
    lanes: tuple[str, ...]
    rows: tuple[tuple[int, ...], ...]

    @cached_property
    def cells(self) -> Mapping[int, tuple[int, int]]:
        """Place of a step → its row and lane."""
        lane = {post: index for index, post in enumerate(self.lanes)}
        return {
            place: (row, lane[self.chart.steps[place].post])
            for row, places in enumerate(self.rows)
            for place in places
        }

    @cached_property
    def taken(self) -> frozenset[tuple[int, int]]:
        """The cells in which a step stands."""
        return frozenset(self.cells.values())

    def step(self, place: int) -> Step:
        """The step at that place."""
        return self.chart.steps[place]

    def column_free(self, lane: int, first: int, last: int) -> bool:
        """Whether no step stands in a lane from row `first` to row `last`, both included."""
        return all((row, lane) not in self.taken for row in range(first, last + 1))

    def row_free(self, row: int, first: int, last: int) -> bool:
        """Whether no step stands in a row from lane `first` to lane `last`, both included."""
        return all((row, lane) not in self.taken for lane in range(first, last + 1))


def grid(chart: Chart, lanes: tuple[str, ...] | None = None) -> Grid:
    """The grid of a chart with its lanes in that order, else in the order of their first step.

    Steps of one 环节 stand side by side; where two of them are of one post, the second begins a new row.
    """
    rows: list[list[int]] = []
    place = 0
    for stage in stages(chart):
        taken: set[str] = set()
        rows.append([])
        for step in stage:
            if step.post in taken:
                rows.append([])
                taken.clear()
            taken.add(step.post)
            rows[-1].append(place)
            place += 1
    return Grid(chart=chart, lanes=lanes or posts(chart), rows=tuple(map(tuple, rows)))


def edges(chart: Chart) -> tuple[Edge, ...]:
    """The lines of a chart; exits to steps that do not exist have none."""
    places: dict[int, int] = {}
    for place, step in enumerate(chart.steps):
        places.setdefault(step.number, place)
    return tuple(
        Edge(source=place, target=places[way.to], label=way.condition, rank=rank)
        for place, step in enumerate(chart.steps)
        for rank, way in enumerate(step.exits)
        if way.to in places
    )


HALF_HEIGHTS: Mapping[StepKind, int] = {
    StepKind.START: 22,
    StepKind.END: 22,
    StepKind.ACT: 27,
    StepKind.DOCUMENT: 27,
    StepKind.DECISION: 34,
}
"""Half the height of a node, in pixels."""
HALF_WIDTH = 82
