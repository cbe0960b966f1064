"""A citizen signs up on a small telephone without scripts, applies, goes wrong once, sends it and follows it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browser import demand_browser
from tests.builders_cases import a_serving_city
from tests.city_processes import CityProcesses, database_words
from tests.database_copy import copied_database, drop_copy
from tests.journeys.applying import attach, check_and_sign, fill_in, sign_up
from tests.journeys.conftest import PATIENCE
from tests.journeys.looking import FEW, faults_of, sideways

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("G-journeys", "RQ-G4", "RQ-G6", "RQ-P3")
COPY = "application"
SMALL = {"width": 360, "height": 740}
OWN_PAGES = ("/my/", "/my/materials/", "/my/licences/", "/my/proxies/", "/my/messages/", "/my/identity/")


@pytest.fixture(scope="module")
def serving_site(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[str]:
    """A city in which one licence runs on line."""
    demand_browser("the journey of an applicant")
    with copied_database(city_cluster, COPY, django_db_blocker) as database:
        a_serving_city()
    city = CityProcesses(settings.QINGDAN_HOME, **database_words(database))
    city.start("serve")
    city.wait_until_ready()
    yield city.address
    city.stop()
    drop_copy(city_cluster, COPY)


@pytest.fixture
def telephone(serving_site: str, browser: Browser) -> Iterator[BrowserContext]:
    """A small one."""
    with browser.new_context(base_url=serving_site, viewport=SMALL, locale="zh-CN") as one:
        one.set_default_timeout(PATIENCE)
        yield one


def test_applicant__applies_is_corrected_once_and_follows(telephone: BrowserContext) -> None:
    page = telephone.new_page()
    sign_up(page, _look)
    fill_in(page, _look)
    for name in ("灯笼合格证", "房屋证明"):
        attach(page, name)
    number, code = check_and_sign(page, _look)
    _look(page, "received")

    _open_case(page, number)
    _follow(page, number, code)
    for address in OWN_PAGES:
        page.goto(address)
        _look(page, address.strip("/").replace("/", "-"))


def _open_case(page: Page, number: str) -> None:
    page.goto("/my/")
    page.get_by_role("link", name="点灯许可").first.click()
    expect(page.get_by_text(number).first).to_be_visible()
    _look(page, "case")


def _follow(page: Page, number: str, code: str) -> None:
    """From the home page, by number and code; neither stands in the address."""
    page.goto("/")
    page.get_by_label("办件编号").fill(number)
    page.locator("#f-case-code").fill(code)
    page.get_by_role("button", name="查进度").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("点灯许可")
    assert code not in page.url and number not in page.url
    _look(page, "track")
    page.get_by_label("写明哪一处").fill("回执上少一份材料")
    page.get_by_role("button", name="提出异议").click()
    expect(page.get_by_role("status")).to_contain_text("异议已经收到")


def _look(page: Page, name: str) -> None:
    """What people with different needs would stumble over."""
    assert (name, faults_of(page, FEW), sideways(page)) == (name, [], [])
    page.set_viewport_size(SMALL)  # type: ignore[arg-type]
