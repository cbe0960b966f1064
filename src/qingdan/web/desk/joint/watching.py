"""Supervision's lists of joint applications as wholes, and the cards of silent consents; read only."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from qingdan.base.clock import day_of
from qingdan.cases.queries.trial import scope_in
from qingdan.joints.queries.watching import LATE, LISTS, silent_consents, watched_joints
from qingdan.rules.role import Role
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, page

SILENT = "silent"


@page(Role.SUPERVISOR)
def watch(request: DeskRequest) -> HttpResponse:
    """One of the lists, or the cards."""
    asked = request.GET.get("list", "")
    kind = asked if asked in {*LISTS, SILENT} else LATE
    scope = scope_in(request.GET.get("data", ""))
    after = request.GET.get("after", "")[:30].replace("\x00", "")
    context: dict[str, Any] = {"list": kind, "scope": scope.value, "part": "joints"}
    if kind == SILENT:
        past = number_in(after)
        context["cards"], context["next"] = silent_consents(request.actor, after=past, scope=scope)
    else:
        today = day_of(request.at)
        context["joints"], context["next"] = watched_joints(
            request.actor, kind, today=today, after=after, scope=scope
        )
    return render(request, "desk/joint/watch.html", context)
