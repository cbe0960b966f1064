"""A city in which 点灯许可 runs on line and somebody of each role is signed in, built once."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import Client
from tests.builders import CITY, NOW, PASSWORD, SETTER
from tests.builders_account import signed_in
from tests.builders_cases import a_serving_city
from tests.builders_powers import OTHER, OWN
from tests.database_copy import copied_database, drop_copy

from qingdan.base.people.services.accounts import open_account
from qingdan.base.people.services.appointments import appoint
from qingdan.rules.role import Role

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

COPY = "cases"
SEATS = (
    ("window", "窗小口", Role.WINDOW, OWN),
    ("handler", "程办", Role.HANDLER, OWN),
    ("handler_2", "程二", Role.HANDLER, OWN),
    ("approver", "皮准", Role.APPROVER, OWN),
    ("principal", "焦长", Role.PRINCIPAL, OWN),
    ("stranger", "外人", Role.HANDLER, OTHER),
    ("supervisor", "督察", Role.SUPERVISOR, f"{CITY}002"),
    ("service_centre", "钟心", Role.SERVICE_CENTRE, f"{CITY}002"),
)
Desk = Callable[[str], Client]


@pytest.fixture(scope="module")
def serving(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[dict[str, Client]]:
    """Somebody signed in by name."""
    with copied_database(city_cluster, COPY, django_db_blocker):
        a_serving_city()
        for username, name, role, unit in SEATS:
            open_account(username=username, name=name, password=PASSWORD, by=SETTER, at=NOW)
            appoint(username=username, unit=unit, role=role, by=SETTER, at=NOW)
        yield {username: signed_in(username, factor_ago=0) for username, _, _, _ in SEATS}
    drop_copy(city_cluster, COPY)


@pytest.fixture
def desk(serving: dict[str, Client]) -> Iterator[Desk]:
    """Whose desk is asked for: `desk("window").get(…)`."""
    with transaction.atomic():
        yield lambda name: serving[name]
        transaction.set_rollback(True)
