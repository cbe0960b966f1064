"""The legal office's queue and one item in it: lawful, and so cleared, or not (R-058)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.reviews.queries.gates import gates_of
from qingdan.reviews.queries.items import item_under_review
from qingdan.reviews.queries.legality import legality_queue
from qingdan.reviews.queries.queue import place_of, tally
from qingdan.reviews.services.legality import clear_item, clear_items, object_to_item
from qingdan.rules.review import ItemState, ListKind
from qingdan.rules.role import REVIEWING, Role
from qingdan.web.desk.review.item import FACTS, action_in
from qingdan.web.desk.review.lists import lines_in
from qingdan.web.desk.review.places import address_of
from qingdan.web.desk.review.queue import kind_in
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.pager import EACH_PAGE
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(REVIEWING)
ACTS = ("clear", "object")


@page(*SEEN_BY)
def legality(request: DeskRequest) -> HttpResponse:
    """The items that wait for the legal office, with what keeps each back."""
    queue = legality_queue(request.actor, _asked(request, "campaign"), kind_in(request))
    context = lines_in(request, queue)
    gates = {one.number: one for one in gates_of(request.actor, queue.campaign, queue.kind).lines}
    rows = [(one, gates.get(one.number)) for one in context["here"].object_list]
    context |= {
        "rows": rows,
        "ready": sum(one.ready for one in gates.values()),
        "tally": tally(queue.lines),
        "judges": Role.LEGAL_AFFAIRS in request.actor.roles,
        "today": day_of(request.at),
    }
    return render(request, "desk/legality/queue.html", context)


@act(Role.LEGAL_AFFAIRS, on=legality)
def bulk(request: DeskRequest) -> HttpResponse:
    """Clears the ticked items that pass every gate."""
    form = request.POST
    clear_items(
        campaign=form.get("campaign", ""),
        kind=kind_in(request),
        numbers=form.getlist("numbers")[:EACH_PAGE],
        by=request.actor,
        at=request.at,
    )
    query = {name: form[name] for name in ("campaign", "kind", "unit") if form.get(name)}
    return done(reverse("desk:legality"), said="legality_cleared_many", **query)


@page(*SEEN_BY)
def item(request: DeskRequest, campaign: str, kind: ListKind, number: str) -> HttpResponse:
    """One item with its gates and the form of the decision."""
    found = item_under_review(
        request.actor,
        campaign=campaign,
        kind=kind,
        number=number,
        layer="legality",
        actions=ACTS,
        on=day_of(request.at),
    )
    queue = legality_queue(request.actor, campaign, kind)
    context = {
        "item": found,
        "head": found.head,
        "facts": FACTS,
        "gate": gates_of(request.actor, campaign, kind, number=number).of_number(number),
        "place": place_of(queue.lines, number),
        "waits": found.head.state == ItemState.LEGALITY,
        "today": day_of(request.at),
    }
    return render(request, "desk/legality/item.html", context)


@act(Role.LEGAL_AFFAIRS, on=item)
def judge(request: DeskRequest, campaign: str, kind: ListKind, number: str) -> HttpResponse:
    """Clears the item, or objects with a reason."""
    version, reason = number_in(request.POST.get("version", "")), request.POST.get("reason", "")
    what = {"campaign": campaign, "kind": kind, "number": number, "version": version}
    if action_in(request, ACTS) == "clear":
        clear_item(**what, by=request.actor, at=request.at)  # type: ignore[arg-type]
        said = "legality_cleared"
    else:
        object_to_item(**what, reason=reason, by=request.actor, at=request.at)  # type: ignore[arg-type]
        said = "legality_objected"
    then = request.POST.get("then", "")
    if not then:
        return done(reverse("desk:legality"), said=said)
    return done(address_of("legality_item", campaign, kind, then), said=said)


def _asked(request: DeskRequest, name: str) -> str:
    return request.POST.get(name) or request.GET.get(name, "")
