"""Feeds of what changed: well-formed, the newest first, marks that stay."""

import json
from xml.etree import ElementTree

import pytest
from django.test import Client
from tests.builders import COUNTY
from tests.builders_editions import CODES, UNLIT_CODE, a_power, an_edition

pytestmark = [pytest.mark.usefixtures("open_city"), pytest.mark.requirement("G-open-data")]
ATOM = "{http://www.w3.org/2005/Atom}"


def test_atom__has_editions_and_what_each_changed(client: Client) -> None:
    response = client.get("/feeds/changes.atom")
    feed = ElementTree.fromstring(response.content)
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]

    assert response.headers["Content-Type"].startswith("application/atom+xml")
    assert "修改：对夜间不点亮沿街灯笼的处罚" in titles
    assert "临江市公布权力清单 2026年第2号" in titles
    assert len({entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")}) == len(titles)


def test_feeds__have_the_same_marks_whatever_comes_later(client: Client) -> None:
    before = _marks(client)
    an_edition([a_power(promised_limit="1个工作日")])

    assert before < _marks(client)


def test_json_feed__and_interface_say_the_same(client: Client) -> None:
    feed = client.get("/feeds/changes.json").json()
    found = client.get("/api/v1/changes").json()["changes"]

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [one["_qingdan"] for one in feed["items"]] == found
    assert {(one["kind"], one["code"]) for one in found if one["edition"].endswith("power_list-2")} == {
        ("edition", ""), ("changed", UNLIT_CODE), ("ended", CODES[1]), ("added", CODES[2]),
    }  # fmt: skip


def test_changes__since_a_day_are_those_of_that_day_and_later(client: Client) -> None:
    assert client.get("/api/v1/changes?since=2026-06-02").json()["changes"] == []
    assert {one["on"] for one in client.get("/api/v1/changes?since=2026-06-01").json()["changes"]} == {
        "2026-06-01"
    }


def test_feed_of_a_county__is_its_own(client: Client) -> None:
    feed = client.get(f"/{COUNTY}/feeds/changes.json").json()

    assert (feed["items"], feed["title"]) == ([], "袁溪县政务服务网　清单的变化")


def _marks(client: Client) -> set[str]:
    return {one["id"] for one in json.loads(client.get("/feeds/changes.json").content)["items"]}
