"""One's own account: the unit worked for, stand-ins; messages to oneself."""

from datetime import date

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from tests.builders import NOW, SETTER, TODAY, a_city, an_actor
from tests.builders_account import signed_in
from tests.web.api.hostile_texts import HOSTILE

from qingdan.base.messages.models import Message
from qingdan.base.messages.services import mail_waiting, mark_read, send
from qingdan.base.people.models import StandIn, User
from qingdan.base.people.queries import actor_of
from qingdan.base.people.services import appoint
from qingdan.rules.role import Role

pytestmark = pytest.mark.django_db
WHOLE = {"since": "2026-05-01", "until": "2099-01-01"}


@pytest.fixture
def principal() -> User:
    """The principal of 市灯笼局, with a deputy beside him."""
    a_city()
    an_actor(Role.DEPUTY)
    return User.objects.get(username=an_actor(Role.PRINCIPAL).username)


def role_page(user: User, name: str = "held_role") -> str:
    """The address of the principal's role."""
    return reverse(f"desk:{name}", args=[user.code, "360900001", "principal"])


def deputy() -> User:
    """The deputy of 市灯笼局."""
    return User.objects.get(username="deputy-1")


def test_choose_unit__session_works_for_another(principal: User) -> None:
    appoint(username=principal.username, unit="360900003", role=Role.LIAISON, by=SETTER, at=NOW)
    client = signed_in(principal.username)
    assert client.get(reverse("desk:account")).context["actor"].unit == "360900001"
    client.post(reverse("desk:choose_unit"), {"unit": "360900003"})
    actor = client.get(reverse("desk:account")).context["actor"]
    assert (actor.unit, actor.roles) == ("360900003", {Role.LIAISON})


@pytest.mark.parametrize("unit", ["360900003", "360100001", "", "x"])
def test_choose_unit__not_one_of_the_own(principal: User, unit: str) -> None:
    client = signed_in(principal.username)
    assert client.post(reverse("desk:choose_unit"), {"unit": unit}).status_code == 404
    assert client.get(reverse("desk:account")).context["actor"].unit == "360900001"


def test_stand_in__set_by_the_holder_with_a_factor(principal: User) -> None:
    typed = {"deputy": deputy().code, **WHOLE}
    bare = signed_in(principal.username)
    assert "/2fa/" in bare.post(role_page(principal, "set_stand_in"), typed)["Location"]
    assert not StandIn.objects.exists()
    client = signed_in(principal.username, factor_ago=1)
    assert client.post(role_page(principal, "set_stand_in"), typed).status_code == 302
    acting = actor_of(deputy(), on=TODAY)
    assert (acting.roles, acting.standing_in_for) == ({Role.DEPUTY, Role.PRINCIPAL}, "周守清")


def test_stand_in__ended_today(principal: User) -> None:
    client = signed_in(principal.username, factor_ago=1)
    client.post(role_page(principal, "set_stand_in"), {"deputy": deputy().code, **WHOLE})
    client.post(role_page(principal, "stop_stand_in"), {"deputy": deputy().code})
    assert actor_of(deputy(), on=date(2098, 1, 1)).roles == {Role.DEPUTY}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"until": "2026-05-01"}, "until"),
        ({"until": "never"}, "until"),
        ({"deputy": "nobody"}, "deputy"),
    ],
)
def test_stand_in__refused(principal: User, typed: dict[str, str], field: str) -> None:
    client = signed_in(principal.username, factor_ago=1)
    words = {"deputy": deputy().code, **WHOLE, **typed}
    answer = client.post(role_page(principal, "set_stand_in"), words)
    assert answer.status_code == 422
    assert [one.where.field for one in answer.context["refusal"].problems] == [field]


def test_stand_in__for_somebody_else_does_not_exist(principal: User) -> None:
    client = signed_in(deputy().username, factor_ago=1)
    assert client.get(role_page(principal)).status_code == 404
    typed = {"deputy": deputy().code, **WHOLE}
    assert client.post(role_page(principal, "set_stand_in"), typed).status_code == 404
    assert client.post(role_page(principal, "end_role"), {"ends_on": "2026-06-01"}).status_code == 404


def test_stand_in__by_the_administrator(principal: User) -> None:
    client = signed_in(an_actor(Role.ADMINISTRATOR, unit=2).username, factor_ago=1)
    assert client.get(role_page(principal)).status_code == 200
    client.post(role_page(principal, "set_stand_in"), {"deputy": deputy().code, **WHOLE})
    assert StandIn.objects.count() == 1


