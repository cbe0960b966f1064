"""What a chart comes to in numbers, and what a new one saves against the old (R-025)."""

from collections.abc import Iterable
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """What is saved: stages, posts, days of each kind; negative where there are more than before."""

    stages: int = 0
    posts: int = 0
    working_days: int = 0
    natural_days: int = 0

    def __add__(self, other: "Reduction") -> "Reduction":
        return Reduction(
            stages=self.stages + other.stages,
            posts=self.posts + other.posts,
            working_days=self.working_days + other.working_days,
            natural_days=self.natural_days + other.natural_days,
        )


def figures(chart: Chart) -> ChartFigures:
    """The figures of a chart. Working and natural days are each the most on one way, within the chart's clock."""
    return ChartFigures(
        stages=len(stages(chart)),
        posts=sum(1 for post in posts(chart) if post),
        working_days=longest_way(chart, counted_days(DayKind.WORKING)),
        natural_days=longest_way(chart, counted_days(DayKind.NATURAL)),
        timed=longest_way(chart, _has_limit) > 0,
    )


def reduction(*, before: Chart, after: Chart) -> Reduction:
    """What the new chart saves.

    Source: the plan, 减少内部运转环节 (R-025). Reading: days are compared within their kind; a step that went from
    natural to working days saves in the one and costs in the other. Days not known in one of the two save none.
    """
    old, new = figures(before), figures(after)
    comparable = old.timed and new.timed
    return Reduction(
        stages=old.stages - new.stages,
        posts=old.posts - new.posts,
        working_days=old.working_days - new.working_days if comparable else 0,
        natural_days=old.natural_days - new.natural_days if comparable else 0,
    )


def total(reductions: Iterable[Reduction]) -> Reduction:
    """The sum over items, for a unit or the city."""
    return sum(reductions, Reduction())


def _has_limit(step: Step) -> int:
    return int(step.counted and step.limit is not None)
