"""A button pressed twice: one job, whoever was quicker; on a database of its own where two press at once."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from tests.builders import CITY, NOW, SETTER, a_city
from tests.database_copy import copied_database, drop_copy
from tests.in_turn import second_after_first

from qingdan.base.jobs.models import Job
from qingdan.base.jobs.services import defer
from qingdan.base.transactions import writing

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("G-jobs", "G-hostile")
UNIT, COPY = f"{CITY}001", "deferred_twice"


@pytest.fixture
def own_database(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[None]:
    """A copy of the empty city to write into for good."""
    with copied_database(city_cluster, COPY, django_db_blocker):
        a_city()
        yield
    drop_copy(city_cluster, COPY)


def _pressed(unit: str = UNIT, *, once: bool = True, lamp: str = "red") -> str:
    with writing(SETTER):
        return defer("light", title="点灯", unit=unit, by=SETTER, at=NOW, once=once, lamp=lamp)


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["waiting", "running"])
def test_defer__once_gives_the_job_in_hand(state: str) -> None:
    a_city()
    first = _pressed()
    with writing(SETTER):
        Job.objects.update(state=state)

    assert _pressed() == first
    assert len({first, _pressed(lamp="blue"), _pressed(f"{CITY}002"), _pressed(once=False)}) == 4


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["done", "failed"])
def test_defer__once_begins_anew_what_is_at_its_end(state: str) -> None:
    a_city()
    first = _pressed()
    with writing(SETTER):
        Job.objects.update(state=state)

    assert _pressed() != first


@pytest.mark.usefixtures("own_database")
def test_defer__once_of_two_at_the_same_moment_is_one_job() -> None:
    codes: list[str] = []

    second = second_after_first(lambda: codes.append(_pressed()), _pressed, by=SETTER)

    assert codes == [second]
