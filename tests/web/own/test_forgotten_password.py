"""A lost password of an applicant: by e-mail where mail goes out, else at a window; the sign-in page of applicants."""

import re
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings
from tests.builders import NOW, PASSWORD, SETTER, an_actor
from tests.builders_account import signed_in
from tests.builders_cases import CITIZEN, ID_NUMBER, LAMP, a_serving_city, an_applicant
from tests.builders_powers import OWN

from qingdan.base.people.models import User
from qingdan.base.people.services import appoint
from qingdan.base.transactions import writing
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G4")]
MAIL = "jiang@example.org"
ASKED = {"username": CITIZEN.username, "email": MAIL}
NEW_PASSWORD = "another lantern 9"
SEEN = {"username": CITIZEN.username, "document_id": ID_NUMBER}


@pytest.fixture(autouse=True)
def account(db: None) -> User:
    """江小灯, who signed up."""
    cache.clear()
    a_serving_city()
    with writing(CITIZEN):
        an_applicant()
    user = User.objects.get(username=CITIZEN.username)
    user.signed_up, user.email = True, MAIL
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def mailing(settings: Settings) -> None:
    """The city has a mail server."""
    settings.EMAIL_HOST = "mail.example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(answer.content.decode())))


def enters_after(text: str) -> bool:
    """Whether the link in a text sets a password that signs in."""
    client = Client()
    client.get(re.findall(r"/invitation/[\w-]+/", text)[0])
    typed = {"name": CITIZEN.name, "password": NEW_PASSWORD, "again": NEW_PASSWORD}
    client.post("/invitation/", typed)
    client.post("/accounts/login/", {"login": CITIZEN.username, "password": NEW_PASSWORD})
    return client.get("/my/").status_code == 200


@pytest.mark.usefixtures("mailing")
def test_forgotten__link_is_mailed_to_the_accounts_own_address_alone() -> None:
    wrong = Client().post("/forgotten/", ASKED | {"email": "somebody@example.org"})
    assert not mail.outbox
    right = Client().post("/forgotten/", ASKED)
    assert "已经寄到邮箱" in words(right) and words(wrong) == words(right)
    assert [one.to for one in mail.outbox] == [[MAIL]]
    assert "/invitation/" not in words(right)
    assert enters_after(str(mail.outbox[0].body))


@pytest.mark.usefixtures("mailing")
def test_forgotten__finds_no_account_of_staff(account: User) -> None:
    actor = an_actor(Role.HANDLER)
    User.objects.filter(username=actor.username).update(email=MAIL, signed_up=True)
    Client().post("/forgotten/", {"username": actor.username, "email": MAIL})
    assert not mail.outbox


def test_forgotten__without_mail_says_the_window() -> None:
    page = Client().get("/forgotten/")
    assert "带身份证件到窗口核验身份后重设" in words(page) and 'name="email"' not in page.text


def test_window__hands_over_a_link_to_whose_document_it_saw() -> None:
    clerk = signed_in(an_actor(Role.WINDOW).username)
    wrong = clerk.post("/desk/identity/password/", SEEN | {"document_id": "110105194912310021"})
    right = clerk.post("/desk/identity/password/", SEEN)
    assert wrong.status_code == 422 and "没有找到" in words(wrong)
    assert "只显示这一次" in words(right) and enters_after(right.text)


def test_window__hands_over_no_link_of_staff() -> None:
    clerk = signed_in(an_actor(Role.WINDOW).username)
    appoint(username=CITIZEN.username, unit=OWN, role=Role.HANDLER, by=SETTER, at=NOW)
    assert clerk.post("/desk/identity/password/", SEEN).status_code == 422


def test_sign_in__speaks_to_who_came() -> None:
    applicant = Client().get(f"/accounts/login/?next=/apply/{LAMP}/")
    assert "申请人登录" in words(applicant) and "清单工作台" not in words(applicant)
    assert f'/register/?next=%2Fapply%2F{LAMP}%2F"' in applicant.text and '"/forgotten/"' in applicant.text
    staff = words(Client().get("/accounts/login/?next=/desk/cases/"))
    assert "清单工作台" in staff and "申请人登录" in staff


def test_registration__leads_back_to_the_item() -> None:
    form = Client().get(f"/register/?next=/apply/{LAMP}/")
    assert f'name="next" value="/apply/{LAMP}/"' in form.text
    new = {"username": "new_one", "kind": "person", "name": "江大灯", "id_number": "110105194912310054"}
    typed = new | {"password": NEW_PASSWORD, "again": NEW_PASSWORD}
    sent = Client().post("/register/", typed | {"next": f"/apply/{LAMP}/"})
    assert f"next=%2Fapply%2F{LAMP}%2F" in sent["Location"]
    away = Client().get("/register/?next=https://evil.example/")
    assert 'name="next" value="/my/"' in away.text
