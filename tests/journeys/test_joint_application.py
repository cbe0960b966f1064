"""A citizen on a small telephone applies for three matters at once, mends once, follows to the end."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from tests.browser import demand_browser
from tests.builders_cases import WINDOW
from tests.builders_joints import (
    BUILD,
    LAND,
    RIVER,
    a_joint_city,
    at_unit,
    checked,
    decided_branch,
    the_joint,
)
from tests.city_processes import CityProcesses, database_words
from tests.database_copy import copied_database, drop_copy, inside_copy
from tests.journeys.applying import attach, check_and_sign, sign_up
from tests.journeys.conftest import PATIENCE
from tests.journeys.looking import FEW, faults_of, sideways

from qingdan.base.clock import now
from qingdan.joints.services.checking import accept_joint, tell_defects

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("G-journeys", "R-084", "RQ-A8", "RQ-G4", "RQ-G6")
COPY = "joint_application"
SMALL = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def site(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[str]:
    """A city with a plan of three departments."""
    demand_browser("the journey of a joint application")
    with copied_database(city_cluster, COPY, django_db_blocker) as database:
        a_joint_city()
    city = CityProcesses(settings.QINGDAN_HOME, **database_words(database))
    city.start("serve")
    city.wait_until_ready()
    yield city.address
    city.stop()
    drop_copy(city_cluster, COPY)


@pytest.fixture
def page(site: str, browser: Browser) -> Iterator[Page]:
    """A small telephone."""
    with browser.new_context(base_url=site, viewport=SMALL, locale="zh-CN") as one:
        one.set_default_timeout(PATIENCE)
        yield one.new_page()


def test_citizen__applies_for_three_matters_mends_once_and_follows(
    page: Page, django_db_blocker: "DjangoDbBlocker"
) -> None:
    sign_up(page)
    _begin(page)
    for name in ("灯笼合格证", "房屋证明"):
        attach(page, name)
    number, code = check_and_sign(page, _look)
    _look(page, "received")
    with inside_copy(COPY, django_db_blocker):
        _tell(number)
    _mend(page, number)
    with inside_copy(COPY, django_db_blocker):
        _accept(number)
    _look_at_withdrawal(page, number)
    with inside_copy(COPY, django_db_blocker):
        decided_branch(number, LAND, granted=False, at=now())
        decided_branch(number, RIVER, at=now())
    _see_the_end(page, number, code)


def _begin(page: Page) -> None:
    """From the public plan to the materials, wrong once."""
    page.goto("/guides/")
    page.get_by_role("link", name="建灯塔").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("建灯塔")
    _look(page, "plan")
    page.locator("a.button:visible", has_text="联合申请").first.click()
    expect(page.get_by_text("要等“灯塔用地许可”获准以后才开始")).to_be_visible()
    _look(page, "who")
    page.get_by_role("button", name="下一步：填申请表").click()
    for label, word in (("街道", "灯火路"), ("盏数", "三盏"), ("岸别", "左岸")):
        page.get_by_label(label).fill(word)
    page.get_by_role("button", name="保存并到下一步").click()
    expect(page.get_by_role("alert")).to_contain_text("盏数要填数字")
    _look(page, "form")
    page.get_by_label("盏数").fill("3")
    page.get_by_role("button", name="保存并到下一步").click()


def _tell(number: str) -> None:
    """Two departments lack something, the lead tells it once."""
    checked(number, LAND, "material-1", at=now())
    checked(number, RIVER, "material-1", "field-bank", at=now())
    checked(number, BUILD, at=now())
    version, lead = the_joint(number).version, at_unit(WINDOW, LAND)
    tell_defects(number=number, version=version, by=lead, at=now())


def _mend(page: Page, number: str) -> None:
    """One file and one field, for both departments."""
    page.goto("/my/")
    page.get_by_role("link", name="建灯塔").click()
    expect(page.get_by_role("heading", name="要补正的")).to_be_visible()
    _look(page, "lacks")
    attach(page, "灯笼合格证")
    page.get_by_label("岸别").fill("右岸")
    page.get_by_role("button", name="补齐了，提交").click()
    expect(page.get_by_role("status")).to_contain_text("补正的材料已经收到")
    expect(page.get_by_text(number).first).to_be_visible()


def _accept(number: str) -> None:
    for item in (LAND, RIVER):
        checked(number, item, at=now())
    version, lead = the_joint(number).version, at_unit(WINDOW, LAND)
    accept_joint(number=number, version=version, by=lead, at=now())


def _look_at_withdrawal(page: Page, number: str) -> None:
    """What would end is said; nothing is done."""
    page.goto(f"/my/joint/cases/{number}/")
    _look(page, "lanes")
    page.get_by_text("不办了，撤回全部或者几项").click()
    page.get_by_label("灯塔用地许可（市灯笼局）").check()
    page.get_by_role("button", name="看撤回会怎样").click()
    expect(page.get_by_text("灯塔营造许可（市营造局），因为等“灯塔用地许可”")).to_be_visible()
    _look(page, "withdrawal")
    page.get_by_role("link", name="不撤回，回去").click()


def _see_the_end(page: Page, number: str, code: str) -> None:
    """One refused, one ended with it, one granted; the same by number and code without the account."""
    page.goto(f"/my/joint/cases/{number}/")
    lanes = page.locator(".lanes > section")
    for place, words in enumerate(("不予许可", "准予许可", "终止")):
        expect(lanes.nth(place)).to_contain_text(words)
    expect(page.get_by_role("link", name="准予行政许可决定书").first).to_be_visible()
    page.goto("/cases/track/")
    page.get_by_label("办件编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查进度").click()
    expect(page.locator(".lanes > section")).to_have_count(3)
    assert code not in page.url and number not in page.url
    _look(page, "track")


def _look(page: Page, name: str) -> None:
    """What people with different needs would stumble over."""
    assert (name, faults_of(page, FEW), sideways(page)) == (name, [], [])
    page.set_viewport_size(SMALL)  # type: ignore[arg-type]
