"""The demonstration only: the code that an authenticator would show now, for visitors who have none at hand."""

from time import time
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django import template
from django.conf import settings
from django.http import HttpRequest

register = template.Library()


@register.inclusion_tag("account/demo_code.html", takes_context=True)
def demo_code(context: dict[str, Any], secret: str = "") -> dict[str, str]:
    """Shows the code of the secret being set up, or of the one the person holds; nothing outside the demo."""
    if not settings.DEMO:
        return {"code": ""}
    held = secret or _held(context["request"])
    return {"code": current_code(held) if held else ""}


def current_code(secret: str) -> str:
    """The code of this moment, six digits."""
    return str(format_hotp_value(hotp_value(secret, int(time()) // app_settings.TOTP_PERIOD)))


def _held(request: HttpRequest) -> str:
    stage = getattr(request, "_login_stage", None)
    user = stage.login.user if stage else request.user
    found = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).first()
    return str(decrypt(found.data["secret"])) if found else ""
