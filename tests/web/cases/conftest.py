"""A city in which 点灯许可 runs on line and somebody of each role is signed in, built once."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import Client
from tests.builders_account import signed_in
from tests.builders_case_desk import SEATS, seated
from tests.builders_cases import a_serving_city
from tests.database_copy import copied_database, drop_copy

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

COPY = "cases"
Desk = Callable[[str], Client]


@pytest.fixture(scope="module")
def serving(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[dict[str, Client]]:
    """Somebody signed in by name."""
    with copied_database(city_cluster, COPY, django_db_blocker):
        a_serving_city()
        seated()
        yield {username: signed_in(username, factor_ago=0) for username, _, _, _ in SEATS}
    drop_copy(city_cluster, COPY)


@pytest.fixture
def desk(serving: dict[str, Client]) -> Iterator[Desk]:
    """Whose desk is asked for: `desk("window").get(…)`."""
    with transaction.atomic():
        yield lambda name: serving[name]
        transaction.set_rollback(True)
