"""A public page from the address to its bytes, without a request: served live, kept, and written as a file alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import Missing
from qingdan.base.transactions import reading
from qingdan.editions.queries.places import Place, main_city, place_of
from qingdan.editions.queries.shown import ShownEdition, shown_editions
from qingdan.web.portal.state import State, state_of, visitor_of
from qingdan.web.portal.store import store, stored
from qingdan.web.shared.refusal import Refusal

OF_PLACE = slice(0, 6)  # of a public code or a unit's: the region


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A public page that is asked for: where, when, with which words (the query, or the form that was sent).

    `address`: path and query, as links lead back to it. `editions`: all that the public sees there; `refusal`: why the
    form was refused.
    """

    place: Place
    at: datetime
    address: str
    words: Mapping[str, str] = field(default_factory=dict)
    editions: tuple[ShownEdition, ...] = ()
    refusal: Refusal | None = None

    @property
    def today(self) -> date:
        """The day of the instant."""
        return day_of(self.at)

    @property
    def visitor(self) -> Actor:
        """Who asks."""
        return visitor_of(self.place.code)

    def word(self, name: str, longest: int = 60) -> str:
        """What stands under a name, without spaces around it, cut to a length; "" for nothing."""
        return self.words.get(name, "").strip()[:longest]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a view hands back: a template and what it is filled with."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A body with its status; `state`: what it was made from."""

    body: bytes
    status: int
    state: State


View = Callable[..., Page]


def asked_for(words: Mapping[str, Any], *, address: str, query: Mapping[str, str], at: datetime) -> Asked:
    """The page of an address whose parameters are `words`: its region is named, or tells itself by a code.

    Raises Missing for a region that is not there.
    """
    named = words.get("region") or (words.get("code") or words.get("unit") or "")[OF_PLACE]
    return Asked(place=place_of(named or main_city()), at=at, address=address, words=query)


def published_body(view: View, asked: Asked, words: Mapping[str, Any]) -> Rendered:
    """The body of a page about what is published, made now or before. Raises Missing."""
    with reading(asked.visitor):
        asked = replace(asked, editions=shown_editions(asked.place.code))
        return body_of_state(view, asked, words, state_of(asked.place, asked.editions, asked.at))


def body_of_state(view: View, asked: Asked, words: Mapping[str, Any], state: State) -> Rendered:
    """The same inside a transaction in which editions and state were read. Raises Missing."""
    plain = "?" not in asked.address  # only these are as many as there are things published
    found = stored(asked.address, state) if plain else None
    if found is not None:
        return Rendered(body=found, status=200, state=state)
    page = shown_by(view, asked, words)
    body = render(page, asked)
    if plain and page.status == 200:
        store(asked.address, state, body)
    return Rendered(body=body, status=page.status, state=state)


def passing_body(view: View, asked: Asked, words: Mapping[str, Any]) -> tuple[bytes, int]:
    """Body and status of a page that is made anew each time. Raises Missing."""
    with reading(asked.visitor):
        asked = replace(asked, editions=shown_editions(asked.place.code))
        page = shown_by(view, asked, words)
        return render(page, asked), page.status


def shown_by(view: View, asked: Asked, words: Mapping[str, Any]) -> Page:
    """The view called with the parameters of the address; the region is the one asked in."""
    return view(asked, **{name: word for name, word in words.items() if name != "region"})


def render(page: Page, asked: Asked) -> bytes:
    """The page as bytes: without anything of a request, so that everybody gets the same."""
    frame = {
        "place": asked.place,
        "site": site_name(asked.place),
        "root": asked.place.root,
        "address": asked.address,
        "refusal": asked.refusal,
        "demo": settings.DEMO,
    }
    return render_to_string(f"portal/{page.template}.html", {**frame, **page.context}).encode()


def missing_body(at: datetime) -> bytes:
    """The page for what is not there: the city's, or a bare one before any city is."""
    try:
        asked = Asked(place=place_of(main_city()), at=at, address="/")
    except Missing:
        asked = Asked(place=NOWHERE, at=at, address="/")
    return render(Page(template="missing"), asked)


NOWHERE = Place(code="", name="", level="", main=True, beside=())


def site_name(place: Place) -> str:
    """临江政务服务网, 袁溪县政务服务网: a city without its 市."""
    short = place.name.removesuffix("市") if place.main and len(place.name) > 2 else place.name
    return f"{short}政务服务网"
