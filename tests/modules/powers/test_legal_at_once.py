"""Two people of the 法制办 at the functions of one unit at once, on a database of its own."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from tests.builders import NOW
from tests.builders_partners import LEGAL
from tests.builders_powers import OWN, a_register_city
from tests.database_copy import copied_database, drop_copy
from tests.in_turn import second_after_first

from qingdan.base.orgs.models import Mandate
from qingdan.base.transactions import reading
from qingdan.powers.queries.legal import mandates_of
from qingdan.powers.services.legal import keep_mandate

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.requirement("R-113", "G-hostile")]
COPY = "legal_at_once"


@pytest.fixture
def own_database(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[None]:
    """A copy of the empty city to write into for good."""
    with copied_database(city_cluster, COPY, django_db_blocker):
        a_register_city()
        for number, text in (("1", "管理灯笼"), ("2", "点亮灯笼")):
            _keep(number, text, new=True)
        yield
    drop_copy(city_cluster, COPY)


def _keep(number: str, text: str, **more: Any) -> None:
    keep_mandate(unit=OWN, number=number, text=text, by=LEGAL, at=NOW, **more)


def test_mandates__hung_below_each_other_at_once_never_make_a_circle() -> None:
    answer = second_after_first(
        lambda: _keep("1", "管理灯笼", under="2"), lambda: _keep("2", "点亮灯笼", under="1"), by=LEGAL
    )

    assert answer == {"powers.no_mandate"}
    with reading(LEGAL):
        assert [(one.number, one.depth) for one in mandates_of(LEGAL, OWN).functions] == [(2, 0), (1, 1)]


def test_mandates__of_one_number_entered_at_once_are_one() -> None:
    answer = second_after_first(
        lambda: _keep("3", "熄灭灯笼", new=True), lambda: _keep("3", "收起灯笼", new=True), by=LEGAL
    )

    assert answer == {"legal.number_taken"}
    with reading(LEGAL):
        assert Mandate.objects.filter(number=3).count() == 1
