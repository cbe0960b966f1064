"""卡在哪里: who holds what, since when, what is overdue, whom to call."""

from django.http import HttpResponse
from django.shortcuts import render

from qingdan.base.clock import day_of
from qingdan.base.refusal import Missing
from qingdan.reviews.queries.holding import held_by, holding_of
from qingdan.rules.role import REVIEWING
from qingdan.web.desk.review.queue import kind_in
from qingdan.web.shared.request import DeskRequest, page

SEEN_BY = tuple(REVIEWING)


@page(*SEEN_BY)
def stuck(request: DeskRequest) -> HttpResponse:
    """Every holder with what it has, the latest first."""
    today = day_of(request.at)
    found = holding_of(request.actor, request.GET.get("campaign", ""), kind=kind_in(request), on=today)
    return render(request, "desk/review/stuck.html", {"holding": found, "today": today})


@page(*SEEN_BY)
def stuck_with(request: DeskRequest, holder: str) -> HttpResponse:
    """Everything that one holder has."""
    today = day_of(request.at)
    found = held_by(request.actor, holder, request.GET.get("campaign", ""), kind=kind_in(request), on=today)
    if found is None:
        raise Missing
    return render(request, "desk/review/stuck_with.html", {"held": found, "today": today})
