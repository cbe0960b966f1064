"""The page of a job."""

import pytest
from django.test import Client
from tests.builders import CITY, NOW, a_city, an_actor

from qingdan.base.actor import Actor
from qingdan.base.jobs.models import Job
from qingdan.base.jobs.services import defer
from qingdan.base.people.models import User
from qingdan.base.transactions import writing
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G-jobs")]
REFRESH = '<meta http-equiv="refresh"'


@pytest.fixture
def clerk(client: Client) -> Actor:
    a_city()
    clerk = an_actor(Role.DRAFTER)
    client.force_login(User.objects.get(username=clerk.username))
    return clerk


def _job(clerk: Actor, **state: object) -> str:
    with writing(clerk):
        code = defer("read_register", title="读登记表", unit=f"{CITY}001", by=clerk, at=NOW)
        Job.objects.filter(code=code).update(**state)
    return f"/desk/jobs/{code}/"


def _shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_job__waiting_renews_itself(client: Client, clerk: Actor) -> None:
    words = _shown(client, _job(clerk))

    assert REFRESH in words and "<progress" in words and "可以离开" in words


def test_job__running_says_how_far_it_is(client: Client, clerk: Actor) -> None:
    words = _shown(client, _job(clerk, state="running", done=84, total=126))

    assert "第 84 项，共 126 项" in words and '<progress value="84" max="126"' in words


def test_job__failed_says_why_and_rests(client: Client, clerk: Actor) -> None:
    words = _shown(client, _job(clerk, state="failed", failure="做到第 84 项：<b>"))

    assert "做到第 84 项：&lt;b&gt;" in words and REFRESH not in words


def test_job__of_another_unit_is_not_there(client: Client, clerk: Actor) -> None:
    address = _job(clerk)
    client.force_login(User.objects.get(username=an_actor(Role.DRAFTER, unit=3).username))

    assert client.get(address).status_code == 404
