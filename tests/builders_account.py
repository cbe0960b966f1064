"""People signed in, for tests of pages: with a password, with a second factor shown now or long ago."""

from time import time
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from tests.builders import PASSWORD
from tests.kept_states import kept

from qingdan.base.people.models import User


@kept
def signed_in(username: str, *, factor_ago: float | None = None) -> Client:
    """A client signed in as somebody; `factor_ago`: seconds since the second factor was shown, None: never."""
    client = Client()
    client.force_login(User.objects.get(username=username))
    if factor_ago is not None:
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time() - factor_ago}]
        session.save()
    return client


def with_authenticator(username: str) -> str:
    """Gives an account an authenticator app; its secret."""
    secret: str = generate_totp_secret()
    TOTP.activate(User.objects.get(username=username), secret)
    return secret


def code_now(secret: str) -> str:
    """What the app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time()) // 30)))


def set_up_factor(client: Client) -> Any:
    """Sets up an authenticator app on its pages; the answer.

    What allauth does on commit comes after the answer in a test, as its transaction never ends: where that matters,
    capture it and save the session of the answer's request. In the city it comes before.
    """
    page = "/accounts/2fa/totp/activate/"
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.get(page)
    return client.post(page, {"code": code_now(client.session["mfa.totp.secret"])})


def has_authenticator(username: str) -> bool:
    """Whether an account has an authenticator app."""
    return bool(Authenticator.objects.filter(user__username=username, type=Authenticator.Type.TOTP).exists())
