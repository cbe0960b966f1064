"""Signing in at the identity provider: who gets in as whom, and which answers prove nothing (issue 6 §2, RQ-G3)."""

import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client
from tests.builders import NOW, PASSWORD, SETTER, an_actor
from tests.builders_cases import CITIZEN, ID_NUMBER, a_serving_city, an_applicant
from tests.builders_powers import OWN
from tests.fake_provider import CLIENT, NAME, FakeProvider, new_key
from tests.web.own.provider_ways import LEAVE, through, way_back

from qingdan.applicants.models import Applicant, ProviderBinding
from qingdan.base.oidc.tokens import SKEW
from qingdan.base.people.models import User
from qingdan.base.people.services import appoint
from qingdan.base.transactions import writing
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G3", "RQ-G4")]
OTHER_ID = "110105194912310038"
Claims = dict[str, Any]


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    cache.clear()
    a_serving_city()


def a_local_account() -> Client:
    """江小灯 with a password and level 2, signed in."""
    with writing(CITIZEN):
        applicant = an_applicant(assurance=2)
        User.objects.filter(pk=applicant.user_id).update(signed_up=True)
    client = Client()
    client.force_login(User.objects.get(username=CITIZEN.username))
    return client


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def page(answer: Any) -> str:
    return str(answer.content.decode())


def test_first_sign_in__makes_an_account_with_name_number_and_level(provider: FakeProvider) -> None:
    client = Client()
    answer = through(client, next="/my/identity/")

    assert answer["Location"] == "/my/identity/"
    shown = page(client.get("/my/identity/"))
    assert f"3 级：姓名和证件号核对一致，{NAME}核验，从 " in shown and "没有密码" in shown
    found = Applicant.objects.select_related("user").get()
    assert (found.name, found.id_number, found.assurance, found.kind) == ("江小灯", ID_NUMBER, 3, "person")
    assert found.user.signed_up and not found.user.has_usable_password() and not found.user.email


def test_later_sign_in__finds_the_account_and_raises_the_level(provider: FakeProvider) -> None:
    through(Client())
    for acr, level in (("2", 3), ("4", 4), ("urn:nobody:knows", 4)):
        provider.person["acr"] = acr
        through(client := Client())

        assert signed_in(client)
        assert Applicant.objects.get().assurance == level
    assert User.objects.filter(signed_up=True).count() == 1


def test_organisation__is_one_by_the_claim_and_its_code(provider: FakeProvider) -> None:
    code = "91360900MA35XLGH0Y"
    provider.person |= {"real_name": "临江灯笼厂", "uscc": code, "id_number": "", "user_type": "legal_person"}
    through(Client())

    found = Applicant.objects.get()
    assert (found.kind, found.id_kind, found.id_number) == ("organisation", "uscc", code)


def test_sign_in_page__offers_the_provider_by_its_name_and_keeps_the_way(provider: FakeProvider) -> None:
    shown = page(Client().get("/accounts/login/?next=/my/licences/"))

    assert f"用{NAME}登录" in shown
    assert 'href="/identity-provider/?next=/my/licences/"' in shown.replace("%2F", "/")


def test_without_provider__nothing_is_offered_and_nothing_answers() -> None:
    client = Client()

    assert "identity-provider" not in page(client.get("/accounts/login/"))
    assert {client.get(f"{LEAVE}{one}").status_code for one in ("", "back/", "choose/")} == {404}


def no_claim(name: str) -> Callable[[Claims], Claims]:
    return lambda claims: {key: value for key, value in claims.items() if key != name}


TWISTS: dict[str, tuple[Callable[[Claims], Claims], str]] = {
    "nonce": (lambda claims: claims | {"nonce": "of another question"}, "(nonce)"),
    "no nonce": (no_claim("nonce"), "MissingRequiredClaimError"),
    "audience": (lambda claims: claims | {"aud": "another site"}, "InvalidAudienceError"),
    "two audiences": (lambda claims: claims | {"aud": [CLIENT, "another site"]}, "(azp)"),
    "for another": (lambda claims: claims | {"azp": "another site"}, "(azp)"),
    "expired": (lambda claims: claims | {"exp": int(time.time()) - SKEW - 5}, "ExpiredSignatureError"),
    "no end": (no_claim("exp"), "MissingRequiredClaimError"),
    "of tomorrow": (lambda claims: claims | {"iat": int(time.time()) + 86_400}, "ImmatureSignatureError"),
    "issuer": (lambda claims: claims | {"iss": "https://elsewhere.example"}, "InvalidIssuerError"),
    "no subject": (no_claim("sub"), "MissingRequiredClaimError"),
    "no number": (no_claim("id_number"), "它没有给出对的公民身份号码"),
    "wrong number": (
        lambda claims: claims | {"id_number": "110105194912310021"},
        "它没有给出对的公民身份号码",
    ),
    "no name": (lambda claims: claims | {"real_name": "\u200b"}, "它没有给出姓名"),
    "odd kind": (lambda claims: claims | {"user_type": "robot"}, "它没有给出对的公民身份号码"),
}
"""What the provider does to its claims, and the reason in the log or on the page."""


