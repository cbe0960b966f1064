"""From the last cleared item to the fourth site: composed, printed, resolved without script, published, read."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect
from tests.builders import CITY, PASSWORD
from tests.builders_account import code_now
from tests.builders_filings import LATER, OFFICE
from tests.builders_lists import a_city_of, cleared, some_channels
from tests.builders_powers import CAMPAIGN
from tests.builders_reviews import a_colleague
from tests.city_processes import CityProcesses, database_words
from tests.database_copy import copied_database, drop_copy
from tests.journeys.conftest import Site
from tests.journeys.looking import faults_of, sideways

from qingdan.base.clock import day_of, now
from qingdan.campaigns.services.starting import open_phase
from qingdan.config.settings import PASSWORD_HASHERS
from qingdan.rules.role import Role

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("G-journeys", "R-060", "R-061", "R-062")
COPY = "adoption"
DESK = "/desk/publication/"
JOB = 60_000  # milliseconds that the worker may take


@pytest.fixture(scope="module")
def cleared_site(
    city_cluster: "Cluster",
    django_db_setup: None,
    django_db_blocker: "DjangoDbBlocker",
    law_home: None,
    browser: Browser,
) -> Iterator[Site]:
    """A running city whose two items are cleared; 市编办 and 市政府办公室 have somebody."""
    with copied_database(city_cluster, COPY, django_db_blocker) as database:
        a_city_of("对破坏桥头灯笼的处罚")
        cleared()
        some_channels()
        open_phase(campaign=CAMPAIGN, phase="power_tabling", by=OFFICE, at=LATER)
        with override_settings(PASSWORD_HASHERS=PASSWORD_HASHERS):  # the server knows no other
            a_colleague(Role.ESTABLISHMENT_OFFICE, unit=2, username="desk-office")
            a_colleague(Role.GOVERNMENT_OFFICE, unit=2, username="desk-clerk")
    city = CityProcesses(settings.QINGDAN_HOME, **database_words(database))
    city.start("serve")
    city.wait_until_ready()
    city.start("worker")
    yield Site(address=city.address, browser=browser, things={}, secrets={})
    city.stop()
    drop_copy(city_cluster, COPY)


def test_a_list__goes_from_the_last_cleared_item_to_the_fourth_site(cleared_site: Site) -> None:
    with cleared_site.visit("desk-office") as window:
        page = window.new_page()
        page.goto(DESK)
        page.get_by_role("button", name="编成审议稿第 1 稿").click()
        _said(page, "已编成审议稿")
        _look(page)
        _download(page)
        digest = page.locator(".digest").first.inner_text()
    with cleared_site.visit("desk-clerk") as window:
        seen = window.new_page()
        _set_up_factor(seen)
        seen.goto(DESK)
        seen.get_by_role("link", name="记录会议结果").click()
        expect(seen.get_by_label("会上审议稿印的摘要值")).to_have_value(digest)
        _look(seen)
        _resolve(cleared_site, seen.url, digest)
    with cleared_site.visit("desk-office") as window:
        page = window.new_page()
        _set_up_factor(page)
        page.goto(DESK)
        _publish(page)
    _read(cleared_site)


def _set_up_factor(page: Page) -> None:
    """The first time: the password again, then the app's code; what is decided and published asks for it."""
    page.goto("/accounts/2fa/totp/activate/")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()
    secret = page.get_by_label("扫不了码，手工输这个密钥").input_value()
    page.get_by_label("手机上的 6 位数字").fill(code_now(secret))
    page.get_by_role("button", name="设好").click()
    expect(page).not_to_have_title(re.compile("设手机验证器"))


def _download(page: Page) -> None:
    """The Word file: asked for, made by the worker, downloaded from the draft's page."""
    draft = page.url.partition("?")[0]
    page.get_by_role("button", name="做成 Word").click()
    page.get_by_role("link", name="看结果").wait_for(timeout=JOB)
    page.goto(draft)
    with page.expect_download() as given:
        page.get_by_role("link", name="下载 Word").click()
    assert given.value.suggested_filename.endswith(".docx")


def _resolve(site: Site, address: str, digest: str) -> None:
    """Without script: what is wrong stands beside its field, what was typed is kept; then the decision."""
    with site.visit("desk-clerk", java_script_enabled=False) as window:
        page = window.new_page()
        page.goto(address)
        page.get_by_label("会上审议稿印的摘要值").fill("0" * 64)
        page.get_by_label("会议名称").fill("市政府第6次常务会议")
        page.get_by_label("纪要编号").fill("〔2026〕6号")
        page.get_by_label("会议日期").fill(_today())
        page.get_by_label("通过", exact=True).check()
        page.get_by_role("button", name="记下会议结果").click()
        expect(page.locator("#e-digest")).to_contain_text("看到的不是这一稿")
        expect(page.get_by_label("会议名称")).to_have_value("市政府第6次常务会议")
        page.get_by_label("会上审议稿印的摘要值").fill(digest)
        page.get_by_role("button", name="记下会议结果").click()
        _said(page, "已记录会议结果")


def _publish(page: Page) -> None:
    page.get_by_label("施行日期").fill(_today())
    page.get_by_role("button", name="编成清单，开始公布").click()
    _said(page, "已编成清单")
    edition = page.url.partition("?")[0]
    expect(page.locator("main .mark").filter(has_text="轮到").first).to_be_visible()
    expect(page.get_by_text("等前面的网站")).to_have_count(3)
    _look(page)
    page.get_by_role("button", name="核对轮到的网站").click()
    page.get_by_role("link", name="看结果").click(timeout=JOB)
    assert page.url == edition
    expect(page.get_by_text("已公布", exact=True)).to_have_count(5)  # the four sites and the list


def _read(site: Site) -> None:
    """What the department publishes is the edition, and its list is open to everybody."""
    with site.visit() as window:
        page = window.new_page()
        page.goto(f"/channels/{CITY}001-4/")
        expect(page.locator("meta[name=qingdan-edition]")).to_have_count(1)
        page.goto("/lists/power_list/")
        expect(page.get_by_text("对破坏桥头灯笼的处罚").first).to_be_visible()


def _look(page: Page) -> None:
    """As people with different needs meet it; back to the width of a desk."""
    assert (sideways(page), faults_of(page)) == ([], [])
    page.set_viewport_size({"width": 1366, "height": 768})


def _said(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=words).first).to_be_visible()


def _today() -> str:
    return day_of(now()).isoformat()
