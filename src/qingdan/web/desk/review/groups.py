"""审核组分工: units to groups, people into groups."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.reviews.queries.grouping import groups_of, username_of
from qingdan.reviews.services.groups import assign_groups, seat_reviewer, unseat_reviewer
from qingdan.rules.role import LEADING
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(LEADING)


@page(*SEEN_BY)
def review_groups(request: DeskRequest) -> HttpResponse:
    """Which group reviews whom, who sits in it, where somebody would judge his own unit."""
    form = request.POST or request.GET
    propose = form.get("propose") == "yes"
    found = groups_of(request.actor, form.get("campaign", ""), propose=propose, on=day_of(request.at))
    return render(request, "desk/review/groups.html", {"page": found})


@act(*SEEN_BY, on=review_groups)
def assign(request: DeskRequest) -> HttpResponse:
    """Gives the ticked units to one group, or each unit to the one that its line says."""
    form = request.POST
    together = form.get("group", "")
    if together:
        groups = dict.fromkeys(form.getlist("unit"), together)
    else:
        lines = {name.removeprefix("group-"): form[name] for name in form if name.startswith("group-")}
        groups = {unit: group for unit, group in lines.items() if group}
    assign_groups(campaign=form.get("campaign", ""), groups=groups, by=request.actor, at=request.at)
    return _done(form.get("campaign", ""), "groups_assigned")


@act(*SEEN_BY, on=review_groups)
def seat(request: DeskRequest) -> HttpResponse:
    """Puts somebody into a group."""
    form = request.POST
    seat_reviewer(
        campaign=form.get("campaign", ""),
        group=form.get("seat_group", ""),
        username=username_of(form.get("username", "")),
        home_unit=form.get("home_unit", ""),
        expert=form.get("expert") == "yes",
        by=request.actor,
        at=request.at,
    )
    return _done(form.get("campaign", ""), "reviewer_seated")


@act(*SEEN_BY, on=review_groups)
def unseat(request: DeskRequest) -> HttpResponse:
    """Lets somebody leave his group."""
    form = request.POST
    username = username_of(form.get("username", ""))
    unseat_reviewer(campaign=form.get("campaign", ""), username=username, by=request.actor, at=request.at)
    return _done(form.get("campaign", ""), "reviewer_left")


def _done(campaign: str, said: str) -> HttpResponse:
    return done(reverse("desk:review_groups"), said=said, campaign=campaign)
