"""A citizen on a small telephone applies for an item that wants to be surer of him: to the provider and back."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from tests.browser import demand_browser
from tests.builders_cases import CITIZEN, ID_NUMBER, a_serving_city, an_applicant
from tests.city_processes import CityProcesses, database_words
from tests.database_copy import copied_database, drop_copy
from tests.fake_provider import CLIENT, NAME, SECRET, FakeProvider, running_provider
from tests.journeys.applying import attach, fill_in, sign_up
from tests.journeys.conftest import PATIENCE
from tests.journeys.looking import FEW, faults_of, sideways

from qingdan.base.transactions import writing

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("G-journeys", "RQ-G3", "RQ-G4")
COPY = "proving"
OTHER = "江大灯", "110105194912310038"
SMALL = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def province() -> Iterator[FakeProvider]:
    """Signs in 江小灯 at level 3."""
    with running_provider() as found:
        found.person = {"sub": "j", "name": "江小灯", "id_number": ID_NUMBER, "acr": "3"}
        yield found


@pytest.fixture(scope="module")
def site(
    city_cluster: "Cluster",
    django_db_setup: None,
    django_db_blocker: "DjangoDbBlocker",
    province: FakeProvider,
) -> Iterator[str]:
    """A city connected to the province; its one licence wants level 3, and somebody says he is 江大灯."""
    demand_browser("the journey to the identity provider")
    with copied_database(city_cluster, COPY, django_db_blocker) as database:
        a_serving_city(least_assurance=3)
        with writing(CITIZEN):
            said = an_applicant(assurance=2)
            said.name, said.id_number = OTHER
            said.save()
    connected = {
        "QINGDAN_OIDC_ISSUER": province.issuer,
        "QINGDAN_OIDC_CLIENT": CLIENT,
        "QINGDAN_OIDC_SECRET": SECRET,
        "QINGDAN_OIDC_NAME": NAME,
    }
    city = CityProcesses(settings.QINGDAN_HOME, **database_words(database), **connected)
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


def test_applicant__steps_up_and_sends_the_same_draft(page: Page, province: FakeProvider) -> None:
    sign_up(page)
    fill_in(page)
    for name in ("灯笼合格证", "房屋证明"):
        attach(page, name)
    page.get_by_role("button", name="下一步：预检").click()
    expect(page.get_by_text("这一项要求身份 3 级（")).to_be_visible()
    _look(page, "below")
    page.get_by_role("link", name=f"用{NAME}核验").click()
    expect(page.get_by_text("级别提高了")).to_be_visible()
    page.get_by_role("link", name="下一步：核对签名").click()
    expect(page.get_by_text("灯火路")).to_be_visible()
    page.get_by_label("以上内容和材料真实").check()
    page.get_by_role("button", name="签名并提交").click()
    expect(page.get_by_role("status")).to_contain_text("最晚")
    page.goto("/my/identity/")
    expect(page.get_by_text(re.compile(f"3 级.*{NAME}核验，从"))).to_be_visible()
    _look(page, "identity")


def test_stranger__chooses_an_account_of_his_own_and_is_told_when_nothing_is_proved(
    page: Page, province: FakeProvider
) -> None:
    page.goto("/accounts/login/?next=/my/licences/")
    _look(page, "login")
    name, number = OTHER
    province.person |= {"sub": "another", "name": name, "id_number": number}
    page.get_by_role("link", name=f"用{NAME}登录").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("已经有一个账号登记了你的证件号码")
    _look(page, "choose")
    page.get_by_role("button", name="另开一个账号").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("证照")
    page.context.clear_cookies()
    province.person["id_number"] = "1"
    page.goto("/identity-provider/?next=/my/licences/")
    expect(page.get_by_role("alert")).to_contain_text("它没有给出对的公民身份号码")
    _look(page, "failed")


def _look(page: Page, name: str) -> None:
    """What people with different needs would stumble over."""
    assert (name, faults_of(page, FEW), sideways(page)) == (name, [], [])
    page.set_viewport_size(SMALL)  # type: ignore[arg-type]
