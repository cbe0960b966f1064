"""Local instruments and 三定 texts: list, text, new text, correction, repeal."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.powers.queries.legal import count_waiting, get_instrument_for, instruments_of, level_choices
from qingdan.powers.services.legal import TYPED, keep_instrument, repeal_instrument
from qingdan.rules.role import Role
from qingdan.web.shared.request import DeskRequest, act, done, page

FILTERS = ("words", "level", "state")
STATES = ("in_force", "not_yet", "superseded", "repealed")


@page(Role.LEGAL_AFFAIRS)
def instruments(request: DeskRequest) -> HttpResponse:
    """The texts of the region."""
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    context = {
        "texts": instruments_of(request.actor, on=day_of(request.at), **chosen),
        "chosen": chosen,
        "levels": level_choices(),
        "states": STATES,
        "waiting": count_waiting(request.actor),
    }
    return render(request, "desk/legal/instruments.html", context)


@page(Role.LEGAL_AFFAIRS)
def new(request: DeskRequest) -> HttpResponse:
    """An empty form; `?like=` begins with an earlier text of the same title."""
    like = request.GET.get("like", "")
    values = {"level": "normative_document"}
    if like:
        found = get_instrument_for(request.actor, like, on=day_of(request.at))
        values = {name: getattr(found, name) for name in ("title", "level", "issuer", "text")}
    context = {"values": _typed(request, values), "levels": level_choices(), "one": None}
    return render(request, "desk/legal/instrument.html", context)


@act(Role.LEGAL_AFFAIRS, on=new)
def add(request: DeskRequest) -> HttpResponse:
    """Enters a text."""
    code = keep_instrument(values=_values(request), by=request.actor, at=request.at)
    return done(reverse("desk:instrument", args=[code]), said="instrument_kept")


@page(Role.LEGAL_AFFAIRS)
def instrument(request: DeskRequest, code: str) -> HttpResponse:
    """One text."""
    found = get_instrument_for(request.actor, code, on=day_of(request.at))
    values = {name: getattr(found, name) for name in TYPED}
    for name in ("valid_from", "valid_until"):
        values[name] = values[name].isoformat() if values[name] else ""
    context = {"values": _typed(request, values), "levels": level_choices(), "one": found}
    return render(request, "desk/legal/instrument.html", context)


@act(Role.LEGAL_AFFAIRS, on=instrument)
def save(request: DeskRequest, code: str) -> HttpResponse:
    """Corrects a text."""
    keep_instrument(code=code, values=_values(request), by=request.actor, at=request.at)
    return done(reverse("desk:instrument", args=[code]), said="instrument_kept")


@act(Role.LEGAL_AFFAIRS, on=instrument)
def repeal(request: DeskRequest, code: str) -> HttpResponse:
    """Repeals a text."""
    repeal_instrument(code=code, on=request.POST.get("on", ""), by=request.actor, at=request.at)
    return done(reverse("desk:instrument", args=[code]), said="instrument_repealed")


def _values(request: DeskRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in TYPED}


def _typed(request: DeskRequest, values: dict[str, str]) -> dict[str, str]:
    if not request.refusal:
        return values
    typed = request.refusal.typed
    return values | {name: typed.get(name, "") for name in TYPED if name in typed}
