"""Other beginnings of a register: from the law library, from last year, from somebody else's item."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.jobs.queries import open_jobs_of
from qingdan.base.refusal import Missing
from qingdan.powers.queries.beginnings import beginnings_for
from qingdan.powers.services.beginnings import bring_last_year, start_from_proposals, take_over_items
from qingdan.rules.role import DRAFTING
from qingdan.web.desk.register.uploads import unit_asked
from qingdan.web.shared.request import DeskRequest, act, done, page


@page(*DRAFTING)
def begin(request: DeskRequest) -> HttpResponse:
    """What the register may be begun with."""
    unit = unit_asked(request)
    if unit not in request.actor.own_units:
        raise Missing
    context = {
        "beginnings": beginnings_for(request.actor, unit),
        "jobs": open_jobs_of(request.actor, unit),
        "chosen": request.refusal.typed.getlist("numbers") if request.refusal else [],
    }
    return render(request, "desk/register/begin.html", context)


@act(*DRAFTING, on=begin)
def propose(request: DeskRequest) -> HttpResponse:
    """Has the law library's suggestions made into items."""
    job = start_from_proposals(
        unit=unit_asked(request), campaign=_campaign(request), by=request.actor, at=request.at
    )
    return done(reverse("desk:job", args=[job]))


@act(*DRAFTING, on=begin)
def bring(request: DeskRequest) -> HttpResponse:
    """Brings the items of last time."""
    unit = unit_asked(request)
    bring_last_year(unit=unit, campaign=_campaign(request), by=request.actor, at=request.at)
    return done(reverse("desk:register"), said="items_brought", unit=unit)


@act(*DRAFTING, on=begin)
def take_over(request: DeskRequest) -> HttpResponse:
    """Takes over the items that are ticked."""
    unit = unit_asked(request)
    take_over_items(
        unit=unit,
        campaign=_campaign(request),
        numbers=request.POST.getlist("numbers"),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:register"), said="items_taken_over", unit=unit)


def _campaign(request: DeskRequest) -> str:
    return request.POST.get("campaign", "")
