"""Two who enter at the same moment what can be there only once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.builders import a_city, an_actor
from tests.builders_account import signed_in
from tests.database_copy import copied_database, drop_copy

from qingdan.base.people.models import User
from qingdan.rules.role import Role

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("G-hostile")
COPY = "at_once"
HANDS = 4


@pytest.fixture
def administrators(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[list[Client]]:
    """One person with several windows, in a database of its own: here transactions are real."""
    with copied_database(city_cluster, COPY, django_db_blocker):
        a_city()
        an_actor(Role.ADMINISTRATOR, unit=2, username="administrator")
        yield [signed_in("administrator", factor_ago=0) for _ in range(HANDS)]
    drop_copy(city_cluster, COPY)


def test_account__opened_by_several_at_once_is_one_and_the_others_are_told(
    administrators: list[Client],
) -> None:
    start = Barrier(HANDS)

    def press(client: Client) -> int:
        start.wait()
        form = {"username": "deng", "name": "邓守灯", "email": "", "phone": ""}
        try:
            return client.post(reverse("desk:open_account"), form).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as pool:
        answers = sorted(pool.map(press, administrators))

    assert answers == [302, *[422] * (HANDS - 1)]
    assert User.objects.filter(username="deng").count() == 1
