"""Units of the city and its counties, and one unit with all that is below it."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.base.orgs.queries import (
    administered,
    administered_unit,
    get_unit,
    kind_of,
    list_units,
    open_units,
    regions_of,
)
from qingdan.base.orgs.services import open_unit, set_inner_office, set_mandate, set_post
from qingdan.base.people.queries import roles_at_unit
from qingdan.campaigns.queries.participants import place_in_hand
from qingdan.data.city_workbook import kind_names
from qingdan.rules.role import Role
from qingdan.web.desk.account.typed import choice, number, text
from qingdan.web.shared.factor import with_factor
from qingdan.web.shared.request import DeskRequest, act, done, page


@page()
def units(request: DeskRequest) -> HttpResponse:
    """Units of a region by kind; the counties in tabs; a search; those that were merged or split."""
    regions = regions_of(request.actor)
    asked = request.GET.get("region", request.actor.region)
    region = next((one for one in regions if one.code == asked), None)
    closed = request.GET.get("closed") == "1"
    search = request.GET.get("search", "").strip()
    found = list_units(region=region.code, search=search, closed=closed) if region else []
    order = list(kind_names())
    found.sort(key=lambda one: order.index(one.kind))
    words = {
        "regions": regions,
        "region": region,
        "groups": [(kind_names()[kind], list(some)) for kind, some in groupby(found, lambda one: one.kind)],
        "count": len(found),
        "search": search,
        "closed": closed,
        "may_change": bool(region and region.code in administered(request.actor)),
    }
    return render(request, "desk/account/units.html", words)


@page()
def unit(request: DeskRequest, code: str) -> HttpResponse:
    """One unit: inner offices, posts, functions, subordinate bodies, people, what became of it."""
    shown = get_unit(code)
    words = {
        "shown": shown,
        "kind": kind_names()[shown.unit.kind],
        "people": roles_at_unit(code, on=day_of(request.at)),
        "may_change": shown.unit.region_id in administered(request.actor) and not shown.unit.valid_until,
        "place": place_in_hand(request.actor, shown.unit),
    }
    return render(request, "desk/account/unit.html", words)


@page(Role.ADMINISTRATOR)
@with_factor
def new_unit(request: DeskRequest) -> HttpResponse:
    """The form of a new unit."""
    allowed = administered(request.actor)
    words = {
        "regions": [one for one in regions_of(request.actor) if one.code in allowed],
        "kinds": kind_names(),
        "departments": open_units(allowed).exclude(kind="subordinate"),
    }
    return render(request, "desk/account/new_unit.html", words)


@act(Role.ADMINISTRATOR, on=new_unit)
@with_factor
def open_new_unit(request: DeskRequest) -> HttpResponse:
    """Registers it."""
    opened = open_unit(
        region=choice(request, "region", administered(request.actor)),
        number=number(request, "number"),
        name=text(request, "name"),
        short_name=text(request, "short_name")[:30],
        law_name=text(request, "law_name")[:60],
        kind=kind_of(choice(request, "kind", kind_names())),
        supervising=text(request, "supervising"),
        on=day_of(request.at),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:unit", args=[opened.code]), said="unit_opened")


@page(Role.ADMINISTRATOR)
@with_factor
def complete(request: DeskRequest, code: str) -> HttpResponse:
    """Forms for an inner office, a post, a function of the unit."""
    administered_unit(request.actor, code)
    return render(request, "desk/account/complete.html", {"shown": get_unit(code)})


@act(Role.ADMINISTRATOR, on=complete)
@with_factor
def add_office(request: DeskRequest, code: str) -> HttpResponse:
    """Adds an inner office."""
    owner = administered_unit(request.actor, code)
    set_inner_office(
        unit=owner.code,
        name=text(request, "office_name"),
        number=number(request, "office_number"),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:complete_unit", args=[code]), said="unit_completed")


@act(Role.ADMINISTRATOR, on=complete)
@with_factor
def add_post(request: DeskRequest, code: str) -> HttpResponse:
    """Adds a post."""
    owner = administered_unit(request.actor, code)
    words = {"name": text(request, "post_name"), "office": text(request, "post_office")}
    set_post(unit=owner.code, **words, by=request.actor, at=request.at)
    return done(reverse("desk:complete_unit", args=[code]), said="unit_completed")


@act(Role.ADMINISTRATOR, on=complete)
@with_factor
def add_function(request: DeskRequest, code: str) -> HttpResponse:
    """Adds a function of the 三定 provisions, or gives the one of that number another text."""
    owner = administered_unit(request.actor, code)
    set_mandate(
        unit=owner.code,
        number=number(request, "mandate_number"),
        text=text(request, "mandate_text"),
        office=text(request, "mandate_office"),
        parent=number(request, "mandate_parent") if text(request, "mandate_parent") else None,
        document=text(request, "mandate_document")[:120],
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:complete_unit", args=[code]), said="unit_completed")
