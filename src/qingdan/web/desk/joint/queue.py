"""联合办理: joint applications by urgency, the own department's part first."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from qingdan.base.clock import day_of
from qingdan.cases.queries.urgency import SOON
from qingdan.data.calendar import working_days_on
from qingdan.joints.queries.intake import led_plans
from qingdan.joints.queries.queue import SHOWS, JointsAsked, joint_queue, shows_of
from qingdan.rules.role import HANDLING, Role
from qingdan.web.desk.cases.at_window import TAKING_IN
from qingdan.web.shared.request import DeskRequest, page

SEEN_BY = (*HANDLING, Role.SERVICE_CENTRE, Role.SUPERVISOR, Role.GOVERNMENT_OFFICE)


@page(*SEEN_BY)
def joints(request: DeskRequest) -> HttpResponse:
    """The joint applications."""
    today, asked = day_of(request.at), asked_in(request)
    near = working_days_on(today, SOON)
    queue = joint_queue(request.actor, asked, today=today, near_until=near)
    kept = {name: word for name in ("show", "words") if (word := getattr(asked, name))}
    context = {
        "queue": queue,
        "asked": asked,
        "shows": shows_of(request.actor),
        "today": today,
        "takes_in": bool(request.actor.roles.intersection(TAKING_IN)) and bool(led_plans(request.actor)),
        "query": urlencode(kept),
    }
    return render(request, "desk/joint/queue.html", context)


def asked_in(request: DeskRequest) -> JointsAsked:
    """What the address asks for; what it does not know is left out."""
    words = {name: request.GET.get(name, "")[:60].replace("\x00", "") for name in ("show", "words", "after")}
    words["show"] = words["show"] if words["show"] in SHOWS else ""
    return JointsAsked(**words)
