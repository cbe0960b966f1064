"""核验身份: the clerk compares a person with the document, the program the document with the account (level 4)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.applicants.queries.accounts import claims_of
from qingdan.applicants.services.accounts import confirm_identity
from qingdan.applicants.services.passwords import link_at_window
from qingdan.rules.role import Role
from qingdan.web.desk.account.typed import text
from qingdan.web.shared.letters import link_of
from qingdan.web.shared.request import DeskRequest, act, done, page


@page(Role.WINDOW)
def identity(request: DeskRequest) -> HttpResponse:
    """The code that the account shows; then who it says it is, and the form for what the document says."""
    code = text(request, "code") or request.GET.get("code", "")[:20].replace("\x00", "").strip()
    context = {"code": code, "claims": claims_of(code), "asked": bool(code)}
    return render(request, "desk/identity/identity.html", context)


@act(Role.WINDOW, on=identity)
def confirm(request: DeskRequest) -> HttpResponse:
    """Raises the account's person or organisation to level 4."""
    confirm_identity(
        code=text(request, "code"),
        name=text(request, "name"),
        id_number=text(request, "id_number"),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:identity"), said="identity_confirmed")


@act(Role.WINDOW, on=identity)
def password(request: DeskRequest) -> HttpResponse:
    """Gives who was compared with the document a link for a new password, shown this once."""
    user, token = link_at_window(
        username=text(request, "username"),
        id_number=text(request, "document_id"),
        by=request.actor,
        at=request.at,
    )
    return render(request, "desk/identity/password.html", link_of(request, user, token))
