"""Every public page: no cookie, nothing from elsewhere, small, and all its links lead somewhere."""

import gzip
from urllib.parse import urljoin

import pytest
from django.test import Client
from tests.web.portal.public_pages import PASSING, PUBLISHED, links_of

pytestmark = [pytest.mark.usefixtures("public_city"), pytest.mark.requirement("R-004")]
MOST = 60_000  # bytes, packed
ELSEWHERE = ("/search", "/static/", "/desk/", "/my/", "/apply/", "#")
NOT_YET = ("download.", "evidence.zip")  # files of another part of the site


@pytest.mark.parametrize("address", [*PUBLISHED, *PASSING])
def test_page__sets_no_cookie_and_asks_nobody_else(address: str) -> None:
    answer = Client().get(address)
    page = answer.content.decode()

    assert answer.status_code == 200
    assert not answer.cookies
    assert all(one.startswith(("/", "?", "#")) and not one.startswith("//") for one in links_of(page))
    assert "<script" not in page and " style=" not in page and "csrfmiddlewaretoken" not in page
    assert len(gzip.compress(answer.content)) <= MOST


@pytest.mark.parametrize("address", PUBLISHED)
def test_page__is_the_same_for_whoever_is_signed_in(address: str) -> None:
    stranger = Client(headers={"cookie": "sessionid=abc; csrftoken=def"})

    assert stranger.get(address).content == Client().get(address).content


@pytest.mark.parametrize("address", [*PUBLISHED, *PASSING])
def test_page__leads_to_pages_that_are_there(address: str) -> None:
    client = Client()
    page = client.get(address).content.decode()
    targets = {urljoin(address, one) for one in links_of(page) if not one.startswith(ELSEWHERE)}
    own = {one.partition("#")[0] for one in targets if not any(word in one for word in NOT_YET)}

    assert [one for one in sorted(own) if client.get(one).status_code not in {200, 302}] == []


@pytest.mark.parametrize(
    "address", ["/nothing", "/items/36090000102999900", "/360999/", "/lists/power_list/9/"]
)
def test_missing_page__is_a_public_one(address: str) -> None:
    answer = Client().get(address)

    assert answer.status_code == 404
    assert not answer.cookies
    assert "回首页" in answer.content.decode()


def test_desk__keeps_its_own_words_for_what_is_missing() -> None:
    assert "回工作台" in Client().get("/desk/nothing").content.decode()


def test_display_settings__dress_every_page() -> None:
    client = Client()
    kept = client.post("/display/keep/", {"size": "large", "back": "/lists/"})
    page = client.get("/lists/")

    assert (kept.status_code, kept.headers["Location"]) == (302, "/lists/")
    assert page.content.startswith(b'<!doctype html>\n<html lang="zh-CN" class="public" data-size="large">')
    assert page.headers["Cache-Control"] == "private, no-cache"
    assert "checked" in client.get("/display/").content.decode()


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""]
)
def test_display_settings__lead_back_to_this_site_alone(back: str) -> None:
    client = Client()

    assert client.post("/display/keep/", {"back": back}).headers["Location"] == "/"
    assert "elsewhere" not in client.get("/display/", {"back": back}).content.decode().replace("back=", "")
    assert 'href="javascript' not in client.get("/display/", {"back": back}).content.decode()
