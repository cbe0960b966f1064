"""What each item before clearing still lacks, for who leads the work; consultation is concluded here (R-057)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.reviews.queries.gates import gates_of
from qingdan.reviews.services.gates import conclude_all
from qingdan.rules.review import ItemState
from qingdan.rules.role import LEADING
from qingdan.web.desk.review.queue import kind_in
from qingdan.web.shared.pager import page_of
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(LEADING)
SHOWN = ("all", "conclude", "unsigned", "chart")


@page(*SEEN_BY)
def gates(request: DeskRequest) -> HttpResponse:
    """Items in consultation and at legality, those of one gate or all."""
    form = request.POST or request.GET
    found = gates_of(request.actor, form.get("campaign", ""), kind_in(request))
    shown = form.get("shown", "all") if form.get("shown", "all") in SHOWN else "all"
    counts = {
        "consultation": sum(one.state == ItemState.CONSULTATION for one in found.lines),
        "legality": sum(one.state == ItemState.LEGALITY for one in found.lines),
        "conclude": sum(one.may_conclude for one in found.lines),
        "unsigned": sum(bool(one.unsigned) for one in found.lines),
        "chart": sum(one.chart not in {"", "approved"} for one in found.lines),
        "ready": sum(one.ready for one in found.lines),
    }
    chosen = {
        "all": found.lines,
        "conclude": [one for one in found.lines if one.may_conclude],
        "unsigned": [one for one in found.lines if one.unsigned],
        "chart": [one for one in found.lines if one.chart not in {"", "approved"}],
    }[shown]
    here = page_of(chosen, request)
    context = {
        "gates": found,
        "counts": counts,
        "shown": shown,
        "here": here,
        "count": len(chosen),
        "today": day_of(request.at),
    }
    return render(request, "desk/legality/gates.html", context)


@act(*SEEN_BY, on=gates)
def conclude(request: DeskRequest) -> HttpResponse:
    """Ends the consultation of every item for which it can end."""
    campaign, kind = request.POST.get("campaign", ""), kind_in(request)
    conclude_all(campaign=campaign, kind=kind, by=request.actor, at=request.at)
    return done(reverse("desk:gates"), said="gates_concluded", campaign=campaign, kind=kind)
