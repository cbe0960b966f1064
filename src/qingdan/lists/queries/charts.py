"""The charts of a filing's content: drawn, as lines of a table, in figures (R-025)."""

from collections.abc import Iterable
from dataclasses import dataclass

from qingdan.documents.model import ChartLine, PrintedChart
from qingdan.drawing.flow_chart import draw
from qingdan.lists.queries.content import Content
from qingdan.rules.flow_graph import Chart, Exit, Step, StepKind, figures
from qingdan.rules.power_item import Category
from qingdan.rules.time_limit import parse_limit


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartFigures:
    """The charts of a unit in numbers. Steps and days are summed over the `compared` ones: those that say both."""

    charts: int
    compared: int
    steps_before: int
    steps_after: int
    days_before: int
    days_after: int


def chart_of(frozen: Content) -> Chart:
    """A chart as the rules know it. Limits that cannot be read are none."""
    known = frozen["category"] in set(Category)
    return Chart(
        steps=tuple(_step(one) for one in frozen["steps"]),
        category=Category(frozen["category"]) if known else None,
        title=frozen["name"],
        clock_from=frozen.get("clock_from"),
        clock_until=frozen.get("clock_until"),
    )


def printed_chart(frozen: Content, *, number: str, scope: str) -> PrintedChart:
    """A chart as it is printed: drawn, and the same steps as lines."""
    return PrintedChart(
        number=number,
        title=frozen["name"],
        scope=scope,
        drawings=tuple(draw(chart_of(frozen))),
        lines=tuple(_line(one) for one in frozen["steps"]),
    )


def chart_figures(charts: Iterable[Content]) -> ChartFigures:
    """The figures of all charts. A chart is compared when it says how many steps and days there were before."""
    found = list(charts)
    said = [one for one in found if one["before_steps"] is not None and one["before_days"] is not None]
    now = [figures(chart_of(one)) for one in said]
    return ChartFigures(
        charts=len(found),
        compared=len(said),
        steps_before=sum(one["before_steps"] for one in said),
        steps_after=sum(one.stages for one in now),
        days_before=sum(one["before_days"] for one in said),
        days_after=sum(one.working_days + one.natural_days for one in now),
    )


def _step(one: Content) -> Step:
    return Step(
        number=one["number"],
        kind=StepKind(one["kind"]),
        name=one["name"],
        post=one["post"],
        office=one["office"],
        content=one["content"],
        standard=one["standard"],
        statutory_limit=parse_limit(one["statutory_limit"]) if one["statutory_limit"] else None,
        promised_limit=parse_limit(one["promised_limit"]) if one["promised_limit"] else None,
        counted=one.get("counted", True),
        document=one["document"],
        exits=tuple(Exit(to=way["to"], condition=way["condition"]) for way in one["exits"]),
    )


def _line(one: Content) -> ChartLine:
    ways = [f"{way['condition']} → {way['to']}".strip() for way in one["exits"]]
    return ChartLine(
        number=str(one["number"]),
        name=one["name"],
        post=one["post"],
        content=one["content"],
        limit=one["promised_limit"] or one["statutory_limit"],
        document=one["document"],
        next_steps="；".join(ways),
    )
