"""对接系统: the systems of the region with their levels, entering one, changing it, giving it a key."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.orgs.queries import list_units
from qingdan.data.docking import level_names
from qingdan.docking.queries.coverage import docked_ratio, system_levels
from qingdan.docking.queries.outbox import counts
from qingdan.docking.queries.partners import get_partner, partners_of
from qingdan.docking.services.partners import (
    PartnerTyped,
    end_old_key,
    give_key,
    open_partner,
    save_partner,
)
from qingdan.rules.docking import OPEN_STATES, DockingLevel
from qingdan.rules.role import Role
from qingdan.web.desk.account.typed import choice, text
from qingdan.web.shared.factor import with_factor
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page

LOOKING_AFTER = (Role.ADMINISTRATOR, Role.INFORMATISATION, Role.SERVICE_CENTRE)
ENTERING = (Role.ADMINISTRATOR, Role.INFORMATISATION)


@page(*LOOKING_AFTER)
def partners(request: DeskRequest) -> HttpResponse:
    """All of them, how far each is docked, what waits for it, what was typed twice."""
    region = request.actor.region
    found = counts(request.actor)
    measured = {one.code: one for one in system_levels(region)}
    shown = [
        {
            "partner": one,
            "level": level_names()[one.level][0],
            "sent": found.get(one.code, {}),
            "waiting": sum(found.get(one.code, {}).get(state, 0) for state in OPEN_STATES),
            "measured": measured.get(one.code),
        }
        for one in partners_of(request.actor)
        if one.region == region
    ]
    context = {
        "partners": shown,
        "ratio": docked_ratio(region),
        "at": request.at,
        "enters": request.actor.roles & frozenset(ENTERING),
    }
    return render(request, "desk/docking/partners.html", context)


@page(*ENTERING)
@with_factor
def new(request: DeskRequest) -> HttpResponse:
    """The form of a system."""
    known = {one.unit for one in partners_of(request.actor) if one.active}
    units = [one for one in list_units(region=request.actor.region) if one.code not in known]
    context = {"units": units, "levels": level_names()}
    return render(request, "desk/docking/new.html", context)


@act(*ENTERING, on=new)
@with_factor
def enter(request: DeskRequest) -> HttpResponse:
    """Enters it; its key is given on its page."""
    code = open_partner(
        unit=text(request, "unit"), code=text(request, "code"), typed=_typed(request), by=request.actor,
        at=request.at,
    )  # fmt: skip
    return done(reverse("desk:docking_partner", args=[code]), said="partner_opened")


@page(*LOOKING_AFTER)
def partner(request: DeskRequest, code: str) -> HttpResponse:
    """One: how it stands, and the form to change it."""
    found = get_partner(request.actor, code)
    context = {
        "partner": found,
        "levels": level_names(),
        "at": request.at,
        "enters": request.actor.roles & frozenset(ENTERING),
        "theirs": request.refusal.theirs if request.refusal else None,
        "version": request.refusal.version if request.refusal and request.refusal.version else found.version,
    }
    return render(request, "desk/docking/partner.html", context)


@act(*ENTERING, on=partner)
@with_factor
def save(request: DeskRequest, code: str) -> HttpResponse:
    """Changes it."""
    version = number_in(text(request, "version"))
    save_partner(code=code, version=version, typed=_typed(request), by=request.actor, at=request.at)
    return done(reverse("desk:docking_partner", args=[code]), said="partner_saved")


@act(*ENTERING, on=partner)
@with_factor
def key(request: DeskRequest, code: str) -> HttpResponse:
    """A new key, shown this once."""
    version = number_in(text(request, "version"))
    secret = give_key(code=code, version=version, by=request.actor, at=request.at)
    account = f"{request.actor.region}-{code}"
    return render(request, "desk/docking/key.html", {"code": code, "secret": secret, "account": account})


@act(*ENTERING, on=partner)
@with_factor
def end_key(request: DeskRequest, code: str) -> HttpResponse:
    """The key before is worth nothing from now on."""
    end_old_key(code=code, by=request.actor, at=request.at)
    return done(reverse("desk:docking_partner", args=[code]), said="partner_old_key_ended")


def _typed(request: DeskRequest) -> PartnerTyped:
    return PartnerTyped(
        name=text(request, "name"),
        level=int(choice(request, "level", [str(one.value) for one in DockingLevel])),
        address=text(request, "address"),
        active=text(request, "active") != "no",
    )
