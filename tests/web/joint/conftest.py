"""A city in which three departments approve together, and somebody of each seat signed in, built once."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import Client
from tests.builders_account import signed_in
from tests.builders_joint_desk import SEATS, seated_jointly
from tests.builders_joints import a_joint_city
from tests.database_copy import copied_database, drop_copy

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

COPY = "joints"
Desk = Callable[[str], Client]


@pytest.fixture(scope="module")
def together(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[tuple[str, dict[str, Client]]]:
    """The plan's code, and somebody signed in by name."""
    with copied_database(city_cluster, COPY, django_db_blocker):
        plan = a_joint_city()
        seated_jointly()
        yield plan, {username: signed_in(username, factor_ago=0) for username, _, _ in SEATS}
    drop_copy(city_cluster, COPY)


@pytest.fixture
def plan(together: tuple[str, dict[str, Client]]) -> str:
    """The code of the plan 建灯塔."""
    return together[0]


@pytest.fixture
def desk(together: tuple[str, dict[str, Client]]) -> Iterator[Desk]:
    """Whose desk is asked for: `desk("window-001").get(…)`."""
    with transaction.atomic():
        yield lambda name: together[1][name]
        transaction.set_rollback(True)
