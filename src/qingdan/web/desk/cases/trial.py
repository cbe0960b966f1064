"""试运行: whether it is on, since when, why; beginning and ending it (R-086, RQ-A14)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.cases.queries.trial import trial_page
from qingdan.cases.services.trial import LONGEST, begin_trial, end_trial
from qingdan.rules.role import Role
from qingdan.web.desk.campaign.forms import day_in
from qingdan.web.shared.request import DeskRequest, act, done, page


@page(Role.SERVICE_CENTRE)
def trial(request: DeskRequest) -> HttpResponse:
    """The trial runs, and the form that begins one or ends the one that has no end."""
    today = day_of(request.at)
    context = {"trials": trial_page(request.actor, today=today), "today": today, "longest": LONGEST}
    return render(request, "desk/cases/trial.html", context)


@act(Role.SERVICE_CENTRE, on=trial)
def begin(request: DeskRequest) -> HttpResponse:
    """Cases are a trial from a day on."""
    reason = request.POST.get("reason", "")
    begin_trial(on=day_in(request, "on"), reason=reason, by=request.actor, at=request.at)
    return done(reverse("desk:case_trial"), said="trial_begun")


@act(Role.SERVICE_CENTRE, on=trial)
def end(request: DeskRequest) -> HttpResponse:
    """Formal operation from a day on."""
    reason = request.POST.get("reason", "")
    end_trial(on=day_in(request, "on"), reason=reason, by=request.actor, at=request.at)
    return done(reverse("desk:case_trial"), said="trial_ended")
