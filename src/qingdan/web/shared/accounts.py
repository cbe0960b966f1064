"""How allauth is told of our accounts: nobody signs up by himself; names are Chinese."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from qingdan.base.people.models import User


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come by invitation only."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_login_redirect_url(self, _request: HttpRequest) -> str:
        """The desk."""
        return "/desk/"


def display_name(user: User) -> Any:
    """The name, family name first."""
    return user.name
