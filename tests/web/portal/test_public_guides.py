"""Guides as the public reads them: newest and older versions, files, search, the item's link, kept pages."""

import gzip
import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from tests.builders import CITY, NOW
from tests.builders_cases import GUIDE, HEAD, LAMP, WRITER, a_licence
from tests.builders_editions import an_edition
from tests.builders_files import PDF, given
from tests.builders_guides import a_guided_city, begun, published
from tests.web.portal.public_pages import links_of

from qingdan.base.events.models import Event
from qingdan.base.events.services import Happened
from qingdan.base.transactions import reading, writing
from qingdan.guides.models import Guide
from qingdan.guides.reactions import index_guides_shown
from qingdan.guides.services.writing import publish_guide, save_guide, withdraw_guide

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("lantern_law"),
    pytest.mark.requirement("RQ-P6", "RQ-A10"),
]
HERE = f"/guides/{LAMP}/"


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    a_guided_city()


def get(address: str) -> Any:
    return Client().get(address)


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(answer.content.decode())))


def test_guide__says_all_of_it() -> None:
    published(trips=0, scope="在街上点灯以前")
    page = words(get(HERE))

    for said in (
        "承诺办结 10个工作日",
        "法定期限 20个工作日",
        "你只需准备 2 份",
        "消防意见",
        "系统取得",
        "在街上点灯以前",
    ):
        assert said in page
    for said in (
        *GUIDE["conditions"],
        *GUIDE["places"],
        GUIDE["consult_phone"],
        "窗口领取、网上下载",
        "要多久",
    ):
        assert said in page
    assert "第 1 版" in page and f'href="/apply/{LAMP}/"' in get(HERE).content.decode()


def test_guide__is_small_known_again_and_the_same_for_all() -> None:
    published()
    first = get(HERE)
    again = Client(headers={"if-none-match": first["ETag"]}).get(HERE)
    stranger = Client(headers={"cookie": "sessionid=abc"}).get(HERE)

    assert len(gzip.compress(first.content)) <= 60_000 and again.status_code == 304
    assert stranger.content == first.content and not first.cookies
    assert " style=" not in first.content.decode() and "<script" not in first.content.decode()


@pytest.mark.parametrize("address", [HERE, "/guides/"])
def test_page__leads_to_pages_that_are_there(address: str) -> None:
    published()
    skipped = ("#", "/static/", "/desk/", "/apply/", "/search", "/my/", "/register/")
    links = {one for one in links_of(get(address).content.decode()) if not one.startswith(skipped)}

    assert [one for one in sorted(links) if get(one).status_code not in {200, 302}] == []


def test_older_version__stays_readable_and_says_so() -> None:
    published()
    published(hours="整天")
    older, newest = words(get(f"{HERE}1/")), words(get(HERE))

    assert "这是旧版（第 1 版）" in older and GUIDE["hours"] in older and "在线申请" not in older
    assert "整天" in newest and "这是旧版" not in newest
    assert get(f"{HERE}3/").status_code == 404 and get(f"{HERE}0/").status_code == 404


def test_withdrawn_guide__says_why_and_offers_no_application() -> None:
    published()
    withdraw_guide(code=LAMP, reason="灯不够", by=HEAD, at=NOW)
    page = words(get(HERE))

    assert "已停用 灯不够。现在不能再按它申请" in page and "在线申请" not in page
    assert "点灯许可" not in words(get("/guides/"))


def test_item_that_stands_no_more__cannot_be_applied_for() -> None:
    published()
    an_edition([a_licence(disposition="abolish", chart={})])

    assert "不能办" in words(get(HERE)) and "在线申请" not in words(get(HERE))
    assert "点灯许可" not in words(get("/guides/"))


def test_draft__is_nobodys_but_the_units() -> None:
    begun()

    assert get(HERE).status_code == 404 and "点灯许可" not in words(get("/guides/"))


def test_list_and_item__lead_to_the_guide() -> None:
    before = get(f"/items/{LAMP}").content.decode()
    published()

    assert f'href="{HERE}"' not in before
    assert f'href="{HERE}"' in get(f"/items/{LAMP}").content.decode()
    assert f'href="{HERE}"' in get("/guides/").content.decode()
    assert "公布以后" in words(get("/360902/guides/"))


def _found(words: str) -> list[str]:
    answer = get(f"/api/v1/search?q={words}&kind=guide")
    return [one["url"] for one in answer.json()["results"]]


def test_search__finds_the_guide_by_what_it_says_until_it_is_withdrawn() -> None:
    published()
    assert _found("点灯许可") == _found("灯笼合格证") == [HERE]
    assert "办事指南" in words(get("/search?q=点灯许可"))

    withdraw_guide(code=LAMP, reason="灯不够", by=HEAD, at=NOW)
    assert _found("点灯许可") == []


def test_search__forgets_guides_of_items_that_left_the_list() -> None:
    published()
    edition = an_edition([a_licence(disposition="abolish", chart={})])
    shown = Event(
        kind="EditionShown", subject=f"edition:{edition.code}", region=CITY, at=NOW, by="system", data={}
    )
    with writing(HEAD):
        index_guides_shown([Happened(event=shown, by=HEAD, at=NOW)])

    assert _found("点灯许可") == []


def test_file__is_given_out_once_its_version_is_published() -> None:
    begun()
    uploads = {"material-1-form": given(PDF, "申请书.pdf")}
    version = save_guide(code=LAMP, version=1, content=GUIDE, uploads=uploads, by=WRITER, at=NOW)
    with reading(WRITER):
        file = Guide.objects.get(code=LAMP).content["materials"][0]["form"]

    assert get(f"/guides/{LAMP}/files/{file}").status_code == 404
    publish_guide(code=LAMP, version=version, by=HEAD, at=NOW)
    answer = get(f"/guides/{LAMP}/files/{file}")
    assert b"".join(answer.streaming_content) == PDF and "attachment" in answer["Content-Disposition"]
    assert "空白表（PDF）" in words(get(HERE))
    assert get(f"/guides/{LAMP}/files/{'0' * 24}").status_code == 404


def test_form_of_a_version__is_given_out_as_schema() -> None:
    published()
    schema = json.loads(get(f"{HERE}1/form.schema.json").content)

    assert schema["title"] == "点灯许可" and list(schema["properties"]) == ["street", "lamps"]
