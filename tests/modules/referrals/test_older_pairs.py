"""Pairs that were made before the case above knew the item below: the migration tells it, in a database of its own."""

from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING

import psycopg
import pytest
from tests.builders import NOW, PASSWORD
from tests.builders_cases import HANDLER, LATER
from tests.builders_referrals import BOTH, EXAMINED, TRAVELLER, seen, sent, two_levels
from tests.database_copy import copied_database, drop_copy

from qingdan.applicants.models import Proxy
from qingdan.base.clock import day_of
from qingdan.base.db.address import Address
from qingdan.base.people.models import User
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Case
from qingdan.cases.queries.recusal import is_concerned

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("RQ-P14", "RQ-A8")
COPY = "older_pairs"


@pytest.fixture
def levels(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[Address]:
    """A copy of the empty city, where the owner of the tables migrates."""
    with copied_database(city_cluster, COPY, django_db_blocker) as address:
        two_levels()
        yield address
    drop_copy(city_cluster, COPY)


def _older_pair() -> tuple[str, str]:
    """As the program made it then: the case above does not know the item below."""
    below, above = sent()
    with writing(BOTH):
        Case.objects.filter(number=above).update(carried_item="")
    return below, above


def _proxy_below(principal: int | None) -> None:
    """An officer above may act for the applicant in the item below."""
    with writing(TRAVELLER):
        agent = User.objects.create_user(HANDLER.username, PASSWORD, name=HANDLER.name)
        until = day_of(LATER) + timedelta(days=30)
        Proxy.objects.create(principal_id=principal, agent=agent, items=[EXAMINED], until=until, made_at=NOW)


def _concerned(number: str) -> bool:
    case = seen(number)
    with reading(BOTH):
        return is_concerned(case, HANDLER)


def test_older_pair__learns_the_item_below_and_its_officer_keeps_out(levels: Address) -> None:
    below, above = _older_pair()
    _proxy_below(seen(above).applicant_id)
    assert not _concerned(above)

    fill = import_module("qingdan.cases.migrations.0015_items_of_older_pairs").FILL
    with psycopg.connect(levels.url("owner")) as connection:
        connection.execute(fill)

    assert _concerned(above) and seen(above).carried_item == EXAMINED
    assert seen(below).carried_item == ""
