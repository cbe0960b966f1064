"""Several people on filings at once: each in a thread with a connection of its own, on a database of its own."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from tests.builders import a_unit
from tests.builders_filings import LATER, PRINCIPAL, a_filing_city, a_ready_unit, sent, signed, the_filing
from tests.builders_powers import CAMPAIGN, LIAISON, OWN
from tests.database_copy import copied_database, drop_copy

from qingdan.base.actor import Actor
from qingdan.base.events.models import Event
from qingdan.base.refusal import Refused
from qingdan.base.transactions import writing
from qingdan.filings.models import Filing
from qingdan.filings.queries.content import content_of
from qingdan.filings.services.handing_in import file_filing
from qingdan.filings.services.signing import send_to_principal, sign_filing
from qingdan.powers.services.items import save_item
from qingdan.rules.canonical import digest

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.requirement("G-hostile")]
COPY, UNITS = "filing_at_once", 6


@pytest.fixture
def own_database(
    city_cluster: "Cluster", django_db_setup: None, law_home: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[None]:
    """A copy of the empty city to write into for good."""
    with copied_database(city_cluster, COPY, django_db_blocker):
        a_filing_city()
        yield
    drop_copy(city_cluster, COPY)


def _at_once(*acts: Callable[[], object]) -> list[object]:
    def one(act: Callable[[], object]) -> object:
        try:
            return act()
        except Refused as refused:
            return refused.problems[0].key
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(one, acts))


def _sign(by: Actor) -> Callable[[], object]:
    key = the_filing().digest
    return lambda: sign_filing(campaign=CAMPAIGN, unit=OWN, number=1, digest=key, by=by, at=LATER)


def test_two_principals__one_signs() -> None:
    a_ready_unit()
    sent()

    answers = _at_once(*(_sign(replace(PRINCIPAL, username=f"principal-{n}")) for n in range(4)))

    assert sorted(map(str, answers)) == ["None", "filing.is_signed", "filing.is_signed", "filing.is_signed"]
    assert Event.objects.filter(kind="FilingSigned").count() == 1


def test_impatient_fingers__send_one_version() -> None:
    a_ready_unit()

    send = lambda: send_to_principal(campaign=CAMPAIGN, unit=OWN, by=LIAISON, at=LATER)  # noqa: E731
    answers = _at_once(*[send] * 4)

    assert answers == [1, 1, 1, 1]


def test_editing_while_signing__never_leaves_a_false_signature() -> None:
    number = a_ready_unit()
    sent()

    def edit() -> object:
        return save_item(number=number, version=1, values={"remark": "灯笼改红"}, by=LIAISON, at=LATER)

    _at_once(edit, _sign(PRINCIPAL))

    one = the_filing()
    with writing(LIAISON):
        assert one.state == "voided" or digest(content_of(one.campaign, one.unit)) == one.digest
        assert one.state == "voided"


def test_receipts__of_all_units_at_once_are_all_different() -> None:
    acts = [_ready_to_file(number) for number in range(11, 11 + UNITS)]

    answers = _at_once(*acts)

    assert sorted(map(str, answers)) == [f"临编收〔2026〕{n:04}号" for n in range(1, UNITS + 1)]
    with writing(LIAISON):
        assert Filing.objects.filter(state="filed").count() == UNITS


def _ready_to_file(number: int) -> Callable[[], object]:
    unit = a_unit(number, f"第{number}灯笼局")
    by = replace(LIAISON, unit=unit.code, username=f"liaison-{number}")
    a_ready_unit(unit.code, by)
    one = signed(unit.code, by, replace(PRINCIPAL, unit=unit.code, username=f"principal-{number}"))
    key = one.digest
    return lambda: file_filing(campaign=CAMPAIGN, unit=unit.code, number=1, digest=key, by=by, at=LATER)
