"""三定 functions against powers, and grants of the law that nobody of the unit cites."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.powers.queries.coverage import coverage_page
from qingdan.powers.queries.mandates import mandates_page
from qingdan.powers.services.coverage import add_grant, ask_for_grants
from qingdan.powers.services.mandates import link_mandates, unlink_mandate
from qingdan.rules.role import DRAFTING, REVIEWING
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(DRAFTING | REVIEWING)
WRITTEN_BY = tuple(DRAFTING)


@page(*SEEN_BY)
def mandates(request: DeskRequest) -> HttpResponse:
    """The functions of a unit with their powers, and powers without function."""
    found = mandates_page(request.actor, unit=_unit(request), on=day_of(request.at))
    return render(request, "desk/register/mandates.html", {"page": found})


@act(*WRITTEN_BY, on=mandates)
def link(request: DeskRequest) -> HttpResponse:
    """Powers carry out functions: a choice for each power."""
    form = request.POST
    chosen = {name.removeprefix("of-"): form.get(name, "") for name in form if name.startswith("of-")}
    links = {number: number_in(value) for number, value in chosen.items() if value}
    link_mandates(unit=_unit(request), links=links, by=request.actor, at=request.at)
    return done(reverse("desk:mandates"), said="mandate_linked", unit=_unit(request))


@act(*WRITTEN_BY, on=mandates)
def unlink(request: DeskRequest) -> HttpResponse:
    """A power carries out a function no more."""
    item, _, number = request.POST.get("link", "").partition(" ")
    unlink_mandate(unit=_unit(request), item=item, mandate=number_in(number), by=request.actor, at=request.at)
    return done(reverse("desk:mandates"), said="mandate_linked", unit=_unit(request))


@page(*SEEN_BY)
def coverage(request: DeskRequest) -> HttpResponse:
    """Grants that no item of the unit cites."""
    found = coverage_page(request.actor, unit=_unit(request))
    return render(request, "desk/register/coverage.html", {"page": found})


@act(*SEEN_BY, on=coverage)
def read_library(request: DeskRequest) -> HttpResponse:
    """Has the library read for the unit."""
    job = ask_for_grants(unit=_unit(request), by=request.actor, at=request.at)
    return done(reverse("desk:job", args=[job]))


@act(*WRITTEN_BY, on=coverage)
def add(request: DeskRequest) -> HttpResponse:
    """Adds a grant as an item."""
    key = request.POST.get("grant", "")
    saved = add_grant(unit=_unit(request), key=key, by=request.actor, at=request.at)
    return done(reverse("desk:item", args=[saved.number]), said="grant_added")


def _unit(request: DeskRequest) -> str:
    return request.POST.get("unit") or request.GET.get("unit") or request.actor.unit
