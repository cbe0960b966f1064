"""A power keeps its public code when its unit cleans it up again; nothing else gets it."""

import pytest
from tests.builders import CITY
from tests.builders_filings import OFFICE
from tests.builders_lists import ADOPTED_AT, a_city_of, published, the_reviews

from qingdan.base.snapshots.queries import thaw
from qingdan.base.snapshots.services import freeze
from qingdan.base.transactions import writing
from qingdan.campaigns.models import Campaign
from qingdan.reviews.models import Review
from qingdan.reviews.services.coding import public_code

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-062")]


@pytest.fixture
def codes(db: None, law_home: None) -> list[str]:
    """Codes of the two powers that are published."""
    a_city_of("对破坏桥头灯笼的处罚")
    published()
    return [one.public_code for one in the_reviews()]


def _again(name: str = "", **values: str) -> Review:
    """The first power under review in another campaign, changed so."""
    first = the_reviews()[0]
    other = Campaign.objects.get()
    other.pk, other.code = None, "second"
    other.save()
    content = thaw(first.digest)
    with writing(OFFICE):
        first.digest = freeze(
            "filed_item",
            {**content, "values": {**content["values"], **values}},
            region=CITY,
            at=ADOPTED_AT,
        )
    first.pk, first.campaign, first.public_code, first.name = None, other, "", name or first.name
    return first


def test_the_same_power__has_its_code_again(codes: list[str]) -> None:
    with writing(OFFICE):
        assert public_code(_again()) == codes[0]


def test_a_renamed_power__has_the_code_that_was_typed(codes: list[str]) -> None:
    with writing(OFFICE):
        assert public_code(_again("对不亮灯的处罚", item_code=codes[1])) == codes[1]


def test_a_new_power__gets_a_number_never_given(codes: list[str]) -> None:
    with writing(OFFICE):
        new = public_code(_again("对涂改灯笼的处罚", item_code="36090000299999900"))

    assert new not in codes and new[:11] == codes[0][:11]


def test_a_code__is_not_given_twice_in_a_campaign(codes: list[str]) -> None:
    with writing(OFFICE):
        twin = _again()
        twin.public_code = codes[0]
        twin.save()
        twin.number = "twin"

        assert public_code(twin) not in codes
