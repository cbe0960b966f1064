"""The second factor: when it was last shown in this session, and the way to show it before an act that needs it.

allauth records each authentication in the session and has the pages; here is only who is sent there, and back to.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from urllib.parse import urlencode, urlsplit

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

BACK = "after_factor"
START = "/desk/"


def factor_at(request: HttpRequest) -> datetime | None:
    """The instant of the last second factor of this session; None when none was shown."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    shown = [float(one["at"]) for one in records if one.get("method") == "mfa"]
    return datetime.fromtimestamp(max(shown), UTC) if shown else None


@receiver(authenticator_added)
def record_set_up(*, request: HttpRequest, authenticator: Authenticator, **_: object) -> None:
    """Counts setting up an app or a passkey as showing it: a right code or the key itself was just given.

    allauth does not. Recovery codes are only made, not shown: they do not count.
    """
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        facts = {"id": authenticator.pk, "type": authenticator.type}
        record_authentication(request, authenticator.user, "mfa", **facts)


def demand_factor(request: HttpRequest) -> HttpResponse | None:
    """Where this person must go first: to show the second factor, or to set one up; None when it is fresh.

    Afterwards a GET leads back: to this page, or after a post to the page that held the form. A post is not kept
    and not repeated: whoever signs sees the page again and presses the button himself.
    """
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    if actor.showed_factor(at):
        request.session.pop(BACK, None)
        return None
    back = request.session[BACK] = _back(request)
    return HttpResponseRedirect(f"{reverse(_step_up(request))}?{urlencode({'next': back})}")


def with_factor(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page or act that needs a fresh second factor: stands below `@page(…)` or `@act(…)`."""

    @wraps(view)
    def answer(request: HttpRequest, **words: object) -> HttpResponse:
        return demand_factor(request) or view(request, **words)

    return answer


def _step_up(request: HttpRequest) -> str:
    has = set(Authenticator.objects.filter(user_id=request.user.pk).values_list("type", flat=True))
    if Authenticator.Type.TOTP in has:
        return "mfa_reauthenticate"
    return "mfa_reauthenticate_webauthn" if Authenticator.Type.WEBAUTHN in has else "mfa_activate_totp"


def _back(request: HttpRequest) -> str:
    if request.method == "GET":
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, require_https=request.is_secure()
    ):
        return START
    place = urlsplit(came_from)
    return f"{place.path}?{place.query}" if place.query else place.path
