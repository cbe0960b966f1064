"""Signing in at the identity provider, and proving there who an account is (docs/adr/0037).

What a way to the provider needs when it comes back lies in the session of the browser that began it, by its state,
and is taken out when it is used: a second time, or in another browser, it proves nothing.
"""

import logging
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from qingdan.applicants.services.provider import Entered, enter_anew, enter_by_provider, prove_own
from qingdan.base.oidc.flow import Flow, authorization_address, claims_of
from qingdan.base.oidc.provider import NotProved, ProviderSettings
from qingdan.base.refusal import Refused, refusal
from qingdan.base.transactions import reading
from qingdan.data.identity_provider import claim_names
from qingdan.editions.queries.places import main_city, place_of
from qingdan.rules.masking import masked_number
from qingdan.rules.problem import Problem
from qingdan.rules.proved_identity import ProvedIdentity, classes_from, proved_identity
from qingdan.web.own.pages import Mine, Page, shown
from qingdan.web.portal.pages import EVERYBODY, missing
from qingdan.web.portal.state import visitor_of
from qingdan.web.portal.throttle import count_against

FLOWS, PROVED = "provider_flows", "provider_proved"
MOST_FLOWS = 5  # ways begun in one browser and not yet come back: tabs
KEPT = timedelta(minutes=10)
HOME = "/my/"
LOGGER = logging.getLogger(__name__)


@never_cache
@require_GET
def leave(request: HttpRequest) -> HttpResponse:
    """On to the provider. `next`: where to go afterwards, here alone; `level`: the level that is needed there."""
    provider = _provider()
    if provider is None:
        return missing(request)
    flow, next_place = Flow(), _place(request, request.GET.get("next", ""))
    word = request.GET.get("level", "")
    classes = classes_from(int(word), claim_names()) if word in {"1", "2", "3", "4"} else ()
    try:
        count_against(request, "provider")
        address = authorization_address(provider, flow, back=_back_address(request), classes=classes)
    except NotProved as error:
        return _failed(request, next_place, error=error)
    except Refused as error:
        return _failed(request, next_place, problems=error.problems)
    _keep(request, flow, next_place)
    return HttpResponseRedirect(address)


@never_cache
@require_GET
@sensitive_variables("claims", "proved")
def come_back(request: HttpRequest) -> HttpResponse:
    """From the provider, with a code for this browser's own way; then into the account, or back into it."""
    provider = _provider()
    if provider is None:
        return missing(request)
    kept = _taken(request)
    next_place = str(kept["next"]) if kept else HOME
    try:
        proved = _proved(request, provider, kept)
        return _accepted(request, proved, provider, next_place)
    except NotProved as error:
        return _failed(request, next_place, error=error)
    except Refused as error:
        return _failed(request, next_place, problems=error.problems)


@never_cache
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """An account that the provider does not know has the number: sign in there and join it, or open another."""
    provider, kept = _provider(), request.session.get(PROVED)
    if provider is None or kept is None or _is_over(request, kept) or request.user.is_authenticated:
        return missing(request)
    proved, next_place = ProvedIdentity(**kept["proved"]), str(kept["next"])
    if request.method == "GET":
        context = {"name": proved.name, "number": masked_number(proved.id_number), "next_place": next_place}
        return _shown(request, Page(template="provider_choose", context=context))
    del request.session[PROVED]
    try:
        entered = enter_anew(
            proved=proved, provider=provider.name, by=visitor_of(main_city()), at=_at(request)
        )
    except Refused as error:
        return _failed(request, next_place, problems=error.problems)
    return _let_in(request, entered, next_place)


for _view in (leave, come_back, choose):
    _view.access = EVERYBODY  # type: ignore[attr-defined]


def _proved(
    request: HttpRequest, provider: ProviderSettings, kept: Mapping[str, Any] | None
) -> ProvedIdentity:
    """Raises NotProved, Refused."""
    if kept is None or _is_over(request, kept) or kept["account"] != _account(request):
        raise NotProved("provider.over", "state")
    if request.GET.get("iss", provider.issuer) != provider.issuer:
        raise NotProved("provider.refused", "issuer of the answer")
    if not (code := request.GET.get("code", "")):
        raise NotProved("provider.given_up", "no code")
    claims = claims_of(provider, Flow(**kept["flow"]), code=code, back=_back_address(request))
    found = proved_identity(claims, issuer=provider.issuer, names=claim_names())
    if not isinstance(found, ProvedIdentity):
        raise Refused(found)
    return found


