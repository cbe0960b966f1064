"""What heads see of their unit's cases; how much each unit does on line."""

from django.http import HttpResponse
from django.shortcuts import render

from qingdan.base.clock import day_of
from qingdan.cases.queries.managing import unit_load, use_by_unit
from qingdan.cases.queries.trial import scope_in
from qingdan.cases.queries.urgency import SOON
from qingdan.data.calendar import working_days_on
from qingdan.data.case import case_names
from qingdan.rules.role import Role
from qingdan.web.shared.request import DeskRequest, page


@page(Role.DEPUTY, Role.PRINCIPAL)
def load(request: DeskRequest) -> HttpResponse:
    """Who has how much, how old it is, what is stuck, what waits for an answer."""
    today = day_of(request.at)
    near = working_days_on(today, SOON)
    found = unit_load(request.actor, today=today, near_until=near)
    return render(request, "desk/cases/load.html", {"load": found, "actions": case_names("actions")})


@page(Role.SERVICE_CENTRE)
def usage(request: DeskRequest) -> HttpResponse:
    """How much each unit took in, and how its open cases stand."""
    today = day_of(request.at)
    scope = scope_in(request.GET.get("data", ""))
    found = use_by_unit(request.actor.region, today=today, scope=scope)
    return render(request, "desk/cases/usage.html", {"units": found, "today": today, "scope": scope.value})
