"""The queue of a 审核组: all items by urgency, and passing in bulk those without an open problem."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.reviews.queries.queue import WAITING, Line, Queue, queue_of, tally
from qingdan.reviews.services.judging import pass_in_bulk
from qingdan.rules.review import REVIEWED_LISTS, ListKind
from qingdan.rules.role import LEADING, Role
from qingdan.web.desk.review.lists import lines_in
from qingdan.web.shared.pager import EACH_PAGE
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple({Role.REVIEWER} | LEADING)


@page(*SEEN_BY)
def review(request: DeskRequest) -> HttpResponse:
    """The items by urgency."""
    queue = queue_of(request.actor, campaign_in(request), kind_in(request))
    context = lines_in(request, queue)
    lines = queue.of_unit(context["unit"])
    context |= {
        "tally": tally(lines),
        "first": _first(queue, lines),
        "judges": Role.REVIEWER in request.actor.roles and bool(queue.groups),
        "today": day_of(request.at),
    }
    return render(request, "desk/review/queue.html", context)


@act(Role.REVIEWER, on=review)
def bulk(request: DeskRequest) -> HttpResponse:
    """Passes the ticked items that have no open problem; the opinions say 批量通过."""
    return take_ticked(request, pass_in_bulk, "review", "review_passed_in_bulk")


def take_ticked(
    request: DeskRequest, service: Callable[..., tuple[int, int]], home: str, said: str
) -> HttpResponse:
    """Has `service` take every item ticked in a list (the desk's page `home`) that it may take."""
    form = request.POST
    service(
        campaign=form.get("campaign", ""),
        kind=kind_in(request),
        numbers=form.getlist("numbers")[:EACH_PAGE],
        by=request.actor,
        at=request.at,
    )
    query = {name: form[name] for name in ("campaign", "kind", "unit") if form.get(name)}
    return done(reverse(f"desk:{home}"), said=said, **query)


def kind_in(request: DeskRequest) -> ListKind:
    """Which list a page is asked for; the power list unless it says the other."""
    asked = request.POST.get("kind") or request.GET.get("kind", "")
    return ListKind(asked) if asked in REVIEWED_LISTS else ListKind.POWER


def campaign_in(request: DeskRequest) -> str:
    """Which campaign a page is asked for; "" for the one in hand."""
    return request.POST.get("campaign") or request.GET.get("campaign", "")


def _first(queue: Queue, lines: tuple[Line, ...]) -> Line | None:
    """The item to begin with."""
    waiting = (one for one in lines if one.waits == WAITING and not one.own)
    return next(waiting, next(iter(queue.waiting), None))
