"""People signed in, for tests of pages: with a password, with a second factor shown now or long ago."""

from time import time

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from qingdan.base.people.models import User


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


def has_authenticator(username: str) -> bool:
    """Whether an account has an authenticator app."""
    return bool(Authenticator.objects.filter(user__username=username, type=Authenticator.Type.TOTP).exists())
