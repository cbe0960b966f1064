"""How allauth and axes are told of our accounts: nobody signs up there by himself; words and names are Chinese."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.http import HttpRequest

from qingdan.base.people.models import User
from qingdan.data.wording import wording


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Staff come by invitation; applicants sign up on a page of our own (`qingdan.web.own.sign_up`)."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": wording()["account.mismatch"]["message"],
        "incorrect_password": wording()["account.wrong_password"]["message"],
        "too_many_login_attempts": wording()["account.too_many"]["message"],
        "rate_limited": wording()["account.too_many"]["message"],
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The desk; who only applies comes to the own cases."""
        return "/my/" if getattr(request.user, "signed_up", False) else "/desk/"

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *_: Any, **__: Any
    ) -> None:
        """Says what was done in our words (`said.password_changed` …); what has none is not said."""
        key = (message_template or "").rpartition("/")[2].removesuffix(".txt")
        if words := wording().get(f"said.{key}"):
            messages.add_message(request, level, words["message"])


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": wording()["account.wrong_code"]["message"],
    }


def display_name(user: User) -> Any:
    """The name, family name first."""
    return user.name


def tried_username(_request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """The account that somebody tries to enter, as the lock-out counts it: without case, as allauth finds it."""
    return str((credentials or {}).get("username") or "").casefold()


def client_ip(request: HttpRequest) -> str | None:
    """The address of the person, past the trusted proxy in front (if one is set)."""
    found: str | None = get_client_ip(request)
    return found
