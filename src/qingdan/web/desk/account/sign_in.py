"""Addresses of signing in: of allauth's pages only those that this city uses; all others do not exist.

Nobody signs up, changes an address or resets a password by e-mail: an administrator invites.
"""

from allauth.account import views
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path, reverse


def change_password(request: HttpRequest) -> HttpResponse:
    """allauth's page; who came by the identity provider has no password to change."""
    if request.user.is_authenticated and not request.user.has_usable_password():
        return HttpResponseRedirect(reverse("own:identity"))
    response: HttpResponse = views.password_change(request)
    return response


change_password.access = frozenset()  # type: ignore[attr-defined]  # everybody signed in: allauth looks

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", change_password, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
]
