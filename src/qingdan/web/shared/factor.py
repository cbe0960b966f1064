"""The second factor: when it was last shown in this session (allauth records each authentication there)."""

from datetime import UTC, datetime

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.http import HttpRequest


def factor_at(request: HttpRequest) -> datetime | None:
    """The instant of the last second factor of this session; None when none was shown."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    shown = [float(one["at"]) for one in records if one.get("method") == "mfa"]
    return datetime.fromtimestamp(max(shown), UTC) if shown else None
