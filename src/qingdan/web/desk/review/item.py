"""One item of the queue: as filed, with everything beside it, and the opinion of the 审核组."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.powers.queries.items import FIELDS
from qingdan.reviews.queries.items import ItemUnderReview, item_under_review
from qingdan.reviews.queries.queue import group_lines, place_of
from qingdan.reviews.services.beginning import keep_begun
from qingdan.reviews.services.judging import GROUP_ACTS, judge_item
from qingdan.rules.review import ItemState, ListKind
from qingdan.rules.role import REVIEWING, Role
from qingdan.web.desk.review.forms import form_of, refused_here, typed_opinion
from qingdan.web.desk.review.places import address_of
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(REVIEWING)
LAYER = "group"
_TOGETHER = {"name", "category", "implementing_body", "body_kind", "disposition", "reason", "reason_code"}
FACTS = frozenset(FIELDS) - _TOGETHER
"""The fields of an item that stand as a line of their own; the others are told together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A layer's pages: which acts its form knows, where its items and its list are (names of addresses)."""

    layer: str
    acts: tuple[str, ...]
    item: str
    home: str


DESK = Desk(layer=LAYER, acts=GROUP_ACTS, item="review_item", home="review")


@page(*SEEN_BY)
def item(request: DeskRequest, campaign: str, kind: ListKind, number: str) -> HttpResponse:
    """The item and the form of the opinion, side by side."""
    today = day_of(request.at)
    found = item_under_review(
        request.actor, campaign=campaign, kind=kind, number=number, layer=LAYER, actions=GROUP_ACTS, on=today
    )
    lines = group_lines(request.actor, campaign, kind, found.seats)
    context = shown(request, found) | {
        "place": place_of(lines, number),
        "waits": found.head.state == ItemState.GROUP_REVIEW,
    }
    return render(request, "desk/review/item.html", context)


@act(Role.REVIEWER, on=item)
def judge(request: DeskRequest, campaign: str, kind: ListKind, number: str) -> HttpResponse:
    """Passes, returns or refers the item; what was typed is kept first, so that a refusal loses nothing."""
    return decide(request, campaign, kind, number, desk=DESK, service=judge_item)


@act(Role.REVIEWER, on=item)
def keep(request: DeskRequest, campaign: str, kind: ListKind, number: str) -> HttpResponse:
    """Keeps what is typed, by the button or by itself while somebody writes."""
    keep_typed(request, campaign, kind, number, LAYER)
    return kept(request, address_of("review_item", campaign, kind, number))


def decide(
    request: DeskRequest,
    campaign: str,
    kind: ListKind,
    number: str,
    *,
    desk: Desk,
    service: Callable[..., None],
) -> HttpResponse:
    """Gives the opinion typed to a service of `reviews`, and goes on to the next item, or home when there is none."""
    keep_typed(request, campaign, kind, number, desk.layer)
    action = action_in(request, desk.acts)
    service(
        campaign=campaign,
        kind=kind,
        number=number,
        version=number_in(request.POST.get("version", "")),
        action=action,
        typed=typed_opinion(request.POST),
        by=request.actor,
        at=request.at,
    )
    then = request.POST.get("then", "")
    if not then:
        return done(reverse(f"desk:{desk.home}"), said="review_queue_done", campaign=campaign, kind=kind)
    return done(address_of(desk.item, campaign, kind, then), said=f"review_{action}")


def keep_typed(request: DeskRequest, campaign: str, kind: ListKind, number: str, layer: str) -> None:
    """What is typed so far, for its author alone."""
    keep_begun(
        campaign=campaign,
        kind=kind,
        number=number,
        layer=layer,
        version=number_in(request.POST.get("version", "")),
        typed=typed_opinion(request.POST),
        by=request.actor,
        at=request.at,
    )


def kept(request: DeskRequest, address: str) -> HttpResponse:
    """What is said when something was kept: to a script a line, else the page again."""
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "desk/review/kept.html", {"kept_at": request.at})
    return done(address, said="review_kept")


def action_in(request: DeskRequest, known: tuple[str, ...]) -> str:
    """What the pressed button means; the first of the actions for the Enter key."""
    action = request.POST.get("action", "")
    return action if action in known else known[0]


def shown(request: DeskRequest, found: ItemUnderReview) -> dict[str, Any]:
    """What every page of an item under review is drawn from."""
    refusal = refused_here(request)
    return {
        "item": found,
        "head": found.head,
        "form": form_of(found, refusal),
        "facts": FACTS,
        "stale": bool(refusal and refusal.theirs),
        "today": day_of(request.at),
    }
