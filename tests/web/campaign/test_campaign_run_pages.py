"""Starting a campaign with a preview of its dates; gates; the counties' own; closing."""

from datetime import date

import pytest
from django.test import Client
from tests.builders import COUNTY, NOW, SETTER
from tests.builders_campaigns import CODE
from tests.web.campaign.conftest import As

from qingdan.base.people.models import User
from qingdan.base.people.services.accounts import open_account
from qingdan.base.people.services.appointments import appoint
from qingdan.base.transactions import reading
from qingdan.campaigns.models import Campaign, Participation
from qingdan.campaigns.queries.plans import get_plan
from qingdan.rules.role import Role

START = "/desk/campaigns/start/"
DATES = "/desk/campaign/"


def test_preview__shows_every_date_and_starts_nothing(office: Client) -> None:
    page = office.get("/desk/campaigns/?template=yichun-2015&how=filing&on=2040-04-16").content.decode()

    assert "2040年4月16日" in page
    assert "暂定" in page
    assert "仍是通知后第 22 日" in page
    assert Campaign.objects.count() == 1


@pytest.mark.parametrize(
    "query", ["how=filing", "how=notice&on=nonsense", "template=x&how=own", "how=notice&on=9999-12-31"]
)
def test_preview__of_what_cannot_be(office: Client, query: str) -> None:
    page = office.get(f"/desk/campaigns/?{query}")

    assert page.status_code == 200
    assert 'id="e-preview"' in page.content.decode()


def test_start__on_a_day_of_filing(office: Client) -> None:
    words = {"template": "yichun-2015", "how": "filing", "on": "2040-04-16", "code": "2040"}
    started = office.post(START, words)
    found = Campaign.objects.get(code="2040")

    assert started.headers["Location"] == f"{DATES}?campaign=2040&said=campaign_started"
    assert found.notice_on == date(2040, 3, 25)
    units = Participation.objects.filter(campaign=found).values_list("unit__code", flat=True)
    assert sorted(units) == ["360900001", "360900003", "360900901"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": CODE}, "code"),
        ({"code": "二〇二七"}, "code"),
        ({"on": ""}, "on"),
        ({"on": "明天"}, "on"),
        ({"on": "9999-12-31"}, "on"),
    ],
)
def test_start__with_a_wrong_field(office: Client, change: dict[str, str], field: str) -> None:
    words = {"template": "yichun-2015", "how": "notice", "on": "2040-03-25", "code": "2040"}
    refused = office.post(START, words | change)

    assert refused.status_code == 422
    assert f'href="#f-{field}"' in refused.content.decode()
    assert Campaign.objects.count() == 1


@pytest.mark.requirement("R-043")
def test_phase__behind_a_gate_is_refused_with_its_reason(office: Client) -> None:
    words = {"campaign": CODE, "phase": "responsibility_drafting"}
    refused = office.post(f"{DATES}phase/", words)
    assert refused.status_code == 422
    assert "权力清单还没有审议通过，责任清单自拟阶段不能开始" in refused.content.decode()

    adopted = {"campaign": CODE, "what": "power_list_adopted", "on": "2015-06-25"}
    assert office.post(f"{DATES}happened/", adopted).status_code == 302
    assert office.post(f"{DATES}phase/", words).status_code == 302
    assert "2015年6月25日" in office.get(DATES).content.decode()
    assert office.post(f"{DATES}happened/", adopted | {"what": "x"}).status_code == 422


@pytest.mark.requirement("R-011", "R-042")
def test_county__has_a_campaign_of_its_own_and_does_not_see_the_citys(office: Client) -> None:
    office.post(f"{DATES}counties/", {"campaign": CODE})
    open_account(username="county", name="何渡", password="lantern-2026", by=SETTER, at=NOW)
    appoint(username="county", unit=f"{COUNTY}001", role=Role.COUNTY_OFFICE, by=SETTER, at=NOW)
    county = Client()
    county.force_login(User.objects.get(username="county"))
    page = county.get(DATES).content.decode()

    assert "2015年7月31日" in page and "2015年10月31日" in page
    assert f'?campaign={CODE}"' not in page
    assert county.get(f"{DATES}?campaign={CODE}").status_code == 404
    assert county.get("/desk/board/").status_code == 200
    assert office.post(f"{DATES}counties/", {"campaign": CODE}).status_code == 422


def test_phases__are_begun_one_after_the_other(office: Client) -> None:
    with reading(SETTER):
        plan = get_plan(SETTER, CODE)
    day = date(2015, 4, 5)  # in the days of self-check

    assert [one.code for one in plan.template.phases if plan.may_begin_early(one.code, day)] == [
        "power_review"
    ]
    assert [may for *_, may in office.get(DATES).context["phases"]] == [False] * 9  # all over by now


def test_close__ends_the_work(office: Client, liaison: Client) -> None:
    office.post(f"{DATES}close/", {"campaign": CODE})

    assert liaison.post("/desk/tasks/plan/", {"campaign": CODE, "note": "要点"}).status_code == 422
    assert "已结束" in office.get(DATES).content.decode()


@pytest.mark.parametrize("act", ["phase/", "happened/", "counties/", "close/"])
def test_running__is_not_for_units(liaison: Client, act: str) -> None:
    assert liaison.post(f"{DATES}{act}", {"campaign": CODE}).status_code == 404
    assert liaison.get("/desk/campaigns/").status_code == 404
    assert "开始</button>" not in liaison.get(DATES).content.decode()


def test_campaign_pages__answer_everybody_whose_they_are(signed_in_as: As) -> None:
    for role in set(Role) - {Role.ADMINISTRATOR}:
        client = signed_in_as(role, 1)
        for page in ("questions/", "postings/", "papers/", "meetings/", "streams/", "campaign/"):
            assert client.get(f"/desk/{page}").status_code == 200, (role, page)
    assert signed_in_as(Role.ADMINISTRATOR, 1).get("/desk/questions/").status_code == 404
