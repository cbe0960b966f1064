"""The door to the desk: everybody to the page of their work."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.base.people.queries import posts_of
from qingdan.rules.role import DRAFTING
from qingdan.web.shared.request import DeskRequest, page


@page()
def start(request: DeskRequest) -> HttpResponse:
    """Sends each role to its first page."""
    if request.actor.leads:
        return HttpResponseRedirect(reverse("desk:board"))
    if request.actor.roles & DRAFTING:
        return HttpResponseRedirect(reverse("desk:department"))
    return HttpResponseRedirect(reverse("desk:account"))


@page()
def account(request: DeskRequest) -> HttpResponse:
    """Who I am here, and the second factor."""
    posts = posts_of(request.user, on=day_of(request.at))  # type: ignore[arg-type]
    return render(request, "desk/account.html", {"posts": posts})
