"""责任清单 of a unit: every published power with how far its duties are, and sending them for signature."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.filings.queries.duty_return import duty_return
from qingdan.filings.services.access import SENDING
from qingdan.filings.services.signing import send_to_principal
from qingdan.responsibilities.queries.sheets import list_sheets
from qingdan.responsibilities.services.drafting import propose_all
from qingdan.rules.review import ListKind
from qingdan.rules.role import DRAFTING, REVIEWING
from qingdan.web.desk.filing.lines import shown_line
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(DRAFTING | REVIEWING)


@page(*SEEN_BY)
def duties(request: DeskRequest) -> HttpResponse:
    """The powers of a unit, what their duties lack, what keeps the return back."""
    found = duty_return(request.actor, unit=request.GET.get("unit", ""), today=day_of(request.at))
    lines = list_sheets(request.actor, campaign=found.campaign, unit=found.unit) if found.unit else ()
    shown = {
        "found": found,
        "lines": lines,
        "keeping": [shown_line(one, found.unit) for one in found.lines],
        "ready": not any(one.keeps_back for one in found.lines),
        "sends": bool(request.actor.roles & SENDING) and found.own,
        "steps": sum(one.steps for one in lines),
        "written": sum(one.duties for one in lines),
        "whole": sum(not one.lacking for one in lines),
    }
    return render(request, "desk/duties/sheets.html", shown)


@act(*DRAFTING, on=duties)
def duties_propose(request: DeskRequest) -> HttpResponse:
    """Fills every empty sheet of the unit from the steps and the templates."""
    campaign, unit = request.POST.get("campaign", ""), request.POST.get("unit", "")
    propose_all(campaign=campaign, unit=unit, by=request.actor, at=request.at)
    return done(reverse("desk:duties"), said="duties_proposed", unit=unit)


@act(*sorted(SENDING), on=duties)
def duties_send(request: DeskRequest) -> HttpResponse:
    """Freezes the duties and puts them before the principal."""
    campaign, unit = request.POST.get("campaign", ""), request.POST.get("unit", "")
    kind = ListKind.RESPONSIBILITY
    number = send_to_principal(campaign=campaign, unit=unit, kind=kind, by=request.actor, at=request.at)
    return done(reverse("desk:filing_version", args=[campaign, unit, number]), said="filing_sent")
