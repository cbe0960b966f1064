"""The charts of a filing's content: drawn, as lines of a table, in figures (R-025)."""

from collections.abc import Iterable
from dataclasses import dataclass

from qingdan.documents.model import ChartLine, PrintedChart
from qingdan.drawing.flow_chart import draw
from qingdan.filings.queries.content import Content
from qingdan.rules.flow_graph import Chart, Exit, Step, StepKind, figures
from qingdan.rules.power_item import Category
from qingdan.rules.time_limit import parse_limit


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartFigures:
    """The charts of a unit in numbers.

    Steps are summed over the `compared` charts, which say how many there were before; days over the `timed` ones,
    which say how many there were before and in which a step has a limit.
    """

    charts: int
    compared: int
    timed: int
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
    """The figures of all charts."""
    found = [(one, figures(chart_of(one))) for one in charts]
    steps = [(one["before_steps"], now.stages) for one, now in found if one["before_steps"] is not None]
    said = [(one["before_days"], now.days) for one, now in found if one["before_days"] is not None]
    days = [(before, now) for before, now in said if now is not None]
    return ChartFigures(
        charts=len(found),
        compared=len(steps),
        timed=len(days),
        steps_before=sum(before for before, _ in steps),
        steps_after=sum(after for _, after in steps),
        days_before=sum(before for before, _ in days),
        days_after=sum(after for _, after in days),
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
