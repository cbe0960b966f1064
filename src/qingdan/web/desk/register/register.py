"""The table of a register: rows open in place for the fields that are changed most."""

import secrets
from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.base.transactions import reading
from qingdan.campaigns.queries.plans import campaign_in_hand
from qingdan.data.labels import DISPOSITION_NAMES
from qingdan.powers.queries.deleted import deleted_together
from qingdan.powers.queries.items import item_page
from qingdan.powers.queries.register import Chosen, register_of
from qingdan.powers.services.fields import plain
from qingdan.powers.services.items import add_item, save_item
from qingdan.rules.power_item import Category
from qingdan.web.desk.register.item import SEEN_BY, WRITTEN_BY, version_in
from qingdan.web.desk.register.quick import QUICK, quick_bases, quick_form
from qingdan.web.shared.numbers import instant_in
from qingdan.web.shared.request import DeskRequest, act, done, page

_NARROWS = ("words", "problem", "disposition")
_ASKED = ("unit", "tab", *_NARROWS, "page")


@page(*SEEN_BY)
def register(request: DeskRequest, number: str = "") -> HttpResponse:
    """The register of a unit by category; `number` (or ?open=) is the row that is open."""
    asked = {name: plain(request.GET.get(name, "")) for name in _ASKED}
    opened = number or plain(request.GET.get("open", ""))
    found = item_page(request.actor, opened, on=day_of(request.at)) if opened else None
    if found:
        asked |= {"unit": found.unit, "tab": asked["tab"] or found.values["category"]}
    shown = register_of(request.actor, unit=asked["unit"], chosen=_chosen(asked, opened))
    kept = {name: word for name, word in asked.items() if word and name != "page"}
    words = {
        "register": shown,
        "open": found if found and shown.editable else None,
        "quick": quick_form(found, request.refusal) if found else None,
        "dispositions": [(key.value, word) for key, word in DISPOSITION_NAMES.items()],
        "query": urlencode(kept),
        "around": urlencode({"page": shown.chosen.page} | kept),
        "narrowed": urlencode({name: asked[name] for name in _NARROWS if asked[name]}),
        "once": secrets.token_hex(8),
        "together": deleted_together(request.actor, shown.unit, instant_in(request.GET.get("deleted", ""))),
    }
    return render(request, "desk/register/register.html", words)


@act(*WRITTEN_BY, on=register)
def add(request: DeskRequest) -> HttpResponse:
    """A blank row at the end of the tab, open for writing."""
    form = request.POST
    with reading(request.actor):
        campaign = campaign_in_hand(request.actor.region).code
    category = form.get("category", "")
    saved = add_item(
        campaign=campaign,
        unit=form.get("unit", "") or request.actor.unit,
        values={"category": category if category in set(Category) else ""},
        once=plain(form.get("once", ""))[:40],
        by=request.actor,
        at=request.at,
    )
    return _to_row(saved.number, "item_added", {})


@act(*WRITTEN_BY, on=register)
def quick(request: DeskRequest, number: str) -> HttpResponse:
    """Keeps the open row."""
    form = request.POST
    with reading(request.actor):
        kept = item_page(request.actor, number, on=day_of(request.at))
    save_item(
        number=number,
        version=version_in(form.get("version", "")),
        values={name: form[name] for name in QUICK if name in form},
        bases=quick_bases(kept, form),
        by=request.actor,
        at=request.at,
    )
    return _to_row(number, "item_saved", request.GET)


def _to_row(number: str, said: str, asked: Mapping[str, str]) -> HttpResponse:
    """Back to the table as it was filtered, the row open."""
    kept = {name: asked[name] for name in _ASKED if name in asked}
    words = urlencode({**kept, "open": number, "said": said})
    return done(f"{reverse('desk:register')}?{words}#row-{number}")


def _chosen(asked: dict[str, str], opened: str) -> Chosen:
    number = asked["page"]
    return Chosen(
        tab=asked["tab"],
        words=asked["words"],
        problem=asked["problem"],
        disposition=asked["disposition"],
        page=int(number) if number.isdecimal() and len(number) < 6 else 1,
        around=opened,
    )
