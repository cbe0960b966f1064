"""The 综合组: disputed items with all sides' words, one answer for all; what units let pass unanswered."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.reviews.queries.items import item_under_review
from qingdan.reviews.queries.layers import HELD_BY_UNIT, dispute_lines, disputes_of
from qingdan.reviews.queries.queue import place_of, tally
from qingdan.reviews.queries.routing import routes_of
from qingdan.reviews.services.settling import ACTS, settle_item, take_up
from qingdan.rules.review import ItemState, ListKind
from qingdan.rules.role import LEADING, Role
from qingdan.web.desk.review.item import Desk, decide, keep_typed, kept, shown
from qingdan.web.desk.review.lists import lines_in
from qingdan.web.desk.review.places import address_of
from qingdan.web.desk.review.queue import campaign_in, kind_in
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(LEADING)
LAYER = "coordination"
DESK = Desk(layer=LAYER, acts=ACTS, item="dispute", home="disputes")


@page(*SEEN_BY)
def disputes(request: DeskRequest) -> HttpResponse:
    """What waits for an answer, and what is overdue with units."""
    found = disputes_of(request.actor, campaign_in(request), kind=kind_in(request), on=day_of(request.at))
    context = lines_in(request, found.queue) | {
        "tally": tally(found.queue.lines),
        "overdue": found.overdue,
        "in_time": found.in_time,
        "settles": Role.COORDINATION_GROUP in request.actor.roles,
        "today": day_of(request.at),
    }
    return render(request, "desk/review/disputes.html", context)


@page(*SEEN_BY)
def dispute(request: DeskRequest, campaign: str, kind: ListKind, number: str) -> HttpResponse:
    """One disputed item: who said what, and the form of the answer."""
    today = day_of(request.at)
    found = item_under_review(
        request.actor, campaign=campaign, kind=kind, number=number, layer=LAYER, actions=ACTS, on=today
    )
    routes = routes_of(found.head.template, request.actor.region)
    lines = dispute_lines(request.actor, campaign, kind, found.seats, routes)
    lines = tuple(one for one in lines if one.state not in HELD_BY_UNIT)
    sides = [found.record.last_of(layer) for layer in ("group", "member", "unit", "legality")]
    context = shown(request, found) | {
        "place": place_of(lines, number),
        "waits": found.head.state == ItemState.DISPUTED or "settle" in found.actions,
        "sides": [one for one in sides if one],
    }
    return render(request, "desk/review/dispute.html", context)


@act(Role.COORDINATION_GROUP, on=dispute)
def settle(request: DeskRequest, campaign: str, kind: ListKind, number: str) -> HttpResponse:
    """Answers for all sides, or hands the item back to its unit."""
    return decide(request, campaign, kind, number, desk=DESK, service=settle_item)


@act(Role.COORDINATION_GROUP, on=dispute)
def keep_dispute(request: DeskRequest, campaign: str, kind: ListKind, number: str) -> HttpResponse:
    """Keeps what is typed."""
    keep_typed(request, campaign, kind, number, LAYER)
    return kept(request, address_of("dispute", campaign, kind, number))


@act(Role.COORDINATION_GROUP, on=disputes)
def take_up_overdue(request: DeskRequest) -> HttpResponse:
    """Takes up the ticked items whose unit let the last day pass."""
    form = request.POST
    take_up(
        campaign=form.get("campaign", ""),
        kind=kind_in(request),
        numbers=form.getlist("overdue"),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:disputes"), said="review_taken_up")
