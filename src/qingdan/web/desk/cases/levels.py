"""Between the levels: powers handed down (RQ-W6), and how far the city and its counties are on line (R-086)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.data.labels import STAGE_NAMES
from qingdan.joints.queries.measured import measured
from qingdan.referrals.queries.devolutions import devolution_page
from qingdan.referrals.queries.pairs import counted_by_kind
from qingdan.referrals.queries.stages import stages_page
from qingdan.referrals.services.devolving import NewDevolution, devolve
from qingdan.referrals.services.stages import LONGEST, reach_stage
from qingdan.rules.role import Role
from qingdan.web.desk.campaign.forms import day_in
from qingdan.web.shared.request import DeskRequest, act, done, page

MOST_LINES = 30


@page(Role.ESTABLISHMENT_OFFICE, Role.SERVICE_CENTRE)
def devolutions(request: DeskRequest) -> HttpResponse:
    """What was handed down, and the form that records it."""
    today = day_of(request.at)
    context = {"found": devolution_page(request.actor, today=today), "today": today}
    return render(request, "desk/cases/devolutions.html", context)


@act(Role.ESTABLISHMENT_OFFICE, on=devolutions)
def record(request: DeskRequest) -> HttpResponse:
    """An item goes down on a day."""
    words = str(request.POST.get("targets", "")).replace("\x00", "")
    new = NewDevolution(
        item=str(request.POST.get("item", ""))[:40],
        on=day_in(request, "on"),
        targets=tuple(one.strip() for one in words.splitlines()[:MOST_LINES] if one.strip()),
        moves=request.POST.get("rule") == "move",
    )
    devolve(new=new, by=request.actor, at=request.at)
    return done(reverse("desk:devolutions"), said="devolved")


@page(Role.SERVICE_CENTRE)
def stages(request: DeskRequest) -> HttpResponse:
    """The stages of the city and its counties; a county sees its own."""
    today = day_of(request.at)
    context = {
        "found": stages_page(request.actor, today=today),
        "kinds": counted_by_kind(request.actor),
        "names": STAGE_NAMES,
        "today": today,
        "longest": LONGEST,
    }
    return render(request, "desk/cases/stages.html", context)


@act(Role.SERVICE_CENTRE, on=stages)
def reach(request: DeskRequest) -> HttpResponse:
    """The own region has reached a stage."""
    stage, document = (
        str(request.POST.get("stage", "")),
        str(request.POST.get("document", "")).replace("\x00", ""),
    )
    reach_stage(stage=stage, document=document, measure=measured, by=request.actor, at=request.at)
    return done(reverse("desk:stages"), said="stage_reached")
