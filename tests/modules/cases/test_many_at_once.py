"""Many at once, each in a thread with a connection of its own, on a database of its own: numbers, double clicks, the
timer against a person.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from tests.builders import CITY, NOW
from tests.builders_cases import (
    CITIZEN,
    WINDOW,
    a_serving_city,
    an_applicant,
    an_application,
    submit_signed,
    submitted,
    taken_in,
    the_case,
)
from tests.database_copy import copied_database, drop_copy

from qingdan.base.actor import SYSTEM
from qingdan.base.events.models import Event
from qingdan.base.refusal import Refused
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Case, CasePaper
from qingdan.cases.services.accepting import accept_case
from qingdan.cases.services.timers import run_timers

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.requirement("RQ-A4")]
COPY = "cases_at_once"
PROGRAM = replace(SYSTEM, region=CITY, regions=(CITY,))


@pytest.fixture
def own_database(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[None]:
    """A copy of the empty city to write into for good."""
    with copied_database(city_cluster, COPY, django_db_blocker):
        a_serving_city()
        with writing(CITIZEN):
            an_applicant()
        yield
    drop_copy(city_cluster, COPY)


def _at_once(people: int, acts: list[Callable[[], object]]) -> list[object]:
    """What each says, or why it was refused."""

    def one(act: Callable[[], object]) -> object:
        try:
            return act()
        except Refused as refused:
            return refused.problems[0].key
        finally:
            connection.close()

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(one, acts))


def _applied(once: str) -> str:
    return taken_in(once=once).number


@pytest.mark.parametrize(
    ("people", "each"), [(8, 6), pytest.param(64, 100, marks=pytest.mark.soak)], ids=["few", "all"]
)
def test_submissions_of_many__have_a_number_each(people: int, each: int) -> None:
    said = _at_once(people, [partial(_applied, f"{one}") for one in range(people * each)])
    numbers = [str(one) for one in said]

    assert len(set(numbers)) == people * each
    with reading(WINDOW):
        assert Case.objects.exclude(number="").count() == people * each


def test_impatient_fingers__make_one_case() -> None:
    code = an_application()
    said = _at_once(5, [lambda: submit_signed(code=code, version=2, by=CITIZEN, at=NOW).number] * 5)

    with reading(WINDOW):
        assert Case.objects.exclude(number="").count() == 1
        assert CasePaper.objects.filter(kind="receipt").count() == 1
    assert set(said) == {the_case(str(said[0])).number}


@pytest.mark.parametrize("times", [6, pytest.param(1_000, marks=pytest.mark.soak)], ids=["few", "all"])
def test_timer_and_clerk__in_one_second_one_wins(times: int) -> None:
    for one in range(times):
        number = submitted(once=f"race-{one}").number
        version, late = the_case(number).version, NOW + timedelta(days=9)

        def accept(number: str = number, version: int = version) -> object:
            return accept_case(number=number, version=version, by=WINDOW, at=NOW + timedelta(days=7))

        def turn(late: datetime = late) -> object:
            return run_timers(by=PROGRAM, at=late)["deem_accepted"]

        said = _at_once(2, [accept, turn])
        with reading(WINDOW):
            kinds = [
                kind
                for kind in Event.objects.filter(subject=f"case:{number}").values_list("kind", flat=True)
                if kind in {"CaseAccepted", "DeemedAccepted"}
            ]
        case = the_case(number)
        assert len(kinds) == 1 and case.state == "under_review"
        assert case.deemed == (kinds == ["DeemedAccepted"])
        assert said[1] == int(case.deemed)
        assert (said[0] in {"desk.stale", "case.wrong_state"}) == case.deemed
