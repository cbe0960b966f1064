"""Supervision's lists; who else has a case open."""

from datetime import timedelta

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render

from qingdan.base.clock import day_of
from qingdan.base.transactions import reading
from qingdan.cases.queries.desk import find_case
from qingdan.cases.queries.trial import scope_in
from qingdan.cases.queries.watching import objections_of, watched
from qingdan.rules.role import HANDLING, Role
from qingdan.web.desk.cases.case import case
from qingdan.web.shared.request import DeskRequest, act, page

LISTS = ("overdue", "paused", "deemed", "twice")
OPEN_FOR = timedelta(minutes=10)


@page(Role.SUPERVISOR)
def watch(request: DeskRequest) -> HttpResponse:
    """One of the lists, or the objections."""
    today = day_of(request.at)
    asked = request.GET.get("list", "")
    scope = scope_in(request.GET.get("data", ""))
    context: dict[str, object] = {
        "list": asked if asked in {*LISTS, "objections"} else LISTS[0],
        "today": today,
        "scope": scope.value,
        "part": "cases",
    }
    if asked == "objections":
        context["objections"] = objections_of(request.actor, today=today, scope=scope)
    else:
        after = request.GET.get("after", "")[:30].replace("\x00", "")
        context["cases"], context["next"] = watched(
            request.actor, str(context["list"]), today=today, after=after, scope=scope
        )
    return render(request, "desk/cases/watch.html", context)


@act(*HANDLING, Role.SUPERVISOR, on=case)
def here(request: DeskRequest, number: str) -> HttpResponse:
    """Says that this person has the case open, and who else had it within ten minutes. Sent by the page itself."""
    with reading(request.actor):
        key = f"case-open:{find_case(request.actor, number).number}"
    since = (request.at - OPEN_FOR).timestamp()
    opened: dict[str, tuple[str, float]] = cache.get(key) or {}
    kept = {who: one for who, one in opened.items() if one[1] >= since and who != request.actor.username}
    mine = {request.actor.username: (request.actor.name, request.at.timestamp())}
    cache.set(key, kept | mine, OPEN_FOR.total_seconds())
    return render(request, "desk/cases/here.html", {"others": [name for name, _ in kept.values()]})
