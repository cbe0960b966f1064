"""The second factor before an act that needs it: who is sent where, and that nothing is done before."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from tests.builders import NOW, PASSWORD, a_city, an_actor
from tests.builders_account import code_now, has_authenticator, set_up_factor, signed_in, with_authenticator

from qingdan.base.actor import Actor
from qingdan.base.people.models import User
from qingdan.rules.role import Role
from qingdan.web.shared.factor import BACK, demand_factor, factor_at, with_factor

pytestmark = pytest.mark.django_db
CODE, SET_UP = "/accounts/2fa/reauthenticate/", "/accounts/2fa/totp/activate/"


@pytest.fixture
def principal() -> Actor:
    """The principal of 市灯笼局."""
    a_city()
    return an_actor(Role.PRINCIPAL)


def asked(actor: Actor, method: str = "GET", referer: str = "") -> HttpRequest:
    """A request of an actor, as the middleware hands it to a view."""
    more = {"HTTP_REFERER": referer} if referer else {}
    request = RequestFactory().generic(method, "/desk/filing/sign/?step=2", **more)  # type: ignore[arg-type]
    request.user = User.objects.get(username=actor.username)
    request.session = Client().session
    request.actor, request.at = actor, NOW  # type: ignore[attr-defined]
    return request


@pytest.mark.parametrize(("minutes", "sent_away"), [(None, True), (0, False), (15, False), (15.1, True)])
def test_demand_factor__holds_for_fifteen_minutes(
    principal: Actor, minutes: float | None, sent_away: bool
) -> None:
    shown = None if minutes is None else NOW - timedelta(minutes=minutes)
    assert (demand_factor(asked(replace(principal, factor_at=shown))) is not None) is sent_away


def test_demand_factor__of_the_future_is_none(principal: Actor) -> None:
    assert demand_factor(asked(replace(principal, factor_at=NOW + timedelta(seconds=1)))) is not None


def test_demand_factor__leads_to_the_code_when_there_is_an_authenticator(principal: Actor) -> None:
    assert demand_factor(asked(principal))["Location"].startswith(SET_UP)  # type: ignore[index]
    with_authenticator(principal.username)
    away = demand_factor(asked(principal))
    assert away is not None
    assert away["Location"] == f"{CODE}?next=%2Fdesk%2Ffiling%2Fsign%2F%3Fstep%3D2"


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/desk/filing/?tab=1", "/desk/filing/?tab=1"),
        ("https://evil.example/desk/filing/", "/desk/"),
        ("", "/desk/"),
    ],
)
def test_demand_factor__after_a_post_back_to_the_form(principal: Actor, referer: str, back: str) -> None:
    request = asked(principal, "POST", referer)
    assert demand_factor(request) is not None
    assert request.session[BACK] == back


def test_with_factor__nothing_is_done_before(principal: Actor) -> None:
    done = []

    @with_factor
    def sign(_request: HttpRequest) -> HttpResponse:
        done.append("signed")
        return HttpResponse()

    assert sign(asked(principal, "POST")).status_code == 302
    assert done == []
    assert sign(asked(replace(principal, factor_at=NOW), "POST")).status_code == 200
    assert done == ["signed"]


def _seen(client: Client) -> tuple[Actor, datetime]:
    request = client.get("/desk/account/").wsgi_request
    return request.actor, request.at  # type: ignore[attr-defined]


def test_reauthenticate__right_code_leads_back(principal: Actor) -> None:
    secret = with_authenticator(principal.username)
    client = signed_in(principal.username)
    typed = {"code": "000000", "next": "/desk/account/"}
    assert "验证码不对" in client.post(CODE, typed).content.decode()
    answer = client.post(CODE, {**typed, "code": code_now(secret)})
    assert answer["Location"] == "/desk/account/"
    assert client.get("/desk/account/").wsgi_request.actor.factor_at is not None  # type: ignore[attr-defined]


def test_reauthenticate__a_password_is_no_second_factor(principal: Actor) -> None:
    with_authenticator(principal.username)
    client = signed_in(principal.username)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/desk/account/"})
    assert client.get("/desk/account/").wsgi_request.actor.factor_at is None  # type: ignore[attr-defined]


def test_set_up__asks_the_password_then_shows_the_secret(principal: Actor) -> None:
    client = signed_in(principal.username)
    away = client.get(SET_UP)
    assert away["Location"].startswith("/accounts/reauthenticate/")
    assert client.post(away["Location"], {"password": "wrong-lantern-1"}).status_code == 200
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.get(SET_UP)
    secret = client.session["mfa.totp.secret"]
    answer = client.post(SET_UP, {"code": code_now(secret)})
    assert has_authenticator(principal.username)
    assert "还有 10 个" in client.get(answer["Location"]).content.decode()


def test_set_up__counts_as_shown(
    principal: Actor, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    client = signed_in(principal.username)
    with django_capture_on_commit_callbacks(execute=True):
        answer = set_up_factor(client)
    answer.wsgi_request.session.save()
    actor, at = _seen(client)

    assert actor.showed_factor(at)
    assert not actor.showed_factor(at + timedelta(minutes=16))


@pytest.mark.parametrize(("kind", "counts"), [("totp", True), ("webauthn", True), ("recovery_codes", False)])
def test_added_factor__counts_unless_it_was_only_made(principal: Actor, kind: str, counts: bool) -> None:
    request = asked(principal)
    added = Authenticator.objects.create(user=request.user, type=kind, data={})
    authenticator_added.send(Authenticator, request=request, user=request.user, authenticator=added)

    assert (factor_at(request) is not None) is counts


def test_set_up__wrong_code_sets_nothing(principal: Actor) -> None:
    client = signed_in(principal.username)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.get(SET_UP)
    client.post(SET_UP, {"code": "000000"})
    assert not has_authenticator(principal.username)


def test_codes__guessing_is_throttled(principal: Actor) -> None:
    secret = with_authenticator(principal.username)
    client = signed_in(principal.username)
    for _ in range(10):
        client.post(CODE, {"code": "000000"})
    client.post(CODE, {"code": code_now(secret)})
    assert client.get("/desk/account/").wsgi_request.actor.factor_at is None  # type: ignore[attr-defined]
