"""Who may act no more is out at the next request, whatever session is open: nothing of it is remembered."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from tests.builders import PASSWORD, a_city, an_actor
from tests.builders_account import signed_in

from qingdan.base.clock import day_of, now
from qingdan.base.orgs.models import Unit
from qingdan.base.people.models import Appointment, User
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-008")]


@pytest.fixture
def liaison() -> Client:
    """A liaison officer in the middle of the work."""
    a_city()
    client = signed_in(an_actor(Role.LIAISON).username)
    assert seen(client) == {Role.LIAISON}
    return client


def seen(client: Client) -> set[Role] | None:
    """The roles that the next page finds; None where it asks to sign in."""
    answer = client.get(reverse("desk:account"))
    return None if answer.status_code == 302 else set(answer.context["actor"].roles)


def test_session__account_stopped(liaison: Client) -> None:
    User.objects.update(is_active=False)
    assert seen(liaison) is None


def test_session__password_changed_elsewhere(liaison: Client) -> None:
    elsewhere = signed_in("liaison-1")
    user = User.objects.get()
    user.set_password(PASSWORD + "-new")
    user.save()
    assert (seen(liaison), seen(elsewhere)) == (None, None)


def test_session__is_over(liaison: Client) -> None:
    Session.objects.update(expire_date=now() - timedelta(seconds=1))
    assert seen(liaison) is None


def test_session__signed_out_in_another_window(liaison: Client) -> None:
    window = Client()
    window.cookies = liaison.cookies.copy()
    window.post(reverse("account_logout"))
    assert seen(liaison) is None


def test_session__role_ended(liaison: Client) -> None:
    Appointment.objects.update(held_until=day_of(now()))
    assert seen(liaison) == set()


def test_session__unit_closed(liaison: Client) -> None:
    Unit.objects.filter(code="360900001").update(valid_until=day_of(now()))
    assert seen(liaison) == set()
