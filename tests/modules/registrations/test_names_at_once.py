"""Names asked for at the same moment, and forms sent twice, on a database of one's own: whoever is later waits."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from tests.builders import NOW
from tests.builders_registrations import ONE, OWNER, PLACE, WINDOW, a_name, a_registering_city
from tests.database_copy import copied_database, drop_copy
from tests.in_turn import second_after_first

from qingdan.base.transactions import reading
from qingdan.registrations.models import NameReservation, Registration
from qingdan.registrations.queries.names import most_kept
from qingdan.registrations.services.applying import NewRegistration, begin_registration
from qingdan.registrations.services.intake import AtCounter, take_in_at_counter
from qingdan.registrations.services.names import reserve_name
from qingdan.rules.registration import RegistrationKind

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.requirement("RQ-A13", "G-hostile")]
COPY = "names_at_once"


@pytest.fixture
def own_database(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[None]:
    """A copy of the empty city to write into for good."""
    with copied_database(city_cluster, COPY, django_db_blocker):
        a_registering_city()
        yield
    drop_copy(city_cluster, COPY)


def keep(form: str, word: str = "灯火") -> str:
    return reserve_name(word=word, trade="照明", form=form, place=PLACE, by=OWNER, at=NOW)


def kept() -> int:
    with reading(OWNER):
        return NameReservation.objects.count()


def test_like_names__at_the_same_moment_are_one_name() -> None:
    answer = second_after_first(lambda: keep("有限公司"), lambda: keep("股份有限公司"), by=OWNER)

    assert answer == {"registration.name_taken"} and kept() == 1


def test_names__at_the_same_moment_are_not_more_than_one_account_may_keep() -> None:
    for word in "甲乙丙丁"[: most_kept() - 1]:
        keep("有限公司", word * 2)

    answer = second_after_first(lambda: keep("有限公司", "戊戊"), lambda: keep("有限公司", "己己"), by=OWNER)

    assert answer == {"registration.names_many"} and kept() == most_kept()


def test_name__asked_for_twice_at_the_same_moment_is_kept_once() -> None:
    codes: list[str] = []
    answer = second_after_first(lambda: codes.append(keep("有限公司")), lambda: keep("有限公司"), by=OWNER)

    assert [answer] == codes and kept() == 1


def test_form__begun_twice_at_the_same_moment_is_one_draft() -> None:
    new = NewRegistration(
        kind=RegistrationKind.FOUND, mode=ONE, once="twice", applicant_name="江小灯", reservation=a_name()
    )
    codes: list[str] = []

    def begin() -> str:
        return begin_registration(new=new, by=OWNER, at=NOW)

    assert [second_after_first(lambda: codes.append(begin()), begin, by=OWNER)] == codes


def test_counter__a_form_sent_twice_at_the_same_moment_is_taken_in_once() -> None:
    said = AtCounter(
        kind=RegistrationKind.FOUND, mode=ONE, once="twice", applicant_name="张三", word="柜台", trade="商贸",
        form="有限公司", place=PLACE,
    )  # fmt: skip
    numbers: list[str] = []

    def take_in() -> str:
        return take_in_at_counter(said=said, answers={}, papers=(), by=WINDOW, at=NOW).number

    answer = second_after_first(lambda: numbers.append(take_in()), take_in, by=WINDOW)

    assert [answer] == numbers
    with reading(WINDOW):
        assert Registration.objects.count() == 1
