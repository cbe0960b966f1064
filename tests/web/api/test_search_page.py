"""The page of search: answers, empty answers with ways on, regions; without a cookie, small, a plain form."""

import gzip

import pytest
from django.test import Client
from tests.builders import CITY, COUNTY
from tests.builders_editions import UNLIT_CODE

pytestmark = [pytest.mark.usefixtures("open_city"), pytest.mark.requirement("G-search")]


@pytest.mark.parametrize("typed", ["不点亮灯笼", "不电亮灯笼", "budianliang", "燈籠", "bdlyjdl"])
def test_search__leads_to_the_item(client: Client, typed: str) -> None:
    page = client.get("/search", {"q": typed})

    assert (page.status_code, page.cookies) == (200, {})
    assert f'<a href="/items/{UNLIT_CODE}">对夜间不点亮沿街灯笼的处罚</a>' in page.content.decode()


def test_empty_answer__says_so_and_leads_on(client: Client) -> None:
    page = client.get("/search?q=轮船").content.decode()

    assert "没有找到“轮船”" in page
    assert "/departments/" in page and "kind=outside_list" in page


def test_question_in_a_county__stays_there_and_says_what_the_city_has(client: Client) -> None:
    page = client.get(f"/search?q=灯笼&region={COUNTY}").content.decode()

    assert "袁溪县政务服务网" in page
    assert "别的地区有，去看看" in page
    assert UNLIT_CODE in client.get("/search?q=灯笼&region=all").content.decode()


@pytest.mark.parametrize(
    "query", ["", "?q=", "?q=%20", f"?q=灯&region={CITY}", "?q=灯&region=x", "?q=%00", f"?q={'灯' * 900}"]
)
def test_search__answers_whatever_is_asked(client: Client, query: str) -> None:
    assert client.get(f"/search{query}").status_code == 200


def test_unknown_region__is_not_found(client: Client) -> None:
    assert client.get("/search?q=灯&region=999999").status_code == 404


def test_page__is_small(client: Client) -> None:
    assert len(gzip.compress(client.get("/search?q=灯笼").content)) < 60_000
