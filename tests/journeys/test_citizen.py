"""A citizen finds an item by a misspelt word, reads its chart without styles, compares two dates, objects.

No account, no script; every public page is looked at as people with different needs meet it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.builders import CITY, SETTER, an_actor
from tests.builders_comments import a_commented_city
from tests.builders_editions import UNLIT_CODE, a_power, an_edition, duties_of
from tests.builders_powers import OWN, a_law_library
from tests.city_processes import CityProcesses, database_words
from tests.database_copy import copied_database, drop_copy
from tests.journeys.conftest import PATIENCE, WIDE
from tests.journeys.looking import ALL, FEW, Look, faults_of, sideways

from qingdan.base.clock import now
from qingdan.comments.services.answering import answer_comment
from qingdan.comments.services.receiving import NewComment, receive_comment
from qingdan.editions.services.indexing import index_region
from qingdan.rules.review import ListKind
from qingdan.rules.role import Role
from qingdan.web.portal.state import visitor_of

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("G-journeys", "R-004", "R-005")
COPY = "citizen"
ITEM = f"/items/{UNLIT_CODE}"
PAGES = (
    "/",
    "/360902/",
    "/lists/",
    "/lists/power_list/",
    "/lists/power_list/?against=1",
    "/lists/power_list/1/",
    "/lists/power_list/2/verify/",
    "/lists/power_list/difference/?from=1&to=2",
    "/lists/responsibility_list/",
    "/departments/",
    f"/departments/{OWN}/",
    "/changes/",
    ITEM,
    f"{ITEM}?on=2026-05-20",
    f"{ITEM}/difference/?from=2026-05-20&to=2026-06-01",
    f"{ITEM}/comments/",
    "/comments/",
    "/comments/new/",
    "/comments/new/?kind=question",
    f"/comments/new/?item={UNLIT_CODE}",
    "/comments/track/",
    "/cases/track/",
    "/comments/privacy/",
    "/display/",
    "/nothing",
)


@pytest.fixture(scope="module")
def public_site(
    city_cluster: "Cluster",
    django_db_setup: None,
    django_db_blocker: "DjangoDbBlocker",
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of a city with published lists and one answered comment."""
    a_law_library(tmp_path_factory.mktemp("lanterns"))
    with copied_database(city_cluster, COPY, django_db_blocker) as database:
        _publish()
    city = CityProcesses(settings.QINGDAN_HOME, **database_words(database))
    city.start("serve")
    city.wait_until_ready()
    yield city.address
    city.stop()
    drop_copy(city_cluster, COPY)


def _publish() -> None:
    a_commented_city()
    an_edition([duties_of(a_power())], kind=ListKind.RESPONSIBILITY)
    index_region(region=CITY, by=SETTER, at=now())
    asked = NewComment(kind="objection", entry=UNLIT_CODE, text="承诺时限怎么变了")
    number = receive_comment(comment=asked, by=visitor_of(CITY), at=now()).number
    by = replace(an_actor(Role.DEPUTY, unit=1), region=CITY, regions=(CITY,))
    answer = {"answer": "从第2号起缩短为 10 个工作日。", "public_text": asked.text}
    answer_comment(number=number, version=1, **answer, by=by, at=now())


@pytest.fixture
def citizen(public_site: str, browser: Browser) -> Iterator[BrowserContext]:
    """A window without scripts, as on an old telephone."""
    with browser.new_context(
        base_url=public_site, viewport=WIDE, locale="zh-CN", java_script_enabled=False
    ) as one:
        one.set_default_timeout(PATIENCE)
        yield one


def test_citizen__finds_reads_compares_and_objects(citizen: BrowserContext) -> None:
    page = citizen.new_page()
    page.goto("/")
    page.get_by_role("searchbox").fill("不点量沿街登笼")
    page.get_by_role("button", name="搜索").click()
    page.get_by_role("link", name="对夜间不点亮沿街灯笼的处罚").click()

    _read_chart(page)
    _compare(page)
    number, code = _object(page)
    _follow(page, number, code)
    assert citizen.cookies() == []


def _read_chart(page: Page) -> None:
    """The drawing tells its content in words, and the table says the same, with no stylesheet at all."""
    page.route("**/*.css", lambda route: route.abort())
    page.reload()
    expect(page.get_by_role("img", name="灯笼处罚")).to_be_attached()
    description = page.locator("svg desc").first.text_content() or ""
    assert "审核" in description and "通过 → 4" in description
    page.get_by_text("同样内容的环节表").click()
    rows = page.get_by_role("region", name="环节表").get_by_role("row")
    expect(rows).to_have_count(5)
    expect(rows.nth(3)).to_contain_text("通过 → 4；退回 → 2")
    page.unroute("**/*.css")
    page.reload()


def _compare(page: Page) -> None:
    page.get_by_role("link", name="比较任意两天").click()
    page.get_by_label("从", exact=True).fill("2026-05-20")
    page.get_by_label("到", exact=True).fill("2026-06-01")
    page.get_by_role("button", name="比较").click()
    expect(page.locator("del").get_by_text("20")).to_be_visible()
    expect(page.locator("ins").get_by_text("10")).to_be_visible()
    page.get_by_label("位置").get_by_role("link", name="对夜间不点亮沿街灯笼的处罚").click()


def _object(page: Page) -> tuple[str, str]:
    page.get_by_role("link", name="提意见", exact=True).click()
    page.get_by_label("请写明哪一处有错").fill("这条街的灯笼一直亮着")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("status")).to_contain_text("市灯笼局在")
    number, code = page.locator("strong.num").all_text_contents()
    assert re.fullmatch(r"360900-\d{6}-\d{4}", number)
    return number, code


def _follow(page: Page, number: str, code: str) -> None:
    page.goto("/")
    mine = page.locator("section", has=page.get_by_role("heading", name="查我的意见"))
    mine.get_by_label("编号").fill(number)
    mine.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查答复").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    expect(page.get_by_text("这条街的灯笼一直亮着")).to_be_visible()


@pytest.mark.parametrize("looks", [FEW, pytest.param(ALL, marks=pytest.mark.soak)], ids=["few", "all"])
@pytest.mark.parametrize("address", PAGES)
def test_public_page__serves_everybody(
    public_site: str, browser: Browser, address: str, looks: tuple[Look, ...]
) -> None:
    with browser.new_context(base_url=public_site, viewport=WIDE, locale="zh-CN") as window:
        window.set_default_timeout(PATIENCE)
        page = window.new_page()
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
        page.goto(address)

        assert faults_of(page, looks) == []
        assert sideways(page) == []
        assert [one for one in refused if "404" not in one] == []
        assert window.cookies() == []
