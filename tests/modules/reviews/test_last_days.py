"""The last day of a holder: working days from the step, but not past the end of the phase; a county has its own."""

from datetime import date, datetime

import pytest
from tests.builders import CITY
from tests.builders_campaigns import CODE, COUNTY_OFFICER, OFFICER, a_campaign_city, june

from qingdan.base.clock import SHANGHAI
from qingdan.base.transactions import reading
from qingdan.campaigns.models import Campaign
from qingdan.campaigns.services.starting import derive_county_campaigns
from qingdan.responsibilities.queries.sheets import drafting_open
from qingdan.reviews.services.stepping import due_of
from qingdan.rules.review import ItemState, ListKind

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-011", "R-042", "R-043")]
NOTICE = date(2015, 3, 24)  # the plan's own day: its dates stand as printed
POWER, DUTIES = ListKind.POWER, ListKind.RESPONSIBILITY


@pytest.fixture
def campaigns() -> dict[bool, Campaign]:
    """The city's campaign (False) and its county's (True)."""
    a_campaign_city(NOTICE)
    derive_county_campaigns(campaign=CODE, by=OFFICER, at=june(2))
    with reading(OFFICER):
        return {one.county: one for one in Campaign.objects.select_related("region")}


def _at(month: int, day: int) -> datetime:
    return datetime(2015, month, day, 10, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("county", "kind", "state", "begun", "ends_on"),
    [
        (False, POWER, ItemState.GROUP_REVIEW, (5, 20), date(2015, 5, 30)),
        (False, POWER, ItemState.TABLED, (6, 20), date(2015, 6, 30)),
        (False, DUTIES, ItemState.GROUP_REVIEW, (8, 20), date(2015, 8, 31)),
        (True, POWER, ItemState.GROUP_REVIEW, (7, 20), date(2015, 7, 31)),
        (True, POWER, ItemState.TABLED, (7, 20), date(2015, 7, 31)),
        (True, POWER, ItemState.GROUP_REVIEW, (5, 20), date(2015, 6, 10)),
        (True, DUTIES, ItemState.GROUP_REVIEW, (10, 20), date(2015, 10, 31)),
        (True, DUTIES, ItemState.ADOPTED, (10, 30), date(2015, 10, 31)),
        (True, POWER, ItemState.GROUP_REVIEW, (8, 5), date(2015, 8, 5)),
    ],
)
def test_the_last_day__is_within_the_phase_of_its_own_plan(
    campaigns, *, county: bool, kind: ListKind, state: ItemState, begun: tuple[int, int], ends_on: date
) -> None:
    with reading(COUNTY_OFFICER if county else OFFICER):
        assert due_of(campaigns[county], kind, state, _at(*begun)) == ends_on


def test_duties_of_a_county__wait_for_its_own_power_list(campaigns) -> None:
    county = campaigns[True]
    with reading(COUNTY_OFFICER):
        assert not drafting_open(county, date(2015, 8, 3))
        county.adopted_on = date(2015, 7, 30)
        assert drafting_open(county, date(2015, 8, 3)) and not drafting_open(county, date(2015, 7, 31))
    assert campaigns[False].region_id == CITY
