"""Charts as they are printed: one drawing a page, then the same steps as a table."""

from collections.abc import Iterable
from datetime import date

from qingdan.documents.charts import chart_set_pdf
from qingdan.documents.model import ChartLine, ChartSet, PrintedChart
from qingdan.drawing.flow_chart import draw
from qingdan.flows.queries.pages import ChartPage
from qingdan.rules.flow_graph import Step, print_exits, print_limit


def charts_pdf(charts: Iterable[ChartPage], *, unit_name: str, campaign_name: str, on: date) -> bytes:
    """The PDF of these charts of a unit."""
    printed = tuple(_printed(one, place) for place, one in enumerate(charts, 1))
    return chart_set_pdf(ChartSet(department=unit_name, campaign=campaign_name, filled_on=on, charts=printed))


def limit_words(step: Step) -> str:
    """The limit of a step as tables print it; what does not count says so."""
    words = print_limit(step.limit) if step.limit else ""
    return words if step.counted or not words else f"{words}（不计入）"


def _printed(page: ChartPage, place: int) -> PrintedChart:
    return PrintedChart(
        number=f"图{place}",
        title=page.name,
        scope=page.item_name or page.category_name,
        drawings=tuple(draw(page.value)),
        lines=tuple(
            ChartLine(
                number=str(step.number),
                name=step.name,
                post=step.post,
                content=step.content,
                limit=limit_words(step),
                document=step.document,
                next_steps=print_exits(step),
            )
            for step in page.value.steps
        ),
    )
