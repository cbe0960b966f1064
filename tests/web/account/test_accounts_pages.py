"""Pages of accounts: opening, roles, invitations, stopping; the letters that are shown once."""

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from tests.builders import NOW, PASSWORD, SETTER, TODAY, a_city, an_actor
from tests.builders_account import has_authenticator, signed_in, with_authenticator

from qingdan.base.clock import now
from qingdan.base.events.models import Event
from qingdan.base.orgs.models import Region, Unit
from qingdan.base.people.models import Appointment, Invitation, User
from qingdan.base.people.queries import actor_of
from qingdan.base.people.services import appoint
from qingdan.rules.role import Role

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "river-boats-in-may"
LINK = re.compile(r"http://testserver(/invitation/[\w-]+/)")


@pytest.fixture
def administrator() -> Client:
    """An administrator of the city, the second factor shown a minute ago."""
    a_city()
    return signed_in(an_actor(Role.ADMINISTRATOR, unit=2).username, factor_ago=60)


@pytest.fixture
def newcomer(administrator: Client) -> User:
    """An account without password, liaison of 市灯笼局."""
    typed = {"username": "chen.min", "name": "陈敏", "email": "chen@example.gov.cn"}
    administrator.post(reverse("desk:open_account"), typed)
    appoint(username="chen.min", unit="360900001", role=Role.LIAISON, by=SETTER, at=NOW)
    return User.objects.get(username="chen.min")


def link_of(administrator: Client, user: User, **typed: str) -> str:
    """The path of the link that the page shows once."""
    page = administrator.post(reverse("desk:invite", args=[user.code]), typed).content.decode()
    found = LINK.search(page)
    assert found, page
    return found[1]


def accept(path: str, **typed: str) -> tuple[Client, int]:
    """Opens a link and sends the form; the client and the status."""
    client = Client()
    assert client.get(path)["Location"] == "/invitation/"
    words = {"name": "陈敏", "password": NEW_PASSWORD, "again": NEW_PASSWORD, **typed}
    return client, client.post("/invitation/", words).status_code


def test_invitation__sets_the_password_once(administrator: Client, newcomer: User) -> None:
    path = link_of(administrator, newcomer)
    client, status = accept(path, name="陈  敏")
    assert status == 302
    assert client.login(request=client.get("/").wsgi_request, username="chen.min", password=NEW_PASSWORD)
    again, status = accept(path, password="another-river-1", again="another-river-1")
    assert status == 410
    assert again.get("/invitation/").status_code == 410
    newcomer.refresh_from_db()
    assert newcomer.check_password(NEW_PASSWORD)


def test_invitation__only_the_digest_is_kept(administrator: Client, newcomer: User) -> None:
    token = link_of(administrator, newcomer).split("/")[2]
    kept = Invitation.objects.get()
    assert token not in str(vars(kept))
    assert token not in str(list(Event.objects.values()))
    assert kept.expires_at - kept.made_at == timedelta(days=7)


@pytest.mark.parametrize("case", ["expired", "newer", "stopped", "unknown"])
def test_invitation__that_holds_no_more(administrator: Client, newcomer: User, case: str) -> None:
    path = link_of(administrator, newcomer)
    match case:
        case "expired":
            Invitation.objects.update(expires_at=now() - timedelta(seconds=1))
        case "newer":
            link_of(administrator, newcomer)
        case "stopped":
            administrator.post(reverse("desk:stop_account", args=[newcomer.code]))
        case "unknown":
            path = "/invitation/not-a-token/"
    client, status = accept(path)
    assert status == 410
    assert "链接不能用了" in client.get("/invitation/").content.decode()
    assert not User.objects.get(pk=newcomer.pk).has_usable_password()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"password": "short", "again": "short"}, "password"),
        ({"password": "1234567890123", "again": "1234567890123"}, "password"),
        ({"password": "password123", "again": "password123"}, "password"),
        ({"again": "something-else-1"}, "again"),
        ({"name": "  "}, "name"),
        ({"name": "陈" * 41}, "name"),
    ],
)
def test_invitation__form_refused(
    administrator: Client, newcomer: User, typed: dict[str, str], field: str
) -> None:
    client, status = accept(link_of(administrator, newcomer), **typed)
    assert status == 422
    assert not User.objects.get(pk=newcomer.pk).has_usable_password()
    words = {"name": "陈敏", "password": NEW_PASSWORD, "again": NEW_PASSWORD}
    answer = client.post("/invitation/", {**words, **typed})
    assert {one.where.field for one in answer.context["refusal"].problems} == {field}
    assert client.post("/invitation/", words).status_code == 302


