"""The charts of a filing's content: drawn, as lines of a table, in figures (R-025)."""

from qingdan.documents.model import ChartLine, PrintedChart
from qingdan.drawing.flow_chart import draw
from qingdan.filings.queries.content import Content
from qingdan.rules.flow_graph import Chart, Compared, Exit, Savings, Step, StepKind, figures, savings
from qingdan.rules.power_item import Category, Disposition
from qingdan.rules.time_limit import parse_limit


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


def chart_savings(content: Content) -> Savings:
    """What the charts of a filing save, over its kept items."""
    charts = {one["code"]: _compared(one) for one in content["charts"]}
    own = {one["item"]: one["code"] for one in content["charts"] if one["item"]}
    shared = {(one["unit"], one["category"]): one["code"] for one in content["charts"] if not one["item"]}
    kept = [one for one in content["items"] if one["values"].get("disposition") == Disposition.RETAIN]
    going = (own.get(one["number"]) or shared.get(_place(one)) for one in kept)
    return savings(charts.values(), (charts[code] for code in going if code))


def _place(item: Content) -> tuple[str, str]:
    return item["unit"], item["values"].get("category", "")


def _compared(chart: Content) -> Compared:
    now = figures(chart_of(chart))
    return Compared(
        steps=now.stages,
        days=now.days,
        steps_before=chart["before_steps"],
        days_before=chart["before_days"],
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
