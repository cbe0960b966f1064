"""The door to the desk, and one's own account: units worked for, stand-ins, second factor, password."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.base.people.queries import posts_of, roles_of_users
from qingdan.base.refusal import Missing
from qingdan.web.desk.account.typed import text
from qingdan.web.desk.menu import MENU
from qingdan.web.shared.request import DeskRequest, act, done, page

AFTER = {"tasks": "desk:tasks", "work": "desk:start"}
"""Where the choice of a unit leads, by what the form says."""


@page()
def start(request: DeskRequest) -> HttpResponse:
    """Sends each role to its first page: the board to who leads, else what comes first in the menu."""
    roles = request.actor.roles
    first = next((name for _, name, whose in MENU if roles & whose), "desk:account")
    return HttpResponseRedirect(reverse("desk:board" if request.actor.leads else first))


@page()
def account(request: DeskRequest) -> HttpResponse:
    """Who I am here, for whom I work, who stands in for me."""
    on = day_of(request.at)
    words = {
        "posts": posts_of(request.user, on=on),  # type: ignore[arg-type]
        "held": roles_of_users([request.user], on=on),  # type: ignore[list-item]
    }
    return render(request, "desk/account/account.html", words)


@act(on=account)
def choose_unit(request: DeskRequest) -> HttpResponse:
    """换单位: from now on this session works for another of the own units; to its work, or back to one's account."""
    unit = text(request, "unit")
    if unit not in dict(posts_of(request.user, on=day_of(request.at))):  # type: ignore[arg-type]
        raise Missing
    request.session["unit"] = unit
    return done(reverse(AFTER.get(text(request, "to"), "desk:account")), said="unit_chosen")
