"""对账, 码段, 设置: whether all registers agree, the codes, who is which body, which modes are in force."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.base.orgs.queries import open_units
from qingdan.registrations.queries.ground import SETTING_UP, bodies_shown, modes_shown, takes_part
from qingdan.registrations.queries.pool import codes_void, ranges_shown
from qingdan.registrations.queries.reconciliation import code_findings, last_run
from qingdan.registrations.services.pool import add_range
from qingdan.registrations.services.reconciling import reconcile_now
from qingdan.registrations.services.setting_up import name_body, open_mode
from qingdan.rules.role import Role
from qingdan.web.desk.campaign.forms import day_in
from qingdan.web.desk.registrations.registration import SEEN_BY
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page

SETS_UP = tuple(sorted(SETTING_UP))


@page(*SEEN_BY)
def reconciliation(request: DeskRequest) -> HttpResponse:
    """The last reconciliation: what differs, and what to do about it."""
    part = _takes_part(request)
    context = {
        "run": last_run(request.actor) if part else None,
        "takes_part": part,
        "sets_up": bool(request.actor.roles & SETTING_UP),
        "tab": "reconciliation",
    }
    return render(request, "desk/registrations/reconciliation.html", context)


@act(*SETS_UP, on=reconciliation)
def compare_now(request: DeskRequest) -> HttpResponse:
    """Holds all registers against each other now."""
    reconcile_now(by=request.actor, at=request.at)
    return done(reverse("desk:registration_reconciliation"), said="registration_reconciled")


@page(*SEEN_BY)
def codes(request: DeskRequest) -> HttpResponse:
    """The ranges of codes: how many are left, which are void and why."""
    part, region = _takes_part(request), request.actor.region
    context: dict[str, Any] = {
        "ranges": ranges_shown(region) if part else (),
        "void": codes_void(region) if part else (),
        "faults": code_findings(region) if part else (),
        "takes_part": part,
        "sets_up": bool(request.actor.roles & SETTING_UP),
        "tab": "codes",
    }
    return render(request, "desk/registrations/codes.html", context)


@act(*SETS_UP, on=codes)
def bring_codes(request: DeskRequest) -> HttpResponse:
    """Brings a range in."""
    size = number_in(request.POST.get("size", "").strip())
    words = {name: _line(request, name) for name in ("first", "document")}
    add_range(**words, size=size, by=request.actor, at=request.at)
    return done(reverse("desk:registration_codes"), said="registration_range")


@page(*SETS_UP)
def setup(request: DeskRequest) -> HttpResponse:
    """Which unit is which body, on which item; which modes are in force."""
    on, region = day_of(request.at), request.actor.region
    context = {
        "bodies": bodies_shown(region, on),
        "modes": modes_shown(region, on),
        "units": list(open_units([region]).values_list("code", "name")),
        "tab": "setup",
        "body": request.POST.get("body", ""),
    }
    return render(request, "desk/registrations/setup.html", context)


@act(*SETS_UP, on=setup)
def set_body(request: DeskRequest) -> HttpResponse:
    """Names the unit and item of a body."""
    words = {name: _line(request, name) for name in ("body", "unit", "item_code")}
    name_body(**words, by=request.actor, at=request.at)
    return done(reverse("desk:registration_setup"), said="registration_done")


@act(*SETS_UP, on=setup)
def set_mode(request: DeskRequest) -> HttpResponse:
    """Puts a mode in force from a day on."""
    words = {name: _line(request, name) for name in ("mode", "ground")}
    since, until = day_in(request, "since"), day_in(request, "until")
    open_mode(**words, since=since, until=until, by=request.actor, at=request.at)
    return done(reverse("desk:registration_setup"), said="registration_done")


def _takes_part(request: DeskRequest) -> bool:
    """Whether this desk has to do with registrations, or watches them."""
    return Role.SUPERVISOR in request.actor.roles or takes_part(request.actor)


def _line(request: DeskRequest, name: str) -> str:
    return " ".join(str(request.POST.get(name, "")).replace("\x00", "").split())
