"""The second layer: the member unit on classification and disposition, after the 审核组 (R-097).

The legal office speaks here as a member unit; what it says as the last gate has pages and records of its own.
"""

from django.http import HttpResponse
from django.shortcuts import render

from qingdan.base.clock import day_of
from qingdan.reviews.queries.items import item_under_review
from qingdan.reviews.queries.layers import member_lines, member_queue
from qingdan.reviews.queries.queue import place_of, tally
from qingdan.reviews.queries.routing import routes_of
from qingdan.reviews.services.judging import MEMBER_ACTS, confirm_in_bulk, judge_item
from qingdan.rules.review import ItemState, ListKind
from qingdan.rules.role import Role
from qingdan.web.desk.review.item import Desk, decide, keep_typed, kept, shown
from qingdan.web.desk.review.lists import lines_in
from qingdan.web.desk.review.places import address_of
from qingdan.web.desk.review.queue import campaign_in, kind_in, take_ticked
from qingdan.web.shared.request import DeskRequest, act, page

LAYER = "member"
DESK = Desk(layer=LAYER, acts=MEMBER_ACTS, item="second_item", home="review_second")


@page(Role.MEMBER_UNIT)
def second(request: DeskRequest) -> HttpResponse:
    """The items routed to the own unit."""
    queue = member_queue(request.actor, campaign_in(request), kind_in(request))
    context = lines_in(request, queue) | {"tally": tally(queue.lines), "today": day_of(request.at)}
    return render(request, "desk/review/second.html", context)


@act(Role.MEMBER_UNIT, on=second)
def bulk(request: DeskRequest) -> HttpResponse:
    """Confirms the ticked items that have no open problem; the opinions say 批量同意."""
    return take_ticked(request, confirm_in_bulk, "review_second", "review_confirmed_in_bulk")


@page(Role.MEMBER_UNIT)
def second_item(request: DeskRequest, campaign: str, kind: ListKind, number: str) -> HttpResponse:
    """The item with the opinion of the 审核组 first, and the form of the member unit's."""
    today = day_of(request.at)
    found = item_under_review(
        request.actor, campaign=campaign, kind=kind, number=number, layer=LAYER, actions=MEMBER_ACTS, on=today
    )
    routes = routes_of(found.head.template, request.actor.region)
    lines = member_lines(request.actor, campaign, kind, found.seats, routes)
    context = shown(request, found) | {
        "place": place_of(lines, number),
        "waits": found.head.state == ItemState.MEMBER_REVIEW,
        "group_said": found.record.last_of("group"),
    }
    return render(request, "desk/review/second_item.html", context)


@act(Role.MEMBER_UNIT, on=second_item)
def confirm(request: DeskRequest, campaign: str, kind: ListKind, number: str) -> HttpResponse:
    """Confirms class and disposition, or disagrees: then the 综合组 answers for all."""
    return decide(request, campaign, kind, number, desk=DESK, service=judge_item)


@act(Role.MEMBER_UNIT, on=second_item)
def keep_second(request: DeskRequest, campaign: str, kind: ListKind, number: str) -> HttpResponse:
    """Keeps what is typed."""
    keep_typed(request, campaign, kind, number, LAYER)
    return kept(request, address_of("second_item", campaign, kind, number))
