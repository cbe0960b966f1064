"""Signing up as an applicant: without sign-in, a session only for the form's token."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from qingdan.applicants.services.accounts import Registration, sign_up
from qingdan.base.actor import Actor
from qingdan.base.refusal import Refused, refusal
from qingdan.base.transactions import reading
from qingdan.editions.queries.places import main_city, place_of
from qingdan.web.own.pages import Mine, Page, shown
from qingdan.web.portal.pages import EVERYBODY
from qingdan.web.portal.state import visitor_of
from qingdan.web.portal.throttle import counted
from qingdan.web.shared.refusal import Refusal
from qingdan.web.shared.request import done
from qingdan.web.shared.signed_out import LOGIN
from qingdan.web.shared.words import for_applicants

KINDS = {"person": "个人", "organisation": "法人或者其他组织"}


@never_cache
@sensitive_post_parameters("password", "again", "id_number")
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """The form; a post makes the account and leads to the sign-in page."""
    if request.method == "GET":
        return _form(request)
    try:
        return _register(request)
    except Refused as error:
        return _form(request, Refusal(problems=error.problems, typed=request.POST), status=422)


register.access = EVERYBODY  # type: ignore[attr-defined]


def typed_registration(request: HttpRequest) -> Registration:
    """What was typed into the form."""
    names = ("username", "kind", "name", "id_number", "phone", "email", "address")
    words: dict[str, Any] = {one: " ".join(str(request.POST.get(one, "")).split())[:200] for one in names}
    return Registration(**words)


def _register(request: HttpRequest) -> HttpResponse:
    password = str(request.POST.get("password", ""))
    if password != request.POST.get("again", ""):
        raise Refused([refusal("own.again", "again")])
    with counted(request, "sign_up"):
        sign_up(
            new=typed_registration(request), password=password, by=visitor_of(main_city()), at=_at(request)
        )
    return done(LOGIN, said="own_signed_up", next=_next(request))


def _next(request: HttpRequest) -> str:
    """The page one came for, an applicants' page of this site; else 我的办件."""
    asked = str(request.POST.get("next", request.GET.get("next", "")))[:300]
    own = for_applicants(asked) and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if own else "/my/"


def _form(request: HttpRequest, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    place = place_of(main_city())
    nobody = Actor(username="", name="", region=place.code, regions=(place.code,))
    my = Mine(request=request, by=nobody, at=_at(request), place=place, refusal=refused)
    with reading(nobody):
        context = {"kinds": KINDS, "next": _next(request)}
        return shown(Page(template="sign_up", context=context), my, status)


def _at(request: HttpRequest) -> Any:
    return request.at  # type: ignore[attr-defined]
