"""What is done for every request: what cannot be stored is taken out, the content policy, the instant, who acts."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.utils.functional import SimpleLazyObject

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of, now
from qingdan.base.people.queries import actor_of
from qingdan.rules.shown_text import shown
from qingdan.web.shared.factor import factor_at

Answer = Callable[[HttpRequest], HttpResponse]
NUL = "\x00"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
_Words = TypeVar("_Words", bound=QueryDict)


class Storable:
    """What comes as text can be stored, and is what it looks like (`rules.shown_text`, docs/adr/0025).

    PostgreSQL takes neither NUL nor half characters. Stands before all that reads cookies or forms; these are in UTF-8
    as our pages send them, where half characters cannot be written.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (request.content_params or {}).get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
            raise BadRequest("a form that is not in UTF-8")
        request.COOKIES = {name: word for name, word in request.COOKIES.items() if NUL not in word}
        request.GET = _storable(request.GET)
        return self.answer(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """The form, before the view reads it."""
        try:
            request.POST = _storable(request.POST)
        except (
            UnreadablePostError
        ):  # the browser went away; the form's token is not found and the form refused
            return


def _storable(words: _Words) -> _Words:
    if all(shown(word) == word for name, some in words.lists() for word in (name, *map(str, some))):
        return words
    kept = words.copy()
    kept.clear()
    for name, some in words.lists():
        kept.setlist(shown(name), [shown(str(word)) for word in some])
    kept._mutable = False
    return kept  # type: ignore[return-value]


class Policy:
    """No script or style but our own files. Stands before all others: what they answer by themselves has it too."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


class Unshared:
    """Pages of signed-in people are not kept by shared caches."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
        return response


class Acting:
    """`request.at`, the one reading of the clock, and `request.actor`, made when first asked for."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = now()  # type: ignore[attr-defined]
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.answer(request)


def _actor(request: HttpRequest) -> Actor:
    if not request.user.is_authenticated:
        return Actor(username="", name="")
    return actor_of(
        request.user,
        on=day_of(request.at),  # type: ignore[attr-defined]
        factor_at=factor_at(request),
        unit=request.session.get("unit", ""),
    )
