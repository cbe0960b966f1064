"""What makes a function a public page: one read-only transaction as a visitor of the region, no cookie, no session.

`published`: about what is published; the same for everybody, kept until something new is (`qingdan.web.portal.kept`).
`passing`: public too, but changing by the hour; never kept. `sent`: a form of the public; no cookie speaks for whoever
sends it, so there is no token to steal, and forms of other sites are told by their origin.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading
from qingdan.web.portal.rendering import (
    Asked,
    Page,
    View,
    asked_for,
    missing_body,
    passing_body,
    published_body,
    render,
)
from qingdan.web.shared.display import CHOICES, chosen
from qingdan.web.shared.posting import post_only
from qingdan.web.shared.refusal import Refusal

Answer = Callable[..., HttpResponse]
FormView = Callable[..., Page | HttpResponse]
EVERYBODY: frozenset[str] = frozenset()
FRESH, CHANGING = "public, max-age=60", "private, no-cache"
HTML = b'<html lang="zh-CN" class="public">'


def published(view: View) -> Answer:
    """A page about what is published."""

    @wraps(view)
    def answer(request: HttpRequest, **words: Any) -> HttpResponse:
        try:
            found = published_body(view, _asked(request, words), words)
        except Missing:
            return missing(request)
        response = dressed(request, found.body, found.status)
        if found.status == 200 and not any(chosen(request).values()):
            response.headers["Cache-Control"] = FRESH
        response.made_from = found.state  # type: ignore[attr-defined]
        return response

    return _public(require_safe(answer), view)


def passing(view: View) -> Answer:
    """A public page that is made anew each time."""

    @wraps(view)
    def answer(request: HttpRequest, **words: Any) -> HttpResponse:
        try:
            return dressed(request, *passing_body(view, _asked(request, words), words))
        except Missing:
            return missing(request)

    return _public(require_safe(answer), view)


def sent(*, on: Answer) -> Callable[[FormView], Answer]:
    """A form of the public, handed to the view with who sends it; `on`: the page that shows it when it is refused.

    The view hands back a page, or an answer of its own where a file was asked for.
    """

    def wrap(view: FormView) -> Answer:
        @wraps(view)
        def answer(request: HttpRequest, **words: Any) -> HttpResponse:
            _demand_our_form(request)
            try:
                return _sent(request, view, on, words)
            except Missing:
                return missing(request)

        return _public(csrf_exempt(post_only(answer)), view)

    return wrap


def _sent(request: HttpRequest, view: FormView, on: Answer, words: dict[str, Any]) -> HttpResponse:
    asked = _asked(request, words)
    try:
        page = view(asked, request, **{name: word for name, word in words.items() if name != "region"})
    except Refused as error:
        asked = replace(asked, refusal=Refusal(problems=error.problems, typed=request.POST))
        body, _ = passing_body(on.shows, asked, words)  # type: ignore[attr-defined]
        return dressed(request, body, 422)
    if not isinstance(page, Page):  # a file that was asked for by a form
        return page
    with reading(asked.visitor):
        return dressed(request, render(page, asked), page.status)


def _asked(request: HttpRequest, words: dict[str, Any]) -> Asked:
    at = request.at  # type: ignore[attr-defined]
    query = request.POST if request.method == "POST" else request.GET
    address = request.path if request.method == "POST" else request.get_full_path()
    return asked_for(words, address=address, query=query.dict(), at=at)


def _public(answer: Answer, view: FormView) -> Answer:
    """Marked as for everybody, with the view itself at hand."""
    answer.access, answer.shows = EVERYBODY, view  # type: ignore[attr-defined]
    return answer


def dressed(request: HttpRequest, body: bytes, status: int) -> HttpResponse:
    """The page in the display that its reader has chosen."""
    on = [f' data-{name}="{CHOICES[name]}"' for name, chosen_one in chosen(request).items() if chosen_one]
    dress = HTML[:-1] + "".join(on).encode() + b">"
    response = HttpResponse(body.replace(HTML, dress, 1), status=status)
    response.headers["Cache-Control"] = CHANGING
    patch_vary_headers(response, ("Accept-Encoding", "Cookie"))
    return response


def missing(request: HttpRequest) -> HttpResponse:
    """404: what is not there, on public pages."""
    return dressed(request, missing_body(request.at), 404)  # type: ignore[attr-defined]


def _demand_our_form(request: HttpRequest) -> None:
    """Raises PermissionDenied for a form of another site; programs without a browser name no origin."""
    origin = request.headers.get("Origin", "")
    if origin and urlsplit(origin).netloc != request.get_host():
        raise PermissionDenied


def visitor_everywhere(asked: Asked) -> Actor:
    """Somebody of the public who may be told of the city and all its counties: a number or code tells which."""
    return replace(asked.visitor, regions=tuple(code for code, _ in asked.place.beside))
