"""Rounds of consultation: the list, one round with its figures, opening and closing it, experts."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.campaigns.queries.plans import get_plan
from qingdan.consultations.queries.rounds import (
    get_round,
    items_of_round,
    links_of,
    list_rounds,
    opinions_of_round,
    silent_units_of,
    statistics_of,
)
from qingdan.consultations.services.rounds import close_round, invite_expert, revoke_link
from qingdan.data.review import review_names
from qingdan.reviews.queries.consulting import waiting_for_consultation
from qingdan.reviews.queries.in_hand import reviewed_campaign
from qingdan.reviews.services.consulting import open_consultation
from qingdan.rules.review import REVIEWED_LISTS, ListKind
from qingdan.rules.role import LEADING
from qingdan.web.desk.campaign.forms import day_in, page_in
from qingdan.web.desk.campaign.tabs import EVERYBODY
from qingdan.web.shared.request import DeskRequest, act, done, page

PAGE = 100


@page(*EVERYBODY)
def consultations(request: DeskRequest) -> HttpResponse:
    """The rounds of the region, and for the office how many items wait for one."""
    plan, today = get_plan(request.actor, reviewed_campaign(request.actor).code), day_of(request.at)
    waiting = waiting_for_consultation(request.actor, campaign=plan.code) if request.actor.leads else {}
    rounds = [(one, one.is_open(today)) for one in list_rounds(request.actor)]
    shown = {
        "plan": plan,
        "rounds": rounds,
        "waiting": waiting,
        "audiences": review_names("audiences").items(),
        "ticked": request.refusal.typed.getlist("audiences") if request.refusal else [],
    }
    return render(request, "desk/consultation/rounds.html", shown)


@act(*LEADING, on=consultations)
def consultation_open(request: DeskRequest) -> HttpResponse:
    """Opens a round over everything that waits."""
    code = open_consultation(
        campaign=request.POST.get("campaign", ""),
        kind=_kind(request.POST.get("kind", "")),
        title=request.POST.get("title", ""),
        audiences=request.POST.getlist("audiences"),
        closes_on=day_in(request, "closes_on"),
        numbers=None,
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:consultation", args=[code]), said="round_opened")


@page(*EVERYBODY)
def consultation(request: DeskRequest, code: str) -> HttpResponse:
    """One round: figures by audience, items, and what the person may say or answer."""
    return render(request, "desk/consultation/round.html", _round(request, code))


@page(*LEADING)
def consultation_print(request: DeskRequest, code: str) -> HttpResponse:
    """征求意见汇总及采纳情况表."""
    return render(request, "desk/consultation/print.html", _round(request, code))


@act(*LEADING, on=consultation)
def consultation_close(request: DeskRequest, code: str) -> HttpResponse:
    """Ends a round."""
    close_round(code=code, reason=request.POST.get("reason", ""), by=request.actor, at=request.at)
    return done(reverse("desk:consultation", args=[code]), said="round_closed")


@act(*LEADING, on=consultation)
def consultation_invite(request: DeskRequest, code: str) -> HttpResponse:
    """An address for an expert, shown this once on the page that follows (not by redirect: it is kept nowhere)."""
    secret = invite_expert(
        code=code,
        name=request.POST.get("name", ""),
        organisation=request.POST.get("organisation", ""),
        by=request.actor,
        at=request.at,
    )
    address = request.build_absolute_uri(_expert_address(request.actor.region, secret))
    name = request.POST.get("name", "")
    return render(request, "desk/consultation/invited.html", {"address": address, "name": name, "code": code})


@act(*LEADING, on=consultation)
def consultation_revoke(request: DeskRequest, code: str) -> HttpResponse:
    """Ends an expert's address."""
    revoke_link(code=code, handle=request.POST.get("link", ""), by=request.actor, at=request.at)
    return done(reverse("desk:consultation", args=[code]), said="link_revoked")


def _round(request: DeskRequest, code: str) -> dict[str, Any]:
    one, words = get_round(request.actor, code), _words(request)
    items = items_of_round(request.actor, code, words=words)
    number, pages = _page(request, items)
    leads = request.actor.leads
    return {
        "round": one,
        "open": one.is_open(day_of(request.at)),
        "items": items[(number - 1) * PAGE : number * PAGE],
        "total": len(items),
        "words": words,
        "number": number,
        "pages": pages,
        "before": number - 1,
        "after": number + 1,
        "statistics": statistics_of(request.actor, code),
        "opinions": opinions_of_round(request.actor, code),
        "links": links_of(request.actor.region, code) if leads else (),
        "silent": silent_units_of(request.actor, code) if leads else (),
    }


def _page(request: DeskRequest, items: Iterable[object]) -> tuple[int, int]:
    pages = max(1, -(-len(tuple(items)) // PAGE))
    return min(page_in(request), pages), pages


def _words(request: DeskRequest) -> str:
    return request.GET.get("q", "").strip()[:60]


def _expert_address(region: str, secret: str) -> str:
    """Pages of a county stand behind its code, those of the city do not."""
    if region.endswith("00"):
        return reverse("portal:expert", args=[secret])
    return reverse("portal:county_expert", args=[region, secret])


def _kind(typed: str) -> ListKind:
    return ListKind(typed) if typed in REVIEWED_LISTS else ListKind.POWER
