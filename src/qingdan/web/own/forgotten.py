"""忘了密码: an applicant's way back, by e-mail where mail goes out; at a window everywhere."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from qingdan.applicants.services.passwords import link_by_mail
from qingdan.base.actor import Actor
from qingdan.base.messages.services import mails_go_out
from qingdan.base.refusal import Refused
from qingdan.base.transactions import reading
from qingdan.editions.queries.places import main_city, place_of
from qingdan.web.own.pages import Mine, Page, shown
from qingdan.web.portal.pages import EVERYBODY
from qingdan.web.portal.state import visitor_of
from qingdan.web.portal.throttle import counted
from qingdan.web.shared.letters import letter
from qingdan.web.shared.refusal import Refusal


@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """The form; a post mails a link. The answer is the same whether there is such an account or not."""
    if request.method == "GET" or not mails_go_out():
        return _page(request)
    try:
        with counted(request, "forgotten"):
            _mail(request)
    except Refused as error:
        return _page(request, Refusal(problems=error.problems, typed=request.POST), status=422)
    return _page(request, sent=True)


forgotten.access = EVERYBODY  # type: ignore[attr-defined]


def _mail(request: HttpRequest) -> None:
    username, email = (str(request.POST.get(name, ""))[:200] for name in ("username", "email"))
    found = link_by_mail(username=username, email=email, by=visitor_of(main_city()), at=_at(request))
    if found:
        letter(request, *found, about="reset")


def _page(
    request: HttpRequest, refused: Refusal | None = None, *, sent: bool = False, status: int = 200
) -> HttpResponse:
    place = place_of(main_city())
    nobody = Actor(username="", name="", region=place.code, regions=(place.code,))
    my = Mine(request=request, by=nobody, at=_at(request), place=place, refusal=refused)
    with reading(nobody):
        return shown(Page(template="forgotten", context={"mails": mails_go_out(), "sent": sent}), my, status)


def _at(request: HttpRequest) -> Any:
    return request.at  # type: ignore[attr-defined]
