"""清理登记: the first page of a unit, and sending its filing to the principal."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.filings.queries.department import DepartmentPage, Recent, department_page
from qingdan.filings.queries.documents import LONG
from qingdan.filings.services.access import SENDING
from qingdan.filings.services.signing import send_to_principal
from qingdan.rules.role import DRAFTING, REVIEWING
from qingdan.web.desk.filing.lines import shown_line
from qingdan.web.desk.filing.words import recent_words
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(DRAFTING | REVIEWING)
RECENT = 8


@page(*SEEN_BY)
def department(request: DeskRequest) -> HttpResponse:
    """How far the unit is, and everything that keeps its filing back."""
    shown = department_page(request.actor, unit=_unit(request), today=day_of(request.at))
    context = {
        "page": shown,
        "today": day_of(request.at),
        "lines": [shown_line(one, shown.unit) for one in shown.progress.lines],
        "recent": _recent(shown)[:RECENT],
        "sends": bool(request.actor.roles & SENDING) and shown.own,
        "ready": _is_ready(shown),
        "long": shown.progress.total("items") > LONG,
        "totals": {
            name: shown.progress.total(name) for name in ("items", "filled", "clean", "charted", "retained")
        },
    }
    return render(request, "desk/filing/department.html", context)


@act(*sorted(SENDING), on=department)
def send(request: DeskRequest) -> HttpResponse:
    """Freezes the filing and puts it before the principal."""
    form = request.POST
    campaign, unit = form.get("campaign", ""), form.get("unit", "")
    number = send_to_principal(campaign=campaign, unit=unit, by=request.actor, at=request.at)
    return done(reverse("desk:filing_version", args=[campaign, unit, number]), said="filing_sent")


def _unit(request: DeskRequest) -> str:
    return request.GET.get("unit", "") or request.POST.get("unit", "")


def _recent(shown: DepartmentPage) -> list[tuple[Recent, str]]:
    """Acts that have words: what the program notes for itself has none."""
    named = ((one, recent_words(one.kind, one.count, one.data)) for one in shown.recent)
    return [(one, words) for one, words in named if words]


def _is_ready(shown: DepartmentPage) -> bool:
    return not (shown.progress.open_lines or shown.filed_by or shown.closed)
