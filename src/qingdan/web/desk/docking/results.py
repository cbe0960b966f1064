"""系统报来的决定: what docked systems say was decided, for who decided to confirm as their own."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.docking.queries.results import reported_decisions
from qingdan.docking.services.confirming import confirm_result, put_aside
from qingdan.rules.role import Role
from qingdan.web.desk.account.typed import text
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page

DECIDING = (Role.APPROVER, Role.DEPUTY, Role.PRINCIPAL)


@page(*DECIDING)
def results(request: DeskRequest) -> HttpResponse:
    """Those of the unit that wait."""
    found = reported_decisions(request.actor)
    failed = request.POST.get("code", "") if request.refusal else ""
    return render(request, "desk/docking/results.html", {"decisions": found, "failed": failed})


@act(*DECIDING, on=results)
def confirm(request: DeskRequest) -> HttpResponse:
    """Decides so."""
    version = number_in(text(request, "version"))
    number = confirm_result(code=text(request, "code"), version=version, by=request.actor, at=request.at)
    return done(reverse("desk:case", args=[number]), said="result_confirmed")


@act(*DECIDING, on=results)
def aside(request: DeskRequest) -> HttpResponse:
    """Does not take it."""
    put_aside(code=text(request, "code"), why=text(request, "why"), by=request.actor, at=request.at)
    return done(reverse("desk:docking_results"), said="result_put_aside")
