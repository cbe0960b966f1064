"""What makes a function a page or an act of an applicant: signed in, in the city and its counties, without any role.

Whoever works for a unit applies here like everybody else: roles stay on the desk.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import wraps
from inspect import signature
from typing import Any

from django.conf import settings
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import Missing, Refused, Stale
from qingdan.base.transactions import reading
from qingdan.editions.queries.places import Place, main_city, place_of
from qingdan.web.portal.pages import dressed, missing
from qingdan.web.portal.rendering import site_name
from qingdan.web.shared.posting import post_only
from qingdan.web.shared.refusal import Refusal
from qingdan.web.shared.request import entered_at_once
from qingdan.web.shared.signed_out import ask_to_sign_in
from qingdan.web.shared.unshown import all_shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """A request of an applicant. `by` has no roles; `refusal`: why the act was refused, `stale` that all changed."""

    request: HttpRequest
    by: Actor
    at: datetime
    place: Place
    refusal: Refusal | None = None
    stale: bool = False

    @property
    def today(self) -> date:
        """The day of the instant."""
        return day_of(self.at)

    def word(self, name: str, longest: int = 200) -> str:
        """What was typed under a name, on one line, cut to a length."""
        return " ".join(str(self.request.POST.get(name, "")).split())[:longest]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A template of templates/own with its context."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


View = Callable[..., Page | HttpResponseBase]
Answer = Callable[..., HttpResponseBase]


def mine(view: View) -> Answer:
    """A page that reads, in one read-only transaction; without sign-in: to the sign-in page."""

    @wraps(view)
    def answer(request: HttpRequest, **words: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        try:
            return _shown(view, _mine(request), words)
        except Missing:
            return missing(request)

    return _marked(answer, "reads", view)


def does(*, on: Answer) -> Callable[[View], Answer]:
    """An act: a post, one service call; refused, the page `on` again with the reasons (422)."""

    def wrap(view: View) -> Answer:
        @wraps(view)
        def answer(request: HttpRequest, **words: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return ask_to_sign_in(request)
            try:
                return _done(view, on, _mine(request), words)
            except Missing:
                return missing(request)

        return _marked(post_only(answer), "acts", view)

    return wrap


def shown(page: Page, my: Mine, status: int = 200) -> HttpResponse:
    """A page in the frame of the public pages."""
    frame = {
        "place": my.place,
        "site": site_name(my.place),
        "root": my.place.root,
        "address": my.request.path,
        "refusal": my.refusal,
        "stale": my.stale,
        "demo": settings.DEMO,
        "today": my.today,
        "section": "my",
    }
    body = render_to_string(f"own/{page.template}.html", {**frame, **page.context}, my.request)
    return dressed(my.request, body.encode(), status)


def _done(view: View, on: Answer, my: Mine, words: dict[str, Any]) -> HttpResponseBase:
    try:
        found = view(my, **words)
    except Refused as error:
        return _again(on, my, words, error)
    except IntegrityError as error:
        return _again(on, my, words, entered_at_once(error))
    assert isinstance(found, HttpResponseBase)
    return found


def _again(on: Answer, my: Mine, words: dict[str, Any], error: Refused) -> HttpResponseBase:
    again = replace(my, stale=isinstance(error, Stale))
    return all_shown(
        Refusal(problems=error.problems, typed=my.request.POST),
        lambda refusal: _shown(on.reads, replace(again, refusal=refusal), words, status=422),  # type: ignore[attr-defined]
    )


def _shown(view: View, my: Mine, words: dict[str, Any], status: int = 200) -> HttpResponseBase:
    with reading(my.by):
        taken = {name: word for name, word in words.items() if name in signature(view).parameters}
        found = view(my, **taken)
        return found if isinstance(found, HttpResponseBase) else shown(found, my, status)


def _mine(request: HttpRequest) -> Mine:
    place = place_of(main_city())
    actor: Actor = request.actor  # type: ignore[attr-defined]
    by = Actor(
        username=actor.username,
        name=actor.name,
        region=place.code,
        regions=tuple(code for code, _ in place.beside),
    )
    return Mine(request=request, by=by, at=request.at, place=place)  # type: ignore[attr-defined]


def _marked(answer: Answer, kind: str, view: View) -> Answer:
    """For everybody signed in; the view itself at hand."""
    answer.access = frozenset()  # type: ignore[attr-defined]
    setattr(answer, kind, view)
    return answer
