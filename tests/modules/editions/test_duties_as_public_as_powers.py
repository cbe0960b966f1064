"""Duties are as public as their power: of one that the power list does not hold any more nothing is shown (R-019)."""

from datetime import date, timedelta

import pytest
from django.test import Client
from tests.builders import CITY, TODAY, a_city
from tests.builders_comments import VISITOR
from tests.builders_editions import PLASTIC_CODE, UNLIT_CODE, a_power, an_edition, duties_of

from qingdan.base.transactions import reading
from qingdan.editions.models import Edition
from qingdan.editions.queries.entries import entries_on
from qingdan.editions.queries.items import item_on
from qingdan.editions.queries.shown import in_force, shown_editions
from qingdan.rules.review import ListKind

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-019", "R-065")]
EARLIER = TODAY - timedelta(days=30)
KIND = ListKind.RESPONSIBILITY
SECRET = "对走灯塔暗道的处罚"


@pytest.fixture(autouse=True)
def duties() -> Edition:
    """Two powers with duties a month ago; since today the power list is without the second."""
    a_city()
    powers = [a_power(), a_power(PLASTIC_CODE, name=SECRET)]
    an_edition(powers, effective_on=EARLIER, shown_on=EARLIER)
    duties = [duties_of(one) for one in powers]
    found = an_edition(duties, kind=KIND, effective_on=EARLIER, shown_on=EARLIER)
    an_edition([a_power()])
    return found


def codes_on(day: date) -> list[str]:
    with reading(VISITOR):
        edition = in_force(shown_editions(CITY), KIND, day)
        assert edition
        return [one.code for one in entries_on(edition, day)]


def test_duties_of_a_power_no_more_listed__are_not_in_the_list_of_the_day() -> None:
    assert codes_on(TODAY) == [UNLIT_CODE]
    assert codes_on(EARLIER) == [UNLIT_CODE, PLASTIC_CODE]


def test_item_no_more_listed__has_no_duties_either() -> None:
    with reading(VISITOR):
        now, then = (item_on(shown_editions(CITY), PLASTIC_CODE, day) for day in (TODAY, EARLIER))

    assert (now.listed, now.duties) == (False, None)
    assert then.listed and then.duties


@pytest.mark.parametrize(
    "address",
    [
        "/lists/responsibility_list/",
        "/departments/360900001/responsibility_list/",
        "/",
    ],
)
def test_public_page__does_not_say_them(address: str) -> None:
    text = Client().get(address).content.decode()

    assert SECRET not in text


def test_interface__says_no_duties_of_it() -> None:
    assert Client().get(f"/api/v1/items/{PLASTIC_CODE}").json()["duties"] is None
