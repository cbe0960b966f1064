"""Pages of a closed campaign: all is read, no form is offered, and an act that comes all the same is told why not."""

import re
from datetime import date

import pytest
from django.test import Client
from tests.builders_campaigns import CODE, LIAISON, OFFICER, OWN, june

from qingdan.base.clock import now
from qingdan.campaigns.services.meetings import hold_meeting
from qingdan.campaigns.services.questions import ask_question, post
from qingdan.campaigns.services.starting import close_campaign, start_campaign

FORM = re.compile(r'<form action="(/desk/[^"]+)" method="post"')
PAGES = ("tasks", "questions", "postings", "meetings", "papers", "streams", "campaign")
LED = ("directory", "counties", "staff", f"directory/{OWN}", *PAGES[1:])


@pytest.fixture
def things(city: None) -> dict[str, str]:
    """One of what pages are about; then the campaign is closed."""
    day = date(2015, 3, 27)
    made = {
        "questions": ask_question(campaign=CODE, title="要不要分项？", text="", by=LIAISON, at=june(2)),
        "postings": post(campaign=CODE, kind="notice", title="培训推迟", text="改期", by=OFFICER, at=june(2)),
        "meetings": hold_meeting(
            campaign=CODE, kind="meeting", title="动员会", on=day, by=OFFICER, at=june(2)
        ),
    }
    close_campaign(campaign=CODE, by=OFFICER, at=june(10))
    return made


def forms(page: str) -> list[str]:
    """Where the forms of a page lead, those of the frame left out."""
    return [one for one in FORM.findall(page) if "/unit/" not in one]


@pytest.mark.parametrize("name", PAGES)
def test_closed__is_read_by_a_unit_and_offers_no_form(
    things: dict[str, str], liaison: Client, name: str
) -> None:
    answer = liaison.get(f"/desk/{name}/")

    assert answer.status_code == 200
    assert "2026年6月10日结束，可以查看" in answer.content.decode()
    assert forms(answer.content.decode()) == []


@pytest.mark.parametrize("name", LED)
def test_closed__is_read_by_the_office_and_offers_no_form(
    things: dict[str, str], office: Client, name: str
) -> None:
    page = office.get(f"/desk/{name}/").content.decode()

    assert "不再收材料" in page
    assert forms(page) == []


@pytest.mark.parametrize("kind", ["questions", "postings", "meetings"])
def test_closed__each_thing_is_read_when_another_campaign_runs(
    things: dict[str, str], office: Client, kind: str
) -> None:
    start_campaign(region="360900", code="next", template="yichun-2015", by=OFFICER, at=now())
    listed = office.get(f"/desk/{kind}/?campaign={CODE}").content.decode()
    page = office.get(f"/desk/{kind}/{things[kind]}/").content.decode()

    assert things[kind] in listed
    assert "不再收材料" in page and forms(page) == []


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("questions/ask", {"title": "还能报吗", "text": ""}),
        ("postings/add", {"kind": "experience", "title": "做法", "text": "先分类"}),
        ("tasks/contacts", {}),
        ("tasks/plan", {"note": "四月办完"}),
        ("tasks/receipt", {}),
    ],
)
def test_closed__an_act_that_comes_late_is_told_why_not(
    things: dict[str, str], liaison: Client, address: str, words: dict[str, str]
) -> None:
    answer = liaison.post(f"/desk/{address}/", {"campaign": CODE, **words})

    assert answer.status_code == 422
    assert "这次清理工作已经结束，不再收材料" in answer.content.decode()