def test_invitation__old_password_holds_until_the_link_is_used(administrator: Client) -> None:
    liaison = User.objects.get(username=an_actor(Role.LIAISON).username)
    path = link_of(administrator, liaison)
    liaison.refresh_from_db()
    assert liaison.check_password(PASSWORD)
    session = signed_in(liaison.username)
    accept(path)
    assert session.get("/desk/account/").status_code == 302


@pytest.mark.parametrize("forget", [True, False])
def test_invitation__lost_telephone(administrator: Client, newcomer: User, forget: bool) -> None:
    with_authenticator(newcomer.username)
    link_of(administrator, newcomer, **({"forget_factor": "1"} if forget else {}))
    assert has_authenticator(newcomer.username) is not forget


def test_invitation__mailed_and_not_shown_when_a_server_is_set(
    administrator: Client, newcomer: User, settings: Settings
) -> None:
    settings.EMAIL_HOST = "mail.example"
    answer = administrator.post(reverse("desk:invite", args=[newcomer.code]), follow=True)
    assert "邀请邮件已寄出" in answer.content.decode()
    assert not LINK.search(answer.content.decode())
    (letter,) = mail.outbox
    assert letter.to == ["chen@example.gov.cn"]
    found = LINK.search(str(letter.body))
    assert found
    assert accept(found[1])[1] == 302


def test_invitation__shown_when_the_server_refuses(
    administrator: Client, newcomer: User, settings: Settings
) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert link_of(administrator, newcomer)


def test_invite_waiting__everybody_without_password(administrator: Client, newcomer: User) -> None:
    page = administrator.post(reverse("desk:invite_waiting")).content.decode()
    assert len(LINK.findall(page)) == 1
    assert newcomer.name in page
    assert "no-store" in administrator.post(reverse("desk:invite_waiting"))["Cache-Control"]


def test_stop__ends_sessions_and_login(administrator: Client) -> None:
    liaison = User.objects.get(username=an_actor(Role.LIAISON).username)
    session = signed_in(liaison.username)
    assert session.get("/desk/account/").status_code == 200
    administrator.post(reverse("desk:stop_account", args=[liaison.code]))
    assert session.get("/desk/account/").status_code == 302
    administrator.post(reverse("desk:restore_account", args=[liaison.code]))
    assert session.get("/desk/account/").status_code == 200


def test_stop__not_oneself_nor_the_last_administrator(administrator: Client) -> None:
    me = User.objects.get(username="administrator-2")
    answer = administrator.post(reverse("desk:stop_account", args=[me.code]))
    keys = {one.key for one in answer.context["refusal"].problems}
    assert keys == {"account.yourself", "account.last_administrator"}
    end = reverse("desk:end_role", args=[me.code, "360900002", "administrator"])
    assert administrator.post(end, {"ends_on": str(TODAY)}).status_code == 422


