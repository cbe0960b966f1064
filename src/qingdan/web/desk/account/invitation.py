"""The page of an invitation, without sign-in: name and password, once.

The token goes from the address into the session at once: it stands in no log line of a later request, in no history
of the browser beside the first, and in no Referer.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from qingdan.base.clock import day_of
from qingdan.base.people.queries import open_invitation, posts_of
from qingdan.base.people.services import accept_invitation
from qingdan.base.refusal import Missing, Refused, refusal
from qingdan.web.shared.refusal import Refusal
from qingdan.web.shared.request import done
from qingdan.web.shared.signed_out import LOGIN

KEPT = "invitation"


@never_cache
@require_GET
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Takes the token out of the address."""
    request.session[KEPT] = token
    return HttpResponseRedirect(reverse("accept_invitation"))


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """The form; a post sets name and password and leads to the login."""
    token = request.session.get(KEPT, "")
    try:
        if request.method == "POST":
            return _accept(request, token)
        return _form(request, token)
    except Missing:
        return render(request, "account/invitation_over.html", status=410)


def _accept(request: HttpRequest, token: str) -> HttpResponse:
    name, password = request.POST.get("name", ""), request.POST.get("password", "")
    try:
        if password != request.POST.get("again", ""):
            open_invitation(token, request.at)  # type: ignore[attr-defined]
            raise Refused([refusal("account.differs", "again")])
        accept_invitation(token=token, name=name, password=password, at=request.at)  # type: ignore[attr-defined]
    except Refused as error:
        request.refusal = Refusal(problems=error.problems, typed=request.POST)  # type: ignore[attr-defined]
        return _form(request, token, status=422)
    request.session.flush()
    return done(LOGIN, said="invitation_accepted")


def _form(request: HttpRequest, token: str, status: int = 200) -> HttpResponse:
    user = open_invitation(token, request.at).user  # type: ignore[attr-defined]
    units = [name for _, name in posts_of(user, on=day_of(request.at))]  # type: ignore[attr-defined]
    return render(request, "account/invitation.html", {"person": user, "units": units}, status=status)
