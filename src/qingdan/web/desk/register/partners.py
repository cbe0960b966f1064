"""Joint items on the side of the lead, and questions of other units on the side of those asked."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.powers.queries.consents import (
    CONSOLIDATION,
    consents_asked_by,
    consents_asked_of,
    get_consent_for,
    units_to_ask,
)
from qingdan.powers.queries.partners import partners_page, second_filings
from qingdan.powers.queries.similar import own_items_like
from qingdan.powers.services.consents import agree_to_all, answer_consent, ask_again, withdraw_consent
from qingdan.powers.services.partners import set_partners
from qingdan.rules.role import DRAFTING, REVIEWING, Role
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.pager import page_of
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(DRAFTING | REVIEWING)
WRITTEN_BY = tuple(DRAFTING)
ASKED = tuple(DRAFTING | {Role.COUNTY_OFFICE})


@page(*SEEN_BY)
def partners(request: DeskRequest, number: str) -> HttpResponse:
    """Who exercises an item together with whom, and what they say to it."""
    found = partners_page(request.actor, number)
    typed = request.refusal.typed if request.refusal else None
    chosen = typed.getlist("partners") if typed else list(found.chosen)
    context = {"item": found, "units": units_to_ask(request.actor), "chosen": chosen}
    return render(request, "desk/register/partners.html", context)


@act(*WRITTEN_BY, on=partners)
def set_joint(request: DeskRequest, number: str) -> HttpResponse:
    """Names the co-implementers and asks them."""
    form = request.POST
    set_partners(
        number=number,
        version=number_in(form.get("version", "")),
        lead=form.get("lead", ""),
        partners=form.getlist("partners"),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:item_partners", args=[number]), said="partners_set")


@page(*ASKED)
def consents(request: DeskRequest) -> HttpResponse:
    """Questions of other units, those one put to others, and items that another unit files already."""
    context = {
        "here": page_of(consents_asked_of(request.actor), request),
        "asking": consents_asked_by(request.actor),
        "second": second_filings(request.actor),
    }
    return render(request, "desk/register/consents.html", context)


@act(*ASKED, on=consents)
def agree_all(request: DeskRequest) -> HttpResponse:
    """Agrees to the questions ticked."""
    agree_to_all(codes=request.POST.getlist("codes"), by=request.actor, at=request.at)
    return done(reverse("desk:consents"), said="answered_all")


@page(*SEEN_BY)
def consent(request: DeskRequest, code: str) -> HttpResponse:
    """One question: the summary of the item, and the answer."""
    found = get_consent_for(request.actor, code)
    mine = any(one.code == code for one in consents_asked_of(request.actor))
    asked_for_items = mine and found.kind == CONSOLIDATION
    offered = own_items_like(request.actor, found.unit, found.summary["name"]) if asked_for_items else ()
    typed = request.refusal.typed if request.refusal else None
    context = {
        "one": found,
        "mine": mine,
        "offered": offered,
        "typed_answer": typed.get("answer", "") if typed else "",
        "typed_sources": typed.getlist("sources") if typed else [],
    }
    return render(request, "desk/register/consent.html", context)


@act(*ASKED, on=consent)
def answer(request: DeskRequest, code: str) -> HttpResponse:
    """Agrees or objects."""
    form = request.POST
    answer_consent(
        code=code,
        answer=form.get("answer", ""),
        reason=form.get("reason", ""),
        sources=form.getlist("sources"),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:consent", args=[code]), said="answered")


@act(*WRITTEN_BY, on=consent)
def again(request: DeskRequest, code: str) -> HttpResponse:
    """Asks a unit anew."""
    ask_again(code=code, by=request.actor, at=request.at)
    return done(reverse("desk:consent", args=[code]), said="asked_again")


@act(*WRITTEN_BY, on=consent)
def take_back(request: DeskRequest, code: str) -> HttpResponse:
    """Takes a question back."""
    withdraw_consent(code=code, by=request.actor, at=request.at)
    return done(reverse("desk:consents"), said="consent_withdrawn")