def test_appoint_and_end__role_by_the_day(administrator: Client, newcomer: User) -> None:
    typed = {"unit": "360900003", "role": "deputy", "since": "2026-05-01"}
    administrator.post(reverse("desk:appoint", args=[newcomer.code]), typed)
    assert actor_of(newcomer, on=TODAY, unit="360900003").roles == {Role.DEPUTY}
    end = reverse("desk:end_role", args=[newcomer.code, "360900003", "deputy"])
    assert administrator.post(end, {"ends_on": "2026-04-30"}).status_code == 422
    assert administrator.post(end, {"ends_on": "2026-05-20"}).status_code == 302
    assert Role.DEPUTY not in actor_of(newcomer, on=TODAY, unit="360900003").roles
    assert Appointment.objects.filter(role="deputy").count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"unit": "360100001"}, "unit"),
        ({"role": "mayor"}, "role"),
        ({"post": "没有的岗"}, "post"),
        ({"since": "昨天"}, "since"),
    ],
)
def test_appoint__refused(administrator: Client, newcomer: User, typed: dict[str, str], field: str) -> None:
    words = {"unit": "360900003", "role": "deputy", "since": "2026-05-01", **typed}
    answer = administrator.post(reverse("desk:appoint", args=[newcomer.code]), words)
    assert answer.status_code == 422
    assert [one.where.field for one in answer.context["refusal"].problems] == [field]


@pytest.mark.parametrize("username", ["CHEN.MIN", "system", "陈敏", "a", "a b"])
def test_open_account__name_refused(administrator: Client, newcomer: User, username: str) -> None:
    answer = administrator.post(reverse("desk:open_account"), {"username": username, "name": newcomer.name})
    assert answer.status_code == 422


def test_accounts__no_address_names_a_person(administrator: Client, newcomer: User) -> None:
    page = administrator.get(reverse("desk:accounts")).content.decode()
    assert not re.search(r'href="[^"]*(chen|陈)', page)
    assert newcomer.code in page


def test_accounts__of_elsewhere_do_not_exist(administrator: Client) -> None:
    a_county_account = User.objects.create_user("other", name="外地人")
    Region.objects.create(code="360100", name="别市", level="city")
    Unit.objects.create(region_id="360100", code="360100001", name="别局", kind="department")
    appoint(username="other", unit="360100001", role=Role.LIAISON, by=SETTER, at=NOW)
    assert "外地人" not in administrator.get(reverse("desk:accounts")).content.decode()
    for name in ("one_account", "invite", "stop_account"):
        address = reverse(f"desk:{name}", args=[a_county_account.code])
        answer = administrator.get(address) if name == "one_account" else administrator.post(address)
        assert answer.status_code == 404


ACTS = ("change_account", "appoint", "invite", "stop_account", "restore_account")


@pytest.mark.parametrize("name", ACTS)
def test_acts__posted_directly_without_a_factor_do_nothing(name: str) -> None:
    a_city()
    client = signed_in(an_actor(Role.ADMINISTRATOR, unit=2).username)
    liaison = User.objects.get(username=an_actor(Role.LIAISON).username)
    events = Event.objects.count()
    answer = client.post(reverse(f"desk:{name}", args=[liaison.code]), {"name": "王五", "unit": "360900001"})
    assert answer["Location"].startswith("/accounts/2fa/")
    assert (Event.objects.count(), Invitation.objects.count()) == (events, 0)


@pytest.mark.parametrize("name", ACTS)
def test_acts__by_others_do_not_exist(name: str) -> None:
    a_city()
    client = signed_in(an_actor(Role.PRINCIPAL).username, factor_ago=1)
    code = User.objects.get(username=an_actor(Role.LIAISON).username).code
    assert client.post(reverse(f"desk:{name}", args=[code]), {}).status_code == 404


def test_login__an_unknown_name_takes_as_much_hashing(newcomer: User, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]  # as the city's own
    an_actor(Role.LIAISON)
    hasher = "django.contrib.auth.hashers.Argon2PasswordHasher.encode"
    counts = []
    for username in ("liaison-1", "nobody", newcomer.username):
        with (
            patch(hasher, return_value="argon2$x") as made,
            patch("django.contrib.auth.hashers.Argon2PasswordHasher.verify", return_value=False) as checked,
        ):
            Client().post("/accounts/login/", {"login": username, "password": "paper-lantern-1"})
        counts.append(made.call_count + checked.call_count)
    assert counts[0] == counts[1] == counts[2] == 1
