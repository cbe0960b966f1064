"""审核意见: what came back to a unit, its answer item by item, and the supplement that its principal signs."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.reviews.queries.answers import ANSWERS, answers_of, own_item, supplement_page
from qingdan.reviews.services.answering import answer_item, sign_supplement
from qingdan.rules.review import ListKind
from qingdan.rules.role import DRAFTING, Role
from qingdan.web.desk.review.item import action_in
from qingdan.web.desk.review.places import address_of
from qingdan.web.desk.review.queue import kind_in
from qingdan.web.shared.factor import with_factor
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(DRAFTING)
ANSWERERS = (Role.LIAISON, Role.DEPUTY, Role.PRINCIPAL)


@page(*SEEN_BY)
def opinions(request: DeskRequest) -> HttpResponse:
    """The items that wait for the unit, by last day; what others have in hand; what was signed."""
    found = answers_of(request.actor, campaign=request.GET.get("campaign", ""), kind=kind_in(request))
    context = {"answers": found, "today": day_of(request.at)}
    return render(request, "desk/review/opinions.html", context)


@page(*SEEN_BY)
def opinion(request: DeskRequest, campaign: str, kind: ListKind, number: str) -> HttpResponse:
    """One item with all that was said of it, and what the unit can answer."""
    found = own_item(request.actor, campaign=campaign, kind=kind, number=number, on=day_of(request.at))
    context = {
        "item": found,
        "head": found.head,
        "returned": found.record.last_of("group", "coordination", "legality", "office"),
        "today": day_of(request.at),
        "stale": bool(request.refusal and request.refusal.theirs),
    }
    return render(request, "desk/review/opinion.html", context)


@act(*ANSWERERS, on=opinion)
def answer(request: DeskRequest, campaign: str, kind: ListKind, number: str) -> HttpResponse:
    """Agrees, takes the item back to amend it, or contests."""
    action = action_in(request, ANSWERS)
    answer_item(
        campaign=campaign,
        kind=kind,
        number=number,
        version=number_in(request.POST.get("version", "")),
        action=action,
        reason=request.POST.get("reason", "").replace("\r\n", "\n").strip(),
        by=request.actor,
        at=request.at,
    )
    return done(address_of("opinion", campaign, kind, number), said=f"review_{action}")


@page(*SEEN_BY)
def supplement(request: DeskRequest, campaign: str, kind: ListKind) -> HttpResponse:
    """What was changed, field by field, and signing it."""
    found = supplement_page(request.actor, campaign=campaign, kind=kind)
    context = {
        "page": found,
        "signs": Role.PRINCIPAL in request.actor.roles,
        "fresh": request.actor.showed_factor(request.at),
        "today": day_of(request.at),
    }
    return render(request, "desk/review/supplement.html", context)


@act(Role.PRINCIPAL, on=supplement)
@with_factor
def sign(request: DeskRequest, campaign: str, kind: ListKind) -> HttpResponse:
    """The principal signs everything that was changed, as read."""
    sign_supplement(
        campaign=campaign,
        unit=request.actor.unit,
        kind=kind,
        digest=request.POST.get("digest", ""),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:opinions"), said="supplement_signed", kind=kind)
