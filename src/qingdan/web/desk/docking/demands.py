"""个性需求: what places need of the province's system, and what its developer answered."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.refusal import Refused, refusal
from qingdan.data.docking import demand_names
from qingdan.docking.queries.demands import demands
from qingdan.docking.services.demands import DemandAnswer, answer_demand, file_demand
from qingdan.rules.role import Role
from qingdan.web.desk.account.typed import text
from qingdan.web.shared.numbers import day_typed, number_in
from qingdan.web.shared.request import DeskRequest, act, done, once_of, page


@page(Role.INFORMATISATION, Role.SERVICE_CENTRE)
def register(request: DeskRequest) -> HttpResponse:
    """All of the regions, with the form of a new one, and the form of an answer under each."""
    names = demand_names()
    lines = [
        {
            "demand": one,
            "state": names[one.state],
            "choices": [(state.value, names[state]) for state in one.answers],
        }
        for one in demands(request.actor)
    ]
    context = {
        "lines": lines,
        "files": Role.INFORMATISATION in request.actor.roles,
        "once": once_of(request),
        "failed": text(request, "code") if request.refusal else "",
    }
    return render(request, "desk/docking/demands.html", context)


@act(Role.INFORMATISATION, on=register)
def file(request: DeskRequest) -> HttpResponse:
    """Files one."""
    need = request.POST.get("need", "")
    file_demand(
        title=text(request, "title"), need=need, once=text(request, "once"), by=request.actor, at=request.at
    )
    return done(reverse("desk:demands"), said="demand_filed")


@act(Role.SERVICE_CENTRE, on=register)
def answer(request: DeskRequest) -> HttpResponse:
    """Keeps what the developer answered."""
    told = DemandAnswer(
        state=text(request, "state"),
        words=request.POST.get("answer", ""),
        due_on=_day(text(request, "due_on")),
    )
    version = number_in(text(request, "version"))
    answer_demand(code=text(request, "code"), version=version, answer=told, by=request.actor, at=request.at)
    return done(reverse("desk:demands"), said="demand_answered")


def _day(word: str) -> date | None:
    if not word:
        return None
    try:
        return day_typed(word)
    except ValueError as error:
        raise Refused([refusal("docking.demand_day", "due_on")]) from error
