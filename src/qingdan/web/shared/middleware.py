"""What is done for every request: the content policy, the instant, and who acts."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of, now
from qingdan.base.people.queries import actor_of
from qingdan.web.shared.factor import factor_at

Answer = Callable[[HttpRequest], HttpResponse]
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)


class Policy:
    """No script or style but our own files; pages of signed-in people are not kept by shared caches."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
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