def _accepted(
    request: HttpRequest, proved: ProvedIdentity, provider: ProviderSettings, next_place: str
) -> HttpResponse:
    """Raises Refused."""
    visitor = visitor_of(main_city())
    if request.user.is_authenticated:
        actor = request.actor  # type: ignore[attr-defined]
        by = replace(visitor, username=actor.username, name=actor.name)
        entered = prove_own(proved=proved, provider=provider.name, by=by, at=_at(request))
        return HttpResponseRedirect(
            _saying(next_place, "own_proved" if entered.raised else "own_proved_same")
        )
    found = enter_by_provider(proved=proved, provider=provider.name, by=visitor, at=_at(request))
    if found is None:
        request.session[PROVED] = {
            "proved": asdict(proved),
            "next": next_place,
            "at": _at(request).isoformat(),
        }
        return HttpResponseRedirect(reverse("own:provider_choose"))
    return _let_in(request, found, next_place)


def _let_in(request: HttpRequest, entered: Entered, next_place: str) -> HttpResponse:
    """Through allauth: a second factor that the account has is asked for, a closed account stays out."""
    record_authentication(request, entered.user, "provider")
    response: HttpResponse = perform_login(request, entered.user, redirect_url=next_place)
    return response


def _keep(request: HttpRequest, flow: Flow, next_place: str) -> None:
    ways = dict(list(request.session.get(FLOWS, {}).items())[1 - MOST_FLOWS :])
    ways[flow.state] = {
        "flow": asdict(flow), "next": next_place, "account": _account(request), "at": _at(request).isoformat()
    }  # fmt: skip
    request.session[FLOWS] = ways


def _taken(request: HttpRequest) -> dict[str, Any] | None:
    """What was kept for this way back; it is gone then."""
    ways = request.session.get(FLOWS, {})
    found: dict[str, Any] | None = ways.pop(request.GET.get("state", ""), None)
    if found is not None:
        request.session[FLOWS] = ways
    return found


def _is_over(request: HttpRequest, kept: Mapping[str, Any]) -> bool:
    began = datetime.fromisoformat(kept["at"])
    return began + KEPT < _at(request)


def _account(request: HttpRequest) -> str:
    """Whose account is signed in: who left must be who comes back."""
    return str(getattr(request.user, "code", ""))


def _place(request: HttpRequest, address: str) -> str:
    """An address of ours to go on to; nobody sends people elsewhere through us."""
    ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, None)
    return address if ours else HOME


def _saying(address: str, key: str) -> str:
    """The address, where the page says then what was recorded."""
    parts = urlsplit(address)
    return parts._replace(query="&".join(filter(None, (parts.query, urlencode({"said": key}))))).geturl()


def _back_address(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("own:provider_back"))


def _failed(
    request: HttpRequest,
    next_place: str,
    *,
    error: NotProved | None = None,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    """Why nobody was proved, and the ways on: again, by password, at a window."""
    if error:
        LOGGER.warning("identity provider: %s (%s)", error.key, error.detail)
        problems = (refusal(error.key, "identity"),)
    down = error is not None and error.key == "provider.down"
    context = {"problems": problems, "next_place": next_place, "down": down}
    return _shown(request, Page(template="provider_failed", context=context), 502 if down else 422)


def _shown(request: HttpRequest, page: Page, status: int = 200) -> HttpResponse:
    place = place_of(main_city())
    by = visitor_of(place.code)
    with reading(by):
        return shown(page, Mine(request=request, by=by, at=_at(request), place=place), status)


def _provider() -> ProviderSettings | None:
    found: ProviderSettings | None = settings.IDENTITY_PROVIDER
    return found


def _at(request: HttpRequest) -> datetime:
    at: datetime = request.at  # type: ignore[attr-defined]
    return at