@pytest.mark.parametrize("twist", TWISTS)
def test_answer__that_proves_nothing_lets_nobody_in(
    provider: FakeProvider, twist: str, caplog: pytest.LogCaptureFixture
) -> None:
    provider.twist, reason = TWISTS[twist]
    answer = through(client := Client(), next="/my/licences/")

    assert answer.status_code == 422 and "没有核验身份" in page(answer)
    assert reason in page(answer) + caplog.text
    assert "next=/my/licences/" in page(answer).replace("%2F", "/")
    assert not signed_in(client) and not Applicant.objects.exists()
    assert ID_NUMBER not in caplog.text and "江小灯" not in caplog.text


def test_clocks__may_differ_by_the_stated_seconds(provider: FakeProvider) -> None:
    near = SKEW - 20
    provider.twist = lambda claims: claims | {"iat": int(time.time()) + near, "exp": int(time.time()) - near}

    assert signed_in_through(provider)


def signed_in_through(_provider: FakeProvider) -> bool:
    through(client := Client())
    return signed_in(client)


def unsigned(claims: Claims) -> str:
    return jwt.encode(claims, None, algorithm="none")


def by_a_stranger(claims: Claims) -> str:
    return jwt.encode(claims, new_key(), algorithm="RS256", headers={"kid": "k1"})


def half_of_it(claims: Claims) -> str:
    """Head and claims without the signature."""
    return by_a_stranger(claims).rpartition(".")[0] + "."


def by_a_word(claims: Claims) -> str:
    return jwt.encode(
        claims, "a word that both know, long enough for it", algorithm="HS256", headers={"kid": "k1"}
    )


@pytest.mark.parametrize(
    ("sign", "reason"),
    [
        (unsigned, "algorithm"),
        (by_a_stranger, "InvalidSignatureError"),
        (half_of_it, "InvalidSignatureError"),
        (by_a_word, "algorithm"),
        (lambda _claims: "no token", "DecodeError"),
    ],
)
def test_token__not_signed_by_the_provider_lets_nobody_in(
    provider: FakeProvider, sign: Callable[[Claims], str], reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    provider.sign = sign

    assert not signed_in_through(provider)
    assert reason in caplog.text and not Applicant.objects.exists()


def test_changed_keys__are_asked_for_and_old_ones_no_longer_count(provider: FakeProvider) -> None:
    assert signed_in_through(provider) and provider.keys_asked == 1
    assert signed_in_through(provider) and provider.keys_asked == 1
    old = provider.listed[0]
    provider.listed = [("k2", new_key())]
    assert signed_in_through(provider) and provider.keys_asked == 2
    provider.sign = lambda claims: jwt.encode(claims, old[1], algorithm="RS256", headers={"kid": "k1"})

    assert not signed_in_through(provider)


def test_way_back__counts_once_and_in_its_own_browser(provider: FakeProvider) -> None:
    address = way_back(client := Client())
    assert "已经过期，或者用过了" in page(Client().get(address))
    assert client.get(address).status_code == 302 and signed_in(client)
    client.logout()

    assert "已经过期，或者用过了" in page(client.get(address)) and not signed_in(client)


def test_way_back__is_over_after_ten_minutes(provider: FakeProvider) -> None:
    address = way_back(client := Client())
    session = client.session
    session["provider_flows"] = {
        state: kept | {"at": NOW.isoformat()} for state, kept in session["provider_flows"].items()
    }
    session.save()

    assert client.get(address).status_code == 422 and not signed_in(client)


def test_way_back__of_another_issuer_or_given_up_lets_nobody_in(provider: FakeProvider) -> None:
    address = way_back(client := Client())
    elsewhere = address.replace("iss=", "iss=https%3A%2F%2Felsewhere.example%2F")
    assert client.get(elsewhere).status_code == 422
    state = way_back(client).partition("state=")[2].partition("&")[0]
    answer = client.get(f"{LEAVE}back/?error=access_denied&state={state}")

    assert "在那边没有登录完" in page(answer) and not signed_in(client)


def test_way_back__after_the_account_changed_proves_nothing(provider: FakeProvider) -> None:
    address = way_back(client := Client())
    client.cookies.update(a_local_account().cookies)
    assert client.get(address).status_code == 422
    address = way_back(owner := a_other_browser(client))
    owner.logout()

    assert owner.get(address).status_code == 422 and not signed_in(owner)


def a_other_browser(client: Client) -> Client:
    """The same cookies."""
    other = Client()
    other.cookies.update(client.cookies)
    return other


@pytest.mark.parametrize("moment", ["before", "between"])
def test_provider_down__is_said_and_the_password_still_works(provider: FakeProvider, moment: str) -> None:
    a_local_account()
    client = Client()
    address = way_back(client) if moment == "between" else LEAVE
    cache.clear()
    provider.down = True
    answer = client.get(address)
    assert answer.status_code == 502 and "现在连不上" in page(answer) and "用用户名和密码登录" in page(answer)
    user = User.objects.get(username=CITIZEN.username)
    user.set_password(PASSWORD)
    user.save()
    client.post("/accounts/login/", {"login": CITIZEN.username, "password": PASSWORD})

    assert signed_in(client)


def test_document__of_another_issuer_is_not_taken(provider: FakeProvider) -> None:
    provider.said_issuer = "https://elsewhere.example"
    answer = Client().get(LEAVE)

    assert answer.status_code == 422 and "没有通过核对" in page(answer)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "my/",
    ],
)
def test_next__leads_to_no_other_site(provider: FakeProvider, address: str) -> None:
    assert through(Client(), next=address)["Location"] == "/my/"


