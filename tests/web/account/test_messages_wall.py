"""Messages stand behind the wall between regions, and are still read by whom they are for."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.urls import reverse
from pytest_django import Settings
from tests.builders import CITY, COUNTY, NOW, SETTER, TODAY, a_city, an_actor
from tests.builders_account import signed_in
from tests.database_copy import copied_database, drop_copy

from qingdan.base.clock import now
from qingdan.base.messages.models import Message
from qingdan.base.messages.services import send
from qingdan.base.messages.tasks import mail as send_mail
from qingdan.base.orgs.models import UnitKind
from qingdan.base.orgs.services import open_unit
from qingdan.base.people.models import Appointment, User
from qingdan.base.people.services import appoint
from qingdan.base.transactions import reading, writing
from qingdan.rules.role import Role

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("G-walls")
COPY = "messages"
COUNTY_SETTER = replace(SETTER, region=COUNTY, regions=(COUNTY,))


@pytest.fixture
def principal() -> User:
    """The principal of 市灯笼局, who was told something."""
    a_city()
    person = User.objects.get(username=an_actor(Role.PRINCIPAL).username)
    told(person)
    return person


@pytest.fixture
def city_of_its_own(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[User]:
    """The same in a database of its own, where pages begin and end their transactions."""
    with copied_database(city_cluster, COPY, django_db_blocker):
        a_city()
        person = User.objects.get(username=an_actor(Role.PRINCIPAL).username)
        told(person)
        yield person
    drop_copy(city_cluster, COPY)


def told(person: User) -> None:
    """Sends a message in the city."""
    send(once="late:1", subject="催报", text="请报送", users=[person], by=SETTER, at=NOW)


def moved_to_county(person: User) -> User:
    """Ends what somebody holds in the city and gives a role in the county."""
    Appointment.objects.filter(user=person).update(held_until=TODAY)
    open_unit(
        region=COUNTY, number=1, name="袁溪县灯笼局", kind=UnitKind.DEPARTMENT, by=COUNTY_SETTER, at=NOW
    )
    appoint(username=person.username, unit=f"{COUNTY}001", role=Role.LIAISON, by=COUNTY_SETTER, at=NOW)
    return person


@pytest.mark.django_db
def test_messages__are_not_there_for_another_region(principal: User) -> None:
    with reading(replace(COUNTY_SETTER, username="clerk")):
        assert not Message.objects.exists()
    with reading(replace(COUNTY_SETTER, username=principal.username)):
        assert Message.objects.get().region_id == CITY


@pytest.mark.django_db
def test_messages__who_went_to_another_region_reads_and_marks_the_own(principal: User) -> None:
    client = signed_in(moved_to_county(principal).username)
    page = client.get(reverse("desk:messages"))

    assert "请报送" in page.content.decode() and page.context["unread"] == 1
    client.post(reverse("desk:read_messages"))
    assert client.get(reverse("desk:messages")).context["unread"] == 0


@pytest.mark.parametrize("address", ["/desk/nowhere/", "/accounts/2fa/", "/desk/messages/"])
def test_messages__are_counted_on_every_page(city_of_its_own: User, address: str) -> None:
    page = signed_in(city_of_its_own.username).get(address).content.decode()

    assert '<b class="num">1</b>' in page


@pytest.mark.django_db
def test_mail__goes_out_in_every_region(principal: User, settings: Settings) -> None:
    User.objects.filter(pk=principal.pk).update(email="zhou@example.gov.cn")
    send(once="now", subject="催报", text="请报送", users=[principal], by=COUNTY_SETTER, at=now())
    settings.EMAIL_HOST = "mail.example"
    with writing(replace(SETTER, regions=())):
        send_mail(timestamp=0)

    assert [one.to for one in mail.outbox] == [["zhou@example.gov.cn"]]
