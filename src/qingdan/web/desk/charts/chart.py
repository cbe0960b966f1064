"""One chart: drawn and as a table, edited, beside its template, taken in and given out as BPMN."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.base.refusal import Missing
from qingdan.data.chart_labels import STEP_KIND_NAMES
from qingdan.drawing.bpmn import to_bpmn
from qingdan.drawing.flow_chart import draw
from qingdan.flows.queries.findings import ChartFinding
from qingdan.flows.queries.pages import ChartPage, chart_page
from qingdan.flows.services import (
    RowAct,
    RowChange,
    delete_chart,
    import_bpmn,
    save_chart,
    use_template,
)
from qingdan.rules.flow_graph import Chart, Template, print_exits
from qingdan.web.desk.charts.chart_form import difference_lines, form_of, typed_form
from qingdan.web.desk.charts.charts import SEEN_BY, WRITTEN_BY
from qingdan.web.desk.charts.printing import charts_pdf, limit_words
from qingdan.web.shared.downloads import made
from qingdan.web.shared.request import DeskRequest, act, done, page


@page(*SEEN_BY)
def chart(request: DeskRequest, code: str) -> HttpResponse:
    """The drawing and the same steps as a table, with what is wrong."""
    found = _found(request, code)
    context = {
        "chart": found,
        "drawings": draw(found.value),
        "rows": table_rows(found.value, found.findings),
        "whole": [one for one in found.findings if one.step is None],
        "differences": difference_lines(found),
    }
    return render(request, "desk/charts/chart.html", context)


@page(*WRITTEN_BY)
def edit(request: DeskRequest, code: str) -> HttpResponse:
    """The table as a form."""
    found = _found(request, code)
    if not found.editable:
        raise Missing
    refusal = request.refusal if request.refusal and "row-1-kind" in request.refusal.typed else None
    return render(request, "desk/charts/edit.html", {"chart": found, "form": form_of(found, refusal)})


@page(*SEEN_BY)
def compare(request: DeskRequest, code: str) -> HttpResponse:
    """The chart beside a template of its category: the one it was begun from unless another is asked for."""
    found = _found(request, code)
    other = _template(found, request.POST.get("template") or request.GET.get("template", ""))
    context = {
        "chart": found,
        "rows": table_rows(found.value, ()),
        "template": other,
        "template_rows": table_rows(other.chart, ()) if other else [],
        "drawings": draw(found.value),
        "template_drawings": draw(other.chart) if other else [],
    }
    return render(request, "desk/charts/compare.html", context)


@page(*SEEN_BY)
def print_one(request: DeskRequest, code: str) -> HttpResponse:
    """The chart as a PDF: the drawing on one page, then its table."""
    found = _found(request, code)
    content = charts_pdf(
        [found], unit_name=found.unit_name, campaign_name=found.campaign_name, on=day_of(request.at)
    )
    return made(content, name=f"{found.name}流程图.pdf", kind="pdf")


@page(*SEEN_BY)
def bpmn(request: DeskRequest, code: str) -> HttpResponse:
    """The chart as a BPMN 2.0 file."""
    found = _found(request, code)
    return made(to_bpmn(found.value).encode(), name=f"{found.name}.bpmn", kind="xml")


@act(*WRITTEN_BY, on=edit)
def save(request: DeskRequest, code: str) -> HttpResponse:
    """Keeps the table, and does what its button says with a row."""
    values, rows = typed_form(request.POST)
    change = _change(request.POST.get("then", ""))
    save_chart(
        code=code,
        version=_version(request),
        values=values,
        rows=rows,
        change=change,
        by=request.actor,
        at=request.at,
    )
    address = reverse("desk:chart_edit", args=[code])
    if change is None:
        return done(address, said="chart_saved")
    return done(f"{address}?said=chart_row#f-row-{_focus(change)}-name")


@act(*WRITTEN_BY, on=compare)
def use(request: DeskRequest, code: str) -> HttpResponse:
    """Puts the steps of a template in the place of the chart's."""
    template = request.POST.get("template", "")
    use_template(code=code, version=_version(request), template=template, by=request.actor, at=request.at)
    return done(reverse("desk:chart_edit", args=[code]), said="chart_replaced")


@act(*WRITTEN_BY, on=edit)
def take_in(request: DeskRequest, code: str) -> HttpResponse:
    """Puts the steps of a BPMN file in the place of the chart's."""
    file = request.FILES.get("file")
    import_bpmn(code=code, version=_version(request), file=file, by=request.actor, at=request.at)
    return done(reverse("desk:chart_edit", args=[code]), said="chart_replaced")


@act(*WRITTEN_BY, on=chart)
def delete(request: DeskRequest, code: str) -> HttpResponse:
    """Takes the chart away."""
    unit = code.partition("-")[0]
    delete_chart(code=code, version=_version(request), by=request.actor, at=request.at)
    return done(reverse("desk:charts"), said="chart_deleted", unit=unit)


def table_rows(value: Chart, findings: tuple[ChartFinding, ...]) -> list[dict[str, Any]]:
    """The steps as lines of a table."""
    return [
        {
            "number": step.number,
            "kind": STEP_KIND_NAMES[step.kind],
            "step": step,
            "limit": limit_words(step),
            "exits": print_exits(step),
            "findings": [one for one in findings if one.step == step.number],
        }
        for step in value.steps
    ]


def _found(request: DeskRequest, code: str) -> ChartPage:
    return chart_page(request.actor, code, on=day_of(request.at))


def _template(found: ChartPage, asked: str) -> Template | None:
    named = next((one for one in found.templates if one.procedure == asked), None)
    return named or found.template or next(iter(found.templates), None)


def _version(request: DeskRequest) -> int:
    words = request.POST.get("version", "")
    return int(words) if words.isdecimal() and len(words) < 9 else 0


def _change(words: str) -> RowChange | None:
    name, _, place = words.partition(" ")
    if name not in set(RowAct) or not place.isdecimal() or len(place) > 3:
        return None
    return RowChange(act=RowAct(name), place=int(place))


def _focus(change: RowChange) -> int:
    """The row to go on with."""
    moves = {RowAct.ADD: 1, RowAct.UP: -1, RowAct.DOWN: 1, RowAct.DROP: 0}
    return max(1, change.place + moves[change.act])
