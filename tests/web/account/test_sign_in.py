"""Signing in: password, second factor, lock-out, what does not exist."""

import pytest
from django.test import Client
from pytest_django import Settings
from tests.builders import PASSWORD, a_city, an_actor
from tests.builders_account import code_now, signed_in, with_authenticator

from qingdan.base.people.models import User
from qingdan.rules.role import Role

pytestmark = pytest.mark.django_db
LOGIN, CODE = "/accounts/login/", "/accounts/2fa/authenticate/"


@pytest.fixture
def liaison() -> str:
    """The username of a liaison officer of 市灯笼局."""
    a_city()
    return an_actor(Role.LIAISON).username


def post(client: Client, username: str, password: str = PASSWORD, **more: str) -> int:
    """Tries to sign in; the status of the answer."""
    return client.post(LOGIN, {"login": username, "password": password}, **more).status_code  # type: ignore[arg-type]


def is_in(client: Client) -> bool:
    """Whether this client is signed in."""
    return "_auth_user_id" in client.session


def test_login__password_right(client: Client, liaison: str) -> None:
    before = client.get(LOGIN).cookies
    answer = client.post(LOGIN, {"login": liaison, "password": PASSWORD})
    assert answer["Location"] == "/desk/"
    assert is_in(client)
    assert "sessionid" not in before


def test_login__goes_where_one_was_sent_from_and_never_elsewhere(client: Client, liaison: str) -> None:
    typed = {"login": liaison, "password": PASSWORD}
    assert client.post(LOGIN, {**typed, "next": "/desk/account/"})["Location"] == "/desk/account/"
    assert Client().post(LOGIN, {**typed, "next": "https://evil.example/"})["Location"] == "/desk/"


def test_login__username_in_another_case(client: Client, liaison: str) -> None:
    post(client, liaison.upper())
    assert is_in(client)


def test_login__session_of_before_is_not_kept(client: Client, liaison: str) -> None:
    session = client.session
    session["unit"] = "360900001"
    session.save()
    client.cookies["sessionid"] = old = session.session_key or ""
    post(client, liaison)
    assert is_in(client)
    assert client.cookies["sessionid"].value != old


@pytest.mark.parametrize("state", ["wrong", "unknown", "no_password"])
def test_login__refused_in_the_same_words(client: Client, liaison: str, state: str) -> None:
    if state == "no_password":
        User.objects.create_user("new-one", name="新人")
    username = {"wrong": liaison, "unknown": "nobody", "no_password": "new-one"}[state]
    answer = client.post(LOGIN, {"login": username, "password": "paper-lantern-1"})
    assert "用户名或密码不对" in answer.content.decode()
    assert not is_in(client)


@pytest.mark.parametrize("spelling", [str.lower, str.upper, str.title])
def test_login__locked_after_eight_failures(client: Client, liaison: str, spelling: object) -> None:
    assert callable(spelling)
    for _ in range(8):
        post(client, liaison, "paper-lantern-1")
    answer = client.post(LOGIN, {"login": spelling(liaison), "password": PASSWORD})
    assert not is_in(client)
    assert "15 分钟后再试" in answer.content.decode()


def test_login__lock_holds_for_one_account_and_one_address(client: Client, liaison: str) -> None:
    other = an_actor(Role.PRINCIPAL).username
    for _ in range(8):
        post(client, liaison, "paper-lantern-1")
    post(client, other)
    assert is_in(client)
    elsewhere = Client(REMOTE_ADDR="192.0.2.77")
    post(elsewhere, liaison)
    assert is_in(elsewhere)


def test_login__unknown_name_is_locked_like_a_known_one(client: Client, liaison: str) -> None:
    answers = [client.post(LOGIN, {"login": "nobody", "password": PASSWORD}) for _ in range(9)]
    assert answers[-1].status_code == 429
    assert "15 分钟后再试" in answers[-1].content.decode()


def test_login__throttled_from_many_addresses(liaison: str) -> None:
    for number in range(10):
        post(Client(REMOTE_ADDR=f"192.0.2.{number}"), liaison, "paper-lantern-1")
    late = Client(REMOTE_ADDR="198.51.100.1")
    post(late, liaison)
    assert not is_in(late)


def test_login__a_deactivated_account(client: Client, liaison: str) -> None:
    User.objects.filter(username=liaison).update(is_active=False)
    answer = client.post(LOGIN, {"login": liaison, "password": PASSWORD}, follow=True)
    assert "账号已停用" in answer.content.decode()
    assert not is_in(client)


def test_login__second_factor_when_there_is_one(client: Client, liaison: str) -> None:
    secret = with_authenticator(liaison)
    post(client, liaison)
    assert not is_in(client)
    refused = client.post(CODE, {"code": "000000"})
    assert "验证码不对" in refused.content.decode()
    client.post(CODE, {"code": code_now(secret)})
    assert is_in(client)


def test_login__a_code_is_good_once(client: Client, liaison: str) -> None:
    secret = with_authenticator(liaison)
    code = code_now(secret)
    post(client, liaison)
    client.post(CODE, {"code": code})
    again = Client()
    post(again, liaison)
    again.post(CODE, {"code": code})
    assert is_in(client)
    assert not is_in(again)


@pytest.mark.parametrize("demo", [True, False])
def test_demo_code__shown_in_the_demo_only(
    client: Client, liaison: str, settings: Settings, demo: bool
) -> None:
    settings.DEMO = demo
    secret = with_authenticator(liaison)
    post(client, liaison)
    shown = client.get(CODE).content.decode()
    assert (code_now(secret) in shown) is demo
    assert ("演示环境" in shown) is demo


def test_logout__only_by_post(liaison: str) -> None:
    client = signed_in(liaison)
    client.get("/accounts/logout/")
    assert is_in(client)
    client.post("/accounts/logout/")
    assert not is_in(client)


@pytest.mark.parametrize(
    "address",
    [
        "signup/",
        "email/",
        "confirm-email/",
        "password/reset/",
        "password/set/",
        "3rdparty/",
        "social/login/error/",
        "login/code/",
        "phone/change/",
        "",
    ],
)
def test_accounts__what_the_city_does_not_use_does_not_exist(liaison: str, address: str) -> None:
    for client in (Client(), signed_in(liaison)):
        assert client.get(f"/accounts/{address}").status_code == 404


def test_cookies__not_readable_by_scripts(client: Client, liaison: str) -> None:
    client.get(LOGIN)
    post(client, liaison)
    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Lax"
    assert client.cookies["csrftoken"]["httponly"]


def test_form__without_token_is_refused(liaison: str) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(LOGIN, {"login": liaison, "password": PASSWORD})
    assert answer.status_code == 403
    assert "没有提交成功" in answer.content.decode()


def test_login__no_name_or_address_in_the_log(
    client: Client, liaison: str, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(9):
        post(client, liaison, "paper-lantern-1")
    assert liaison not in caplog.text
    assert "127.0.0.1" not in caplog.text
