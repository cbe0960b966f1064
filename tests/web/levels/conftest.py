"""Two levels with people of both signed in, built once."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import Client
from tests.builders import CITY, NOW, PASSWORD, SETTER
from tests.builders_account import signed_in
from tests.builders_case_desk import seated
from tests.builders_referrals import BELOW, two_levels
from tests.database_copy import copied_database, drop_copy

from qingdan.base.people.services.accounts import open_account
from qingdan.base.people.services.appointments import appoint
from qingdan.rules.role import Role

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

COPY = "levels"
Desk = Callable[[str], Client]
SEATS = (
    ("county_window", "窗县口", Role.WINDOW, BELOW),
    ("county_handler", "程县办", Role.HANDLER, BELOW),
    ("county_approver", "皮县准", Role.APPROVER, BELOW),
    ("county_centre", "钟县心", Role.SERVICE_CENTRE, BELOW),
    ("establishment", "编制", Role.ESTABLISHMENT_OFFICE, f"{CITY}002"),
)


def county_seated() -> None:
    """An account for each of these seats."""
    for username, name, role, unit in SEATS:
        open_account(username=username, name=name, password=PASSWORD, by=SETTER, at=NOW)
        appoint(username=username, unit=unit, role=role, by=SETTER, at=NOW)


@pytest.fixture(scope="module")
def people(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[dict[str, Client]]:
    """Somebody signed in by name."""
    with copied_database(city_cluster, COPY, django_db_blocker):
        two_levels()
        seated()
        county_seated()
        names = [name for name, *_ in SEATS] + ["window", "handler", "approver", "service_centre"]
        yield {name: signed_in(name, factor_ago=0) for name in names}
    drop_copy(city_cluster, COPY)


@pytest.fixture
def desk(people: dict[str, Client]) -> Iterator[Desk]:
    """Whose desk is asked for: `desk("county_window").get(…)`."""
    with transaction.atomic():
        yield lambda name: people[name]
        transaction.set_rollback(True)
