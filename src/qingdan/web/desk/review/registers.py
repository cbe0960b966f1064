"""Two registers of review: 无依据但在行使 (R-015), 不予公开 (R-019); and what they hold of one item."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.data.review import review_names
from qingdan.reviews.queries.registers import (
    baseless_register,
    item_registers,
    withheld_entry,
    withheld_register,
)
from qingdan.reviews.services.registers import (
    APPROVING,
    decide_withholding,
    enter_baseless,
    lift_withholding,
    propose_withholding,
    settle_baseless,
)
from qingdan.rules.review import ListKind
from qingdan.rules.role import DRAFTING, LEADING, REVIEWING, Role
from qingdan.web.desk.review.places import address_of
from qingdan.web.shared.factor import with_factor
from qingdan.web.shared.request import DeskRequest, act, done, page

READ_BY = tuple(REVIEWING)
SEEN_BY = tuple(DRAFTING | REVIEWING)
ENTERED_BY = tuple({Role.LIAISON, Role.DEPUTY, Role.PRINCIPAL} | REVIEWING)


@page(*READ_BY)
def baseless(request: DeskRequest) -> HttpResponse:
    """The key list: what is exercised without a basis, and what came of it."""
    found = baseless_register(request.actor, request.GET.get("campaign", ""))
    return render(request, "desk/review/baseless.html", {"register": found})


@page(*READ_BY)
def withheld(request: DeskRequest) -> HttpResponse:
    """What is kept from the public, on what ground, approved by whom."""
    found = withheld_register(request.actor, request.GET.get("campaign", ""))
    return render(request, "desk/review/withheld.html", {"register": found})


@page(*SEEN_BY)
def item(request: DeskRequest, campaign: str, kind: ListKind, number: str) -> HttpResponse:
    """What both registers hold of an item; entering it, proposing to withhold it."""
    found = item_registers(request.actor, campaign=campaign, kind=kind, number=number)
    context = {
        "page": found,
        "head": found.head,
        "outcomes": review_names("outcomes").items(),
        "enters": bool(request.actor.roles & frozenset(ENTERED_BY)),
    }
    return render(request, "desk/review/registers.html", context)


@act(*ENTERED_BY, on=item)
def enter(request: DeskRequest, campaign: str, kind: ListKind, number: str) -> HttpResponse:
    """Enters an item as exercised without a basis."""
    note = request.POST.get("note", "")
    enter_baseless(campaign=campaign, kind=kind, number=number, note=note, by=request.actor, at=request.at)
    return done(address_of("review_registers", campaign, kind, number), said="baseless_entered")


@act(*LEADING, on=item)
def outcome(request: DeskRequest, campaign: str, kind: ListKind, number: str) -> HttpResponse:
    """Says what came of it."""
    settle_baseless(
        campaign=campaign,
        kind=kind,
        number=number,
        outcome=request.POST.get("outcome", ""),
        note=request.POST.get("note", ""),
        by=request.actor,
        at=request.at,
    )
    return done(address_of("review_registers", campaign, kind, number), said="baseless_settled")


@act(*ENTERED_BY, on=item)
def propose(request: DeskRequest, campaign: str, kind: ListKind, number: str) -> HttpResponse:
    """Proposes to keep an item from the public."""
    propose_withholding(
        campaign=campaign,
        kind=kind,
        number=number,
        ground=request.POST.get("ground", ""),
        reason=request.POST.get("reason", ""),
        by=request.actor,
        at=request.at,
    )
    return done(address_of("review_registers", campaign, kind, number), said="withholding_proposed")


@page(*READ_BY)
def withheld_one(request: DeskRequest, code: str) -> HttpResponse:
    """One entry, and deciding on it."""
    found = withheld_entry(request.actor, code)
    context = {
        "entry": found,
        "decides": bool(request.actor.roles & APPROVING) and found.proposed_by != request.actor.username,
        "fresh": request.actor.showed_factor(request.at),
    }
    return render(request, "desk/review/withheld_one.html", context)


@act(*sorted(APPROVING), on=withheld_one)
@with_factor
def decide(request: DeskRequest, code: str) -> HttpResponse:
    """Approves or refuses."""
    approve = request.POST.get("action") == "approve"
    note = request.POST.get("note", "")
    decide_withholding(code=code, approve=approve, note=note, by=request.actor, at=request.at)
    said = "withholding_approved" if approve else "withholding_refused"
    return done(reverse("desk:withheld_one", args=[code]), said=said)


@act(*sorted(APPROVING), on=withheld_one)
@with_factor
def lift(request: DeskRequest, code: str) -> HttpResponse:
    """Lets the public read it again."""
    lift_withholding(code=code, why=request.POST.get("note", ""), by=request.actor, at=request.at)
    return done(reverse("desk:withheld_one", args=[code]), said="withholding_lifted")
