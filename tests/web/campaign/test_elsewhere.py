"""Who works for several units sees on the first page what is owed at the others, with the way there and back."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.builders import CITY, COUNTY, NOW, SETTER, an_actor
from tests.builders_account import signed_in
from tests.builders_campaigns import CODE, GOVERNMENT, MAGISTRATE, OFFICER, june
from tests.web.campaign.conftest import As

from qingdan.base.people.services import appoint
from qingdan.campaigns.services.duties import hand_in_plan, receive_notice
from qingdan.campaigns.services.starting import derive_county_campaigns
from qingdan.rules.role import Role


@pytest.fixture
def clerk(city: None) -> Client:
    """The clerk of a county's 编办, who also speaks for the county government in the city's campaign."""
    derive_county_campaigns(campaign=CODE, by=OFFICER, at=june(2))
    an_actor(Role.LIAISON, username="clerk", unit=901)
    appoint(username="clerk", unit=f"{COUNTY}001", role=Role.COUNTY_OFFICE, by=SETTER, at=NOW)
    client = signed_in("clerk")
    client.post("/desk/account/unit/", {"unit": f"{COUNTY}001"})
    return client


@pytest.mark.requirement("R-107")
def test_county__sees_what_the_city_asks_and_goes_there(clerk: Client) -> None:
    page = clerk.get("/desk/board/").content.decode()
    assert "袁溪县人民政府" in page
    assert "还有 3 项没有报，其中逾期 1 项" in page and "县（市、区）工作方案" in page

    gone = clerk.post("/desk/account/unit/", {"unit": GOVERNMENT, "to": "tasks"})
    assert gone.headers["Location"] == "/desk/tasks/?said=unit_chosen"
    there = clerk.get("/desk/tasks/").content.decode()
    assert "袁溪县人民政府的任务" in there and "换到袁溪县编办" in there
    back = clerk.post("/desk/account/unit/", {"unit": f"{COUNTY}001", "to": "work"})
    assert clerk.get(back.headers["Location"]).headers["Location"] == "/desk/board/"


@pytest.mark.requirement("R-107")
def test_county__is_not_bothered_when_all_is_done(clerk: Client) -> None:
    place = {"campaign": CODE, "unit": GOVERNMENT, "by": MAGISTRATE}
    receive_notice(**place, at=june(2))  # type: ignore[arg-type]
    hand_in_plan(**place, upload=None, note="县里的安排", at=june(3))  # type: ignore[arg-type]
    page = clerk.get("/desk/board/").content.decode()

    assert "还有 1 项没有报：" in page and "领导小组名单" in page


def test_who_works_for_one_unit__sees_nothing_of_it_and_costs_no_query(
    signed_in_as: As, office: Client
) -> None:
    with CaptureQueriesContext(connection) as asked:
        page = office.get("/desk/board/").content.decode()

    assert "换到" not in page
    assert len([one for one in asked if "people_standin" in one["sql"]]) == 1  # the actor, with all posts


def test_unit__where_nothing_is_owed_is_offered_plainly(city: None) -> None:
    an_actor(Role.LIAISON, username="two", unit=1)
    appoint(username="two", unit=f"{CITY}002", role=Role.REVIEWER, by=SETTER, at=NOW)
    page = signed_in("two").get("/desk/department/").content.decode()

    assert "现在没有要报的" in page and "换到市编办" in page
