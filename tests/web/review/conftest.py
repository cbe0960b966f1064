"""A city with four items under review and people of each layer, built once; what a test does in it is taken back."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import Client
from tests.builders import CITY, NOW, PASSWORD, SETTER
from tests.builders_account import signed_in
from tests.builders_filings import OFFICE
from tests.builders_lists import a_city_of, the_reviews
from tests.builders_powers import CAMPAIGN, OTHER, OWN
from tests.builders_reviews import GROUP
from tests.database_copy import copied_database, drop_copy

from qingdan.base.people.services.accounts import open_account
from qingdan.base.people.services.appointments import appoint
from qingdan.reviews.models import Review
from qingdan.reviews.services.groups import seat_reviewer
from qingdan.rules.role import Role

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

COPY = "review"
NAMES = ("对偷灯笼的处罚", "对毁坏灯笼的处罚", "贯彻灯笼政策")
OFFICE_UNIT = f"{CITY}002"
SEATS = (
    ("liaison", Role.LIAISON, OWN),
    ("drafter", Role.DRAFTER, OWN),
    ("principal", Role.PRINCIPAL, OWN),
    ("stranger", Role.LIAISON, OTHER),
    ("office", Role.ESTABLISHMENT_OFFICE, OFFICE_UNIT),
    ("coordination", Role.COORDINATION_GROUP, OFFICE_UNIT),
    ("member", Role.MEMBER_UNIT, OTHER),
    ("second", Role.REVIEWER, OTHER),
    ("lent", Role.REVIEWER, OTHER),
    ("outsider", Role.REVIEWER, OFFICE_UNIT),
)
"""reviewer-3 and "second" sit in the group of 市灯笼局, and "lent", whom that unit itself lent; "outsider" in none."""
Desk = Callable[[str], Client]


@pytest.fixture(scope="module")
def reviewed(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker", law_home: None
) -> Iterator[dict[str, Client]]:
    """Somebody signed in by name, the second factor just shown."""
    with copied_database(city_cluster, COPY, django_db_blocker):
        a_city_of(*NAMES)
        for username, role, unit in SEATS:
            open_account(username=username, name=f"周{username}", password=PASSWORD, by=SETTER, at=NOW)
            appoint(username=username, unit=unit, role=role, by=SETTER, at=NOW)
        for username, home in (("second", OTHER), ("lent", OWN)):
            seat = {"campaign": CAMPAIGN, "group": GROUP, "username": username, "home_unit": home}
            seat_reviewer(**seat, expert=False, by=OFFICE, at=NOW)
        names = ("reviewer-3", *(name for name, _, _ in SEATS))
        yield {name: signed_in(name, factor_ago=0) for name in names}
    drop_copy(city_cluster, COPY)


@pytest.fixture
def desk(reviewed: dict[str, Client]) -> Iterator[Desk]:
    """Whose desk is asked for: `desk("liaison").get(…)`."""
    with transaction.atomic():
        yield lambda name: reviewed[name]
        transaction.set_rollback(True)


@pytest.fixture
def items(desk: Desk) -> list[Review]:
    """The items as they stand at first; the last one has an open problem."""
    return the_reviews()
