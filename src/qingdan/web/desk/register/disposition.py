"""The disposition of an item: what it needs, and the acts that bring it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.data.labels import DISPOSITION_NAMES
from qingdan.data.reason_codes import load_reason_codes
from qingdan.powers.queries.consents import county_units, units_to_ask
from qingdan.powers.queries.dispositions import DispositionPage, disposition_page
from qingdan.powers.services.consolidating import dissolve_merge, merge_items
from qingdan.powers.services.dispositions import FIELDS, HANDOVER, MODES, ask_receivers, dispose
from qingdan.powers.services.law_changes import GROUNDS, propose_law_change, withdraw_law_change
from qingdan.powers.services.partners import ask_to_merge
from qingdan.rules.power_item import Disposition
from qingdan.rules.role import DRAFTING, REVIEWING
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.refusal import Refusal
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(DRAFTING | REVIEWING)
WRITTEN_BY = tuple(DRAFTING)


@page(*SEEN_BY)
def disposition(request: DeskRequest, number: str) -> HttpResponse:
    """One item's disposition with everything beside it."""
    found = disposition_page(request.actor, number, on=day_of(request.at))
    return render(request, "desk/register/disposition.html", _context(request, found))


@act(*WRITTEN_BY, on=disposition)
def save(request: DeskRequest, number: str) -> HttpResponse:
    """Keeps the disposition and what was typed beside it."""
    form = request.POST
    values = {name: form[name] for name in FIELDS if name in form}
    if values.get("disposition") != form.get("shown"):
        values["reason_code"] = ""  # the page offered the reasons of another disposition
    dispose(
        number=number,
        version=number_in(form.get("version", "")),
        values=values,
        handover={name: form.get(name, "") for name in HANDOVER},
        by=request.actor,
        at=request.at,
    )
    return _back(number, "disposed")


@act(*WRITTEN_BY, on=disposition)
def ask_counties(request: DeskRequest, number: str) -> HttpResponse:
    """Asks county units whether they take it over."""
    ask_receivers(number=number, units=request.POST.getlist("counties"), by=request.actor, at=request.at)
    return _back(number, "asked")


@act(*WRITTEN_BY, on=disposition)
def merge(request: DeskRequest, number: str) -> HttpResponse:
    """Merges chosen items into this one, or this one into another."""
    target = request.POST.get("target", "")
    into = (target, [number]) if target else (number, request.POST.getlist("sources"))
    merge_items(target=into[0], sources=into[1], by=request.actor, at=request.at)
    return _back(number, "merged")


@act(*WRITTEN_BY, on=disposition)
def dissolve(request: DeskRequest, number: str) -> HttpResponse:
    """Takes an item out of the one it went into."""
    dissolve_merge(source=request.POST.get("source", ""), by=request.actor, at=request.at)
    return _back(number, "merge_dissolved")


@act(*WRITTEN_BY, on=disposition)
def ask_merge(request: DeskRequest, number: str) -> HttpResponse:
    """Asks another department to let an item of its own go into this one."""
    form = request.POST
    ask_to_merge(
        number=number, unit=form.get("unit", ""), note=form.get("note", ""), by=request.actor, at=request.at
    )
    return _back(number, "asked")


@act(*WRITTEN_BY, on=disposition)
def propose(request: DeskRequest, number: str) -> HttpResponse:
    """Sends a proposal to change the law to the 法制办."""
    names = ("instrument", "locator", "ground", "proposal")
    values = {name: request.POST.get(name, "") for name in names}
    propose_law_change(number=number, **values, by=request.actor, at=request.at)
    return _back(number, "law_change_proposed")


@act(*WRITTEN_BY, on=disposition)
def withdraw(request: DeskRequest, number: str) -> HttpResponse:
    """Takes a proposal back."""
    withdraw_law_change(code=request.POST.get("code", ""), by=request.actor, at=request.at)
    return _back(number, "law_change_withdrawn")


def _back(number: str, said: str) -> HttpResponse:
    return done(reverse("desk:item-disposition", args=[number]), said=said)


def _context(request: DeskRequest, found: DispositionPage) -> dict[str, Any]:
    refused = request.refusal
    values = dict(found.values) | dict(found.handover)
    if refused:
        typed = refused.typed
        values |= {name: typed.get(name, "") for name in (*FIELDS, *HANDOVER) if name in typed}
    counties = county_units(request.actor) if values["disposition"] == Disposition.DEVOLVE else []
    merging = values["disposition"] == Disposition.CONSOLIDATE and found.editable
    return {
        "item": found,
        "values": values,
        "dispositions": [(key.value, name) for key, name in DISPOSITION_NAMES.items()],
        "reasons": [one for one in load_reason_codes() if one.disposition == values["disposition"]],
        "grounds": [(one.code, one.name) for one in load_reason_codes() if one.code in GROUNDS],
        "modes": MODES,
        "counties": counties,
        "asked_units": _asked_units(found, refused),
        "units": units_to_ask(request.actor) if merging else [],
    }


def _asked_units(found: DispositionPage, refused: Refusal | None) -> list[str]:
    if refused and "counties" in refused.typed:
        return list(refused.typed.getlist("counties"))
    return [one.unit for one in found.receivers]