def told(once: str = "late:1", **more: object) -> int:
    """Sends a message to the liaisons and principals of 市灯笼局."""
    words = {"subject": "催报", "text": "请报送", "link": "/desk/", **more}
    return send(once=once, unit="360900001", roles=[Role.PRINCIPAL, Role.LIAISON], by=SETTER, at=NOW, **words)  # type: ignore[arg-type]


def test_send__once_for_an_occasion(principal: User) -> None:
    assert (told(), told(), told("late:2")) == (1, 0, 1)
    an_actor(Role.LIAISON)
    assert told() == 1
    assert Message.objects.filter(user=principal).count() == 2


def test_send__who_stands_in_is_told_too(principal: User) -> None:
    client = signed_in(principal.username, factor_ago=1)
    client.post(role_page(principal, "set_stand_in"), {"deputy": deputy().code, **WHOLE})
    assert told() == 2
    assert told(users=[deputy(), principal]) == 0


def test_messages__read_one_and_all(principal: User) -> None:
    for number in range(3):
        told(f"late:{number}", subject=f"催报 {number}")
    client = signed_in(principal.username)
    page = client.get(reverse("desk:messages"))
    assert page.context["unread"] == 3
    assert page.content.decode().index("催报 2") < page.content.decode().index("催报 0")
    client.post(reverse("desk:read_messages"), {"message": str(Message.objects.earliest("pk").pk)})
    assert client.get(reverse("desk:messages")).context["unread"] == 2
    client.post(reverse("desk:read_messages"))
    assert client.get(reverse("desk:messages")).context["unread"] == 0


@pytest.mark.parametrize("word", ["x", "-1", "9" * 30, "²"])
def test_messages__a_number_that_is_none_marks_nothing(principal: User, word: str) -> None:
    told()
    signed_in(principal.username).post(reverse("desk:read_messages"), {"message": word})
    assert Message.objects.filter(read_at=None).count() == 1


def test_messages__of_others_are_neither_seen_nor_marked(principal: User) -> None:
    told()
    other = signed_in(deputy().username)
    assert "请报送" not in other.get(reverse("desk:messages")).content.decode()
    other.post(reverse("desk:read_messages"), {"message": str(Message.objects.get().pk)})
    assert Message.objects.get().read_at is None
    assert mark_read(by=actor_of(deputy(), on=TODAY), at=NOW) == 0


def test_mail_waiting__each_once_and_only_with_a_server(principal: User, settings: Settings) -> None:
    User.objects.filter(pk=principal.pk).update(email="zhou@example.gov.cn")
    told()
    assert mail_waiting(by=SETTER, at=NOW) == 0
    settings.EMAIL_HOST = "mail.example"
    assert (mail_waiting(by=SETTER, at=NOW), mail_waiting(by=SETTER, at=NOW)) == (1, 0)
    (letter,) = mail.outbox
    assert (letter.subject, letter.to) == ("催报", ["zhou@example.gov.cn"])


@pytest.mark.requirement("G-hostile")
def test_mail_waiting__hostile_texts_go_out_as_plain_words_to_whom_they_are_meant_for(
    principal: User, settings: Settings
) -> None:
    settings.EMAIL_HOST = "mail.example"
    User.objects.filter(pk=principal.pk).update(email="zhou@example.gov.cn")
    heads = ["灯\r\nBcc: all@evil.invalid", "灯\n\nContent-Type: text/html"]
    for number, text in enumerate((*HOSTILE, *heads)):
        told = {"subject": text, "text": text, "once": f"hostile:{number}", "users": [principal]}
        send(**told, by=SETTER, at=NOW)

    assert mail_waiting(by=SETTER, at=NOW) == len(mail.outbox) == len(HOSTILE) + len(heads)
    for letter in mail.outbox:
        sent = letter.message()
        assert (sent["To"], sent["Bcc"], sent.get_content_type()) == (
            "zhou@example.gov.cn",
            None,
            "text/plain",
        )
        assert sent.as_bytes()


def test_mail_waiting__what_the_server_does_not_take_is_tried_again(
    principal: User, settings: Settings
) -> None:
    User.objects.filter(pk=principal.pk).update(email="zhou@example.gov.cn")
    told()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    taken = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with pytest.raises(OSError, match="refused"):
        mail_waiting(by=SETTER, at=NOW)
    settings.EMAIL_BACKEND = taken
    assert mail_waiting(by=SETTER, at=NOW) == 1


def test_account__signed_out_leads_to_the_login() -> None:
    assert Client().get(reverse("desk:messages"))["Location"] == "/accounts/login/?next=%2Fdesk%2Fmessages%2F"
