"""The legal office's charts: each beside its template, what differs marked; approved or returned (R-059)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.data.chart_labels import STEP_KIND_NAMES
from qingdan.drawing.flow_chart import draw
from qingdan.reviews.queries.chart_reviews import chart_queue, chart_under_review
from qingdan.reviews.services.charts import CHART_ACTS, judge_chart, reopen_chart
from qingdan.rules.flow_graph import Chart, Difference, DifferenceKind, Step, print_exits
from qingdan.rules.role import REVIEWING, Role
from qingdan.web.desk.charts.printing import limit_words
from qingdan.web.desk.review.item import action_in
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.pager import page_of
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(REVIEWING)
_CELLS = ("name", "post", "content", "limit", "document", "exits")
_OF_CELL: Mapping[DifferenceKind, str] = {
    DifferenceKind.KIND: "name",
    DifferenceKind.POST: "post",
    DifferenceKind.OFFICE: "post",
    DifferenceKind.CONTENT: "content",
    DifferenceKind.STANDARD: "content",
    DifferenceKind.STATUTORY_LIMIT: "limit",
    DifferenceKind.PROMISED_LIMIT: "limit",
    DifferenceKind.COUNTED: "limit",
    DifferenceKind.DOCUMENT: "document",
    DifferenceKind.EXITS: "exits",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of the table; `was`: what the template says there, None where it says the same."""

    text: str
    was: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A step as a line. `added`: the template has no such step; `moved`: it stands elsewhere there."""

    number: int
    kind: str
    cells: tuple[Cell, ...]
    added: bool
    moved: bool


@page(*SEEN_BY)
def chart_reviews(request: DeskRequest) -> HttpResponse:
    """All charts, those that wait first."""
    queue = chart_queue(request.actor, request.GET.get("campaign", ""))
    here = page_of(queue.lines, request)
    context = {"queue": queue, "here": here, "today": day_of(request.at)}
    return render(request, "desk/legality/charts.html", context)


@page(*SEEN_BY)
def chart(request: DeskRequest, campaign: str, code: str) -> HttpResponse:
    """The chart beside its template."""
    found = chart_under_review(request.actor, campaign=campaign, code=code, on=day_of(request.at))
    differences = [one for _, one in found.differences]
    context = {
        "chart": found,
        "rows": rows_of(found.value, differences),
        "drawings": draw(found.value),
        "template_rows": rows_of(found.template.chart, ()) if found.template else (),
        "template_drawings": draw(found.template.chart) if found.template else (),
        "removed": [one.name for one in differences if one.kind is DifferenceKind.REMOVED],
        "today": day_of(request.at),
    }
    return render(request, "desk/legality/chart.html", context)


@act(Role.LEGAL_AFFAIRS, on=chart)
def judge(request: DeskRequest, campaign: str, code: str) -> HttpResponse:
    """Approves the chart, or returns it with a reason."""
    action = action_in(request, CHART_ACTS)
    judge_chart(
        campaign=campaign,
        code=code,
        version=number_in(request.POST.get("version", "")),
        action=action,
        reason=request.POST.get("reason", ""),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:chart_reviews"), said=f"chart_{action}")


@act(Role.ESTABLISHMENT_OFFICE, Role.COUNTY_OFFICE, on=chart)
def reopen(request: DeskRequest, campaign: str, code: str) -> HttpResponse:
    """Gives an approved chart back to its unit."""
    reopen_chart(
        campaign=campaign,
        code=code,
        version=number_in(request.POST.get("version", "")),
        reason=request.POST.get("reason", ""),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:chart_review", args=[campaign, code]), said="chart_reopened")


def rows_of(value: Chart, differences: Iterable[Difference]) -> tuple[Row, ...]:
    """The steps as lines, each cell with what the template says there."""
    found: dict[int | None, list[Difference]] = {}
    for one in differences:
        found.setdefault(one.step, []).append(one)
    return tuple(_row(step, found.get(step.number, [])) for step in value.steps)


def _row(step: Step, differences: Iterable[Difference]) -> Row:
    kinds = {one.kind for one in differences}
    was: dict[str, list[str]] = {}
    for one in differences:
        if one.kind in _OF_CELL:
            was.setdefault(_OF_CELL[one.kind], []).append(_said(one))
    texts: dict[str, Any] = {
        "name": step.name,
        "post": " ".join(filter(None, (step.post, step.office))),
        "content": "\n".join(filter(None, (step.content, step.standard))),
        "limit": limit_words(step),
        "document": step.document,
        "exits": print_exits(step),
    }
    return Row(
        number=step.number,
        kind=STEP_KIND_NAMES[step.kind],
        cells=tuple(
            Cell(text=texts[name], was="；".join(was[name]) if name in was else None) for name in _CELLS
        ),
        added=DifferenceKind.ADDED in kinds,
        moved=DifferenceKind.ORDER in kinds,
    )


def _said(one: Difference) -> str:
    if one.kind is DifferenceKind.KIND:
        return next((word for key, word in STEP_KIND_NAMES.items() if key == one.before), one.before)
    return one.before
