"""Forty senders at once from one address: exactly as many get through as the hour allows."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory
from tests.database_copy import copied_database, drop_copy

from qingdan.base.clock import now
from qingdan.base.refusal import Refused
from qingdan.web.portal.throttle import AN_HOUR, counted

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.requirement("R-005", "G-hostile")]
COPY = "throttle_at_once"


@pytest.fixture
def own_database(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[None]:
    """A copy of the empty city to write into for good."""
    with copied_database(city_cluster, COPY, django_db_blocker):
        yield
    drop_copy(city_cluster, COPY)


@pytest.mark.parametrize("most", [1, 19, 20])
def test_forty_at_once__are_counted_exactly(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    cache.clear()
    monkeypatch.setitem(AN_HOUR, "comment", most)
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.9")
    request.at = now()  # type: ignore[attr-defined]
    taken: list[int] = []

    def send(number: int) -> None:
        with suppress(Refused), counted(request, "comment"):
            taken.append(number)
        connection.close()

    with ThreadPoolExecutor(40) as people:
        list(people.map(send, range(40)))

    assert len(taken) == most
