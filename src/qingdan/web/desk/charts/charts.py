"""The charts of a unit: which there are, which are missing, what they save."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.flows.queries.overview import city_charts, unit_charts
from qingdan.flows.queries.own_items import own_choices
from qingdan.flows.queries.pages import chart_page
from qingdan.flows.services import start_chart, start_own_chart
from qingdan.powers.services.fields import plain
from qingdan.rules.role import DRAFTING, REVIEWING
from qingdan.web.desk.charts.printing import charts_pdf
from qingdan.web.shared.downloads import made
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(DRAFTING | REVIEWING)
WRITTEN_BY = tuple(DRAFTING)


def _unit_asked(request: DeskRequest) -> str:
    return request.POST.get("unit") or request.GET.get("unit", "")


def _drafts(request: DeskRequest) -> bool:
    return bool(request.actor.roles & DRAFTING)


@page(*SEEN_BY)
def charts(request: DeskRequest) -> HttpResponse:
    """The charts of a unit by category, and those of single items. Who only reviews has none: he sees the city's."""
    if not _unit_asked(request) and not _drafts(request):
        return redirect("desk:charts_city")
    found = unit_charts(request.actor, _unit_asked(request), on=day_of(request.at))
    words = plain(request.GET.get("find", ""))
    choices = own_choices(request.actor, campaign=found.campaign, unit=found.unit, words=words)
    return render(request, "desk/charts/charts.html", {"charts": found, "choices": choices})


@page(*SEEN_BY)
def city(request: DeskRequest) -> HttpResponse:
    """What the charts save, unit by unit and in all (R-025)."""
    rows, total = city_charts(request.actor)
    return render(
        request, "desk/charts/city.html", {"rows": rows, "total": total, "drafts": _drafts(request)}
    )


@page(*SEEN_BY)
def print_all(request: DeskRequest) -> HttpResponse:
    """All charts of a unit as one PDF."""
    on = day_of(request.at)
    found = unit_charts(request.actor, _unit_asked(request), on=on)
    codes = [one.chart.code for one in found.categories if one.chart] + [one.code for one in found.own]
    pages = [chart_page(request.actor, code, on=on) for code in codes]
    content = charts_pdf(pages, unit_name=found.unit_name, campaign_name=found.campaign_name, on=on)
    return made(content, name=f"{found.unit_name}流程图.pdf", kind="pdf")


@act(*WRITTEN_BY, on=charts)
def start(request: DeskRequest) -> HttpResponse:
    """Begins the chart of a category."""
    form = request.POST
    saved = start_chart(
        campaign=form.get("campaign", ""),
        unit=form.get("unit", ""),
        category=form.get("category", ""),
        template=form.get("template", ""),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:chart_edit", args=[saved.code]), said="chart_started")


@act(*WRITTEN_BY, on=charts)
def start_own(request: DeskRequest) -> HttpResponse:
    """Begins a chart for one item alone."""
    number, template = request.POST.get("item", ""), request.POST.get("template", "")
    saved = start_own_chart(number=number, template=template, by=request.actor, at=request.at)
    return done(reverse("desk:chart_edit", args=[saved.code]), said="chart_started")
