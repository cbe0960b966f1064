"""Supervision's lists of registrations, read only: silent bodies, packets that failed, registers that differ."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from qingdan.base.clock import day_of
from qingdan.registrations.queries.watching import LISTS, UNANSWERED, watched_run, watched_tasks
from qingdan.rules.role import Role
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, page

DIFFERENCES = "differences"


@page(Role.SUPERVISOR)
def watch(request: DeskRequest) -> HttpResponse:
    """One of the lists, or the newest reconciliation."""
    asked = request.GET.get("list", "")
    kind = asked if asked in {*LISTS, DIFFERENCES} else UNANSWERED
    context: dict[str, Any] = {"list": kind, "part": "registrations"}
    if kind == DIFFERENCES:
        context["run"] = watched_run(request.actor)
    else:
        after = number_in(request.GET.get("after", ""))
        context["tasks"], context["next"] = watched_tasks(
            request.actor, kind, today=day_of(request.at), after=after
        )
    return render(request, "desk/registrations/watch.html", context)
