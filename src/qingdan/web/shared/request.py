"""The request as pages know it, and the decorators that make a function a page or an act."""

import secrets
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from inspect import signature
from typing import Any
from urllib.parse import urlencode

from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET
from psycopg.errors import UniqueViolation

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing, Refused, Stale, refusal
from qingdan.base.transactions import reading
from qingdan.rules.role import Role
from qingdan.web.shared.posting import post_only
from qingdan.web.shared.refusal import Refusal
from qingdan.web.shared.signed_out import ask_to_sign_in
from qingdan.web.shared.unshown import all_shown

View = Callable[..., HttpResponse]


class DeskRequest(HttpRequest):
    """A request of a signed-in person: `actor`, `at` (the instant), `refusal` when an act was refused."""

    actor: Actor
    at: datetime
    refusal: Refusal | None


def page(*roles: Role) -> Callable[[View], View]:
    """A page that reads: GET, in one read-only transaction; for the roles named, or for everybody signed in.

    Who may not, and what is not there, get the same answer: 404. Without sign-in: to the login page.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def answer(request: Any, **words: Any) -> HttpResponse:
            if refused := _keep_out(request, roles):
                return refused
            return _read(view, request, words)

        kept = require_GET(answer)
        kept.access, kept.reads = frozenset(roles), view  # type: ignore[attr-defined]
        return kept

    return wrap


def act(*roles: Role, on: View) -> Callable[[View], View]:
    """An act: POST, one service call. Refused: the page `on` again, with every problem and what was typed.

    Two at once who enter the same thing that can be there only once: the database keeps one, the other is told.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def answer(request: Any, **words: Any) -> HttpResponse:
            if refused := _keep_out(request, roles):
                return refused
            try:
                return view(request, **words)
            except Missing as error:
                raise Http404 from error
            except Stale as error:
                return _again(on, request, words, error, theirs=dict(error.theirs), version=error.version)
            except Refused as error:
                return _again(on, request, words, error)
            except IntegrityError as error:
                return _again(on, request, words, entered_at_once(error))

        kept = post_only(answer)
        kept.access, kept.acts = frozenset(roles), view  # type: ignore[attr-defined]
        return kept

    return wrap


def entered_at_once(error: IntegrityError) -> Refused:
    """What the later of two is told who enter the same thing. Raises the error itself where it is of another rule."""
    if not isinstance(error.__cause__, UniqueViolation):
        raise error
    return Refused([refusal("desk.at_once")])


def done(address: str, said: str = "", **query: str) -> HttpResponseRedirect:
    """On to a page, which says what was recorded (`said`: a key of the wording table)."""
    words = {**query, **({"said": said} if said else {})}
    return HttpResponseRedirect(f"{address}?{urlencode(words)}" if words else address)


def once_of(request: DeskRequest) -> str:
    """The mark of this page: kept where it is shown again, new where the old one was used up."""
    used = request.refusal and any(one.where.field == "once" for one in request.refusal.problems)
    return ("" if used else request.POST.get("once", "")[:32]) or secrets.token_hex(16)


def _keep_out(request: Any, roles: tuple[Role, ...]) -> HttpResponse | None:
    if not request.user.is_authenticated:
        return ask_to_sign_in(request)
    if roles and not request.actor.roles & frozenset(roles):
        raise Http404
    if request.user.signed_up and not request.actor.roles:  # who only applies has no desk
        raise Http404
    request.refusal = None
    return None


def _read(view: View, request: Any, words: dict[str, Any]) -> HttpResponse:
    try:
        with reading(request.actor):
            return view(request, **words)
    except Missing as error:
        raise Http404 from error


def _again(on: View, request: Any, words: dict[str, Any], error: Refused, **more: Any) -> HttpResponse:
    view = getattr(on, "reads", on)
    taken = {name: word for name, word in words.items() if name in _takes(view)}

    def shown(told: Refusal) -> HttpResponse:
        request.refusal = told
        return _read(view, request, taken)

    response = all_shown(Refusal(problems=error.problems, typed=request.POST, **more), shown)
    response.status_code = 422
    return response


def _takes(view: View) -> tuple[str, ...]:
    return tuple(signature(view).parameters)
