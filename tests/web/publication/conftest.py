"""A city whose two items are cleared, built once; what a test does in it is taken back."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import Client
from tests.builders_account import signed_in
from tests.builders_filings import LATER, OFFICE
from tests.builders_lists import a_city_of, cleared, some_channels
from tests.builders_powers import CAMPAIGN
from tests.builders_reviews import a_colleague
from tests.database_copy import copied_database, drop_copy

from qingdan.campaigns.services.starting import open_phase
from qingdan.rules.role import Role

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

COPY = "publication"
PEOPLE = {
    "office": (Role.ESTABLISHMENT_OFFICE, 2),
    "clerk": (Role.GOVERNMENT_OFFICE, 2),
    "lawyer": (Role.LEGAL_AFFAIRS, 3),
    "centre": (Role.SERVICE_CENTRE, 2),
    "group": (Role.REVIEWER, 3),
    "unit": (Role.LIAISON, 1),
}
Clients = dict[str, Client]


@pytest.fixture(scope="module")
def people(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker", law_home: None
) -> Iterator[Clients]:
    """Somebody of each role, signed in, in the city: 市编办, 市政府办公室, the legal office, the centre, others."""
    with copied_database(city_cluster, COPY, django_db_blocker):
        a_city_of("对破坏桥头灯笼的处罚")
        cleared()
        some_channels()
        open_phase(campaign=CAMPAIGN, phase="power_tabling", by=OFFICE, at=LATER)
        for name, (role, unit) in PEOPLE.items():
            a_colleague(role, unit=unit, username=f"desk-{name}")
        yield {name: signed_in(f"desk-{name}", factor_ago=0) for name in PEOPLE}
    drop_copy(city_cluster, COPY)


@pytest.fixture
def city(people: Clients) -> Iterator[Clients]:
    """The same, as it was before each test."""
    with transaction.atomic():
        yield people
        transaction.set_rollback(True)