def test_local_account__is_not_taken_over_by_a_proved_number(provider: FakeProvider) -> None:
    a_local_account()
    answer = through(client := Client(), next="/my/licences/")
    assert answer["Location"] == "/identity-provider/choose/" and not signed_in(client)
    shown = page(client.get(answer["Location"]))
    assert "已经有一个账号登记了你的证件号码" in shown and ID_NUMBER not in shown
    opened = client.post("/identity-provider/choose/")

    assert opened["Location"] == "/my/licences/" and signed_in(client)
    levels = dict(Applicant.objects.values_list("user__username", "assurance"))
    assert levels.pop(CITIZEN.username) == 2 and list(levels.values()) == [3]
    assert client.get("/identity-provider/choose/").status_code == 404


def test_local_account__is_not_named_to_who_only_says_the_number(provider: FakeProvider) -> None:
    a_local_account()
    provider.person["acr"] = "2"

    assert through(Client())["Location"] == "/my/"
    assert Applicant.objects.filter(id_number=ID_NUMBER).count() == 2


def test_local_account__signed_in_is_joined_and_entered_from_then_on(provider: FakeProvider) -> None:
    client = a_local_account()
    answer = through(client, next="/my/identity/")
    assert answer["Location"] == "/my/identity/?said=own_proved"
    assert "身份已经核验，级别提高了" in page(client.get(answer["Location"]))
    through(later := Client())

    assert later.session["_auth_user_id"] == client.session["_auth_user_id"]
    assert Applicant.objects.get().assurance == 3


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ({"real_name": "江大灯"}, "核验的姓名和这里登记的不一样"),
        ({"id_number": OTHER_ID, "sub": "other"}, "核验的是另一个人"),
    ],
)
def test_local_account__is_not_joined_with_somebody_else(
    provider: FakeProvider, person: Claims, said: str
) -> None:
    provider.person |= person
    answer = through(a_local_account(), next="/my/identity/")

    assert answer.status_code == 422 and said in page(answer)
    assert Applicant.objects.get().assurance == 2 and not ProviderBinding.objects.exists()


def test_subject__of_another_account_is_not_joined(provider: FakeProvider) -> None:
    through(Client())
    answer = through(a_local_account())

    assert "这个身份已经连着另一个账号" in page(answer)
    assert Applicant.objects.get(user__username=CITIZEN.username).assurance == 2


def test_subject__given_to_somebody_else_does_not_enter(provider: FakeProvider) -> None:
    through(Client())
    provider.person |= {"id_number": OTHER_ID, "real_name": "别的人"}
    answer = through(client := Client())

    assert "证件号码和账号里登记的不一样" in page(answer) and not signed_in(client)


def test_new_subject__with_the_same_proved_number_is_the_same_person(provider: FakeProvider) -> None:
    through(Client())
    provider.person["sub"] = "jiang-2"
    assert signed_in_through(provider)

    assert Applicant.objects.count() == 1 and ProviderBinding.objects.count() == 2


def test_account_of_staff__is_proved_but_not_entered(provider: FakeProvider) -> None:
    worker = an_actor(Role.HANDLER, username="handler_seven")
    client = Client()
    client.force_login(User.objects.get(username=worker.username))
    through(client)
    assert Applicant.objects.get(user__username=worker.username).assurance == 3
    answer = through(later := Client())

    assert "工作人员的账号用用户名和密码登录" in page(answer) and not signed_in(later)


def test_applicant_who_got_an_office__is_staff_from_then_on(provider: FakeProvider) -> None:
    through(Client())
    username = User.objects.get(signed_up=True).username
    appoint(username=username, unit=OWN, role=Role.HANDLER, by=SETTER, at=NOW)

    assert not signed_in_through(provider)


def test_closed_account__stays_closed(provider: FakeProvider) -> None:
    through(Client())
    User.objects.filter(signed_up=True).update(is_active=False)

    assert not signed_in_through(provider)


def test_second_factor__of_the_account_is_asked_for_all_the_same(provider: FakeProvider) -> None:
    through(Client())
    TOTP.activate(User.objects.get(signed_up=True), "JBSWY3DPEHPK3PXP")
    answer = through(client := Client(), next="/my/licences/")

    assert answer["Location"].startswith("/accounts/2fa/authenticate/") and not signed_in(client)


def test_account_without_password__has_none_to_change(provider: FakeProvider) -> None:
    through(client := Client())

    assert client.get("/accounts/password/change/")["Location"] == "/my/identity/"
