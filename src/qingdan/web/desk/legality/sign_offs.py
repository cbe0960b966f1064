"""The unit's word on its items: one act over all that wait (R-108)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.campaigns.queries.plans import get_plan
from qingdan.reviews.queries.in_hand import reviewed_campaign
from qingdan.reviews.queries.sign_offs import SIGNING, waiting_for
from qingdan.reviews.services.gates import sign_off
from qingdan.rules.role import DRAFTING
from qingdan.web.desk.review.queue import kind_in
from qingdan.web.shared.factor import with_factor
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(DRAFTING)


@page(*SEEN_BY)
def sign_offs(request: DeskRequest) -> HttpResponse:
    """What waits for the own unit's word, as lead and as partner."""
    asked = request.POST.get("campaign") or request.GET.get("campaign", "")
    plan = get_plan(request.actor, reviewed_campaign(request.actor, asked).code)
    kind = kind_in(request)
    found = waiting_for(request.actor, campaign=plan.code, kind=kind)
    context = {
        "plan": plan,
        "kind": kind,
        "waiting": found,
        "leads": sum(one.leads for one in found.items),
        "signs": bool(request.actor.roles & SIGNING),
    }
    return render(request, "desk/legality/sign_offs.html", context)


@act(*SIGNING, on=sign_offs)
@with_factor
def sign(request: DeskRequest) -> HttpResponse:
    """Says yes to the set that was read."""
    campaign, kind = request.POST.get("campaign", ""), kind_in(request)
    digest = request.POST.get("digest", "")
    sign_off(campaign=campaign, kind=kind, digest=digest, by=request.actor, at=request.at)
    return done(reverse("desk:sign_offs"), said="signed_off", campaign=campaign, kind=kind)
