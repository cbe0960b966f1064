"""What a chart comes to in numbers."""

from dataclasses import dataclass

from qingdan.rules.flows.limits import counted_days, longest_way
from qingdan.rules.flows.values import Chart, Step, posts, stages
from qingdan.rules.power_item import DayKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartFigures:
    """`stages` (环节) and `posts` (岗位) of a chart; the working and the natural days of its longest way in each.

    `timed`: whether any counted step within the clock has a limit; without one the days are not known.
    """

    stages: int
    posts: int
    working_days: int
    natural_days: int
    timed: bool

    @property
    def days(self) -> int | None:
        """The days of both kinds; None where they are not known. A chart that says 当日 alone has 0."""
        return self.working_days + self.natural_days if self.timed else None


def figures(chart: Chart) -> ChartFigures:
    """The figures of a chart. Working and natural days are each the most on one way, within the chart's clock."""
    return ChartFigures(
        stages=len(stages(chart)),
        posts=sum(1 for post in posts(chart) if post),
        working_days=longest_way(chart, counted_days(DayKind.WORKING)),
        natural_days=longest_way(chart, counted_days(DayKind.NATURAL)),
        timed=longest_way(chart, _has_limit) > 0,
    )


def _has_limit(step: Step) -> int:
    return int(step.counted and step.limit is not None)
