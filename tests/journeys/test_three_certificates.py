"""Three certificates from one form in a real browser: a citizen on a telephone, the four bodies at their desks."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browser import demand_browser
from tests.builders import NOW, PASSWORD, SETTER
from tests.builders_files import PDF
from tests.builders_registrations import ANSWERS, THREE, a_registering_city, an_officer, unit_code
from tests.city_processes import CityProcesses, database_words
from tests.database_copy import copied_database, drop_copy
from tests.journeys.applying import sign_up
from tests.journeys.conftest import PATIENCE, sign_in
from tests.journeys.looking import FEW, faults_of, sideways

from qingdan.base.people.services import appoint, open_account
from qingdan.config.settings import PASSWORD_HASHERS
from qingdan.rules.role import Role

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("G-journeys", "RQ-A13", "R-085", "RQ-P3")
COPY = "three_certificates"
SMALL, WIDE = {"width": 360, "height": 740}, {"width": 1366, "height": 768}
SEATS = (
    ("commerce", Role.HANDLER), ("commerce", Role.APPROVER), ("quality", Role.HANDLER), ("state_tax", Role.HANDLER),
    ("local_tax", Role.HANDLER),
)  # fmt: skip


@pytest.fixture(scope="module")
def registering_site(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[str]:
    """A city that registers enterprises in the mode of 2015, with the people of the bodies."""
    demand_browser("the journey of three certificates")
    hashers = override_settings(PASSWORD_HASHERS=PASSWORD_HASHERS)  # the server knows no other
    with copied_database(city_cluster, COPY, django_db_blocker) as database, hashers:
        a_registering_city(modes=(THREE,))
        for body, role in SEATS:
            name = an_officer(body, role).username
            open_account(username=name, name="程办", password=PASSWORD, by=SETTER, at=NOW)
            appoint(username=name, unit=unit_code(body), role=role, by=SETTER, at=NOW)
    city = CityProcesses(settings.QINGDAN_HOME, **database_words(database))
    city.start("serve")
    city.wait_until_ready()
    yield city.address
    city.stop()
    drop_copy(city_cluster, COPY)


@pytest.fixture
def windows(registering_site: str, browser: Browser) -> Iterator[dict[str, BrowserContext]]:
    """A telephone of the citizen, a screen for each desk."""
    found = {}
    for name in ("citizen", *(an_officer(*seat).username for seat in SEATS)):
        size = SMALL if name == "citizen" else WIDE
        found[name] = browser.new_context(base_url=registering_site, viewport=size, locale="zh-CN")  # type: ignore[arg-type]
        found[name].set_default_timeout(PATIENCE)
    yield found
    for one in found.values():
        one.close()


def test_citizen__gets_three_certificates_from_one_form(windows: dict[str, BrowserContext]) -> None:
    page = windows["citizen"].new_page()
    sign_up(page)
    number, code = _apply(page)
    desks = {seat: _desk(windows, *seat) for seat in SEATS}
    _click(desks["commerce", Role.HANDLER], number, "受理，送各机关")
    for body in ("commerce", "quality", "state_tax", "local_tax"):
        _answer(desks[body, Role.HANDLER], number, "同意")
    _click(desks["commerce", Role.APPROVER], number, "准予登记，核发证照")
    for body in ("quality", "state_tax", "local_tax"):
        _answer(desks[body, Role.HANDLER], number, "确认收到")

    page.goto(f"/my/registrations/{number}/")
    for kind in ("营业执照", "组织机构代码证", "税务登记证"):
        expect(page.get_by_role("link", name=kind).first).to_be_visible()
    _look(page, "registration")
    _visit_the_tax_office(page)
    _track(page, number, code)


def _apply(page: Page) -> tuple[str, str]:
    page.goto("/my/registrations/")
    for label, word in (("字号", "灯火"), ("行业", "照明")):
        page.get_by_label(label).fill(word)
    page.get_by_role("button", name="查重并保留").click()
    expect(page.get_by_role("status")).to_contain_text("名称已经保留")
    _look(page, "names")
    page.get_by_role("button", name="用这个名称申请设立").click()
    for part in ("company", "people", "tax"):
        _fill(page, part)
    for place in range(1, 6):
        file = {"name": f"{place}.pdf", "mimeType": "application/pdf", "buffer": PDF + b"%d%%%%EOF" % place}
        page.locator(f"#u-{place}").set_input_files(file)  # type: ignore[arg-type]
    _look(page, "materials")
    page.get_by_role("button", name="交上并到下一步").click()
    _look(page, "sign")
    page.get_by_label("以上内容和材料真实").check()
    page.get_by_role("button", name="签名并提交").click()
    expect(page.get_by_role("status")).to_contain_text("收到")
    number, code = page.locator("strong.num").all_text_contents()
    return number, code


def _fill(page: Page, part: str) -> None:
    """What the part asks; a wrong line first, of which nothing is lost."""
    for name, text in ANSWERS.items():
        field = page.locator(f"[name='field-{name}']")
        if field.count() > 1:
            page.get_by_label(text, exact=True).first.check()
        elif field.count():
            field.fill(text)
    if part == "company":
        page.get_by_label("注册资本（出资额）").fill("很多")
        page.get_by_role("button", name="保存并到下一步").click()
        expect(page.get_by_role("alert")).to_contain_text("要填数字")
        expect(page.get_by_label("住所的详细地址")).to_have_value(ANSWERS["address"])
        page.get_by_label("注册资本（出资额）").fill("100")
    _look(page, "form")
    with page.expect_navigation():  # the next part is asked for what it has
        page.get_by_role("button", name="保存并到下一步").click()


def _desk(windows: dict[str, BrowserContext], body: str, role: Role) -> Page:
    name = an_officer(body, role).username
    page = windows[name].new_page()
    sign_in(page, name)
    return page


def _click(page: Page, number: str, button: str) -> None:
    page.goto(f"/desk/registrations/{number}/")
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("status").first).to_be_visible()


def _answer(page: Page, number: str, verdict: str) -> None:
    page.goto(f"/desk/registrations/{number}/")
    page.get_by_role("radio", name=verdict).check()
    if verdict == "同意":
        _look(page, "desk")
    page.get_by_role("button", name="答复").click()
    expect(page.get_by_role("status").first).to_be_visible()


def _visit_the_tax_office(page: Page) -> None:
    page.get_by_role("link", name="只补充几项").click()
    page.get_by_label("独立核算", exact=True).check()
    page.get_by_label("小企业会计准则").check()
    for label, word in (
        ("从业人数", "3"), ("办税人", "程税"), ("银行账号", "6200"), ("财务负责人电话", "13800000003"),
    ):  # fmt: skip
        page.get_by_label(label).fill(word)
    page.get_by_label("财务负责人", exact=True).fill("程财")
    _look(page, "tax")
    page.get_by_role("button", name="补充税务信息").click()
    expect(page.get_by_role("status").first).to_contain_text("税务信息已经补充")


def _track(page: Page, number: str, code: str) -> None:
    page.goto("/cases/track/")
    page.get_by_label("办件编号").fill(number)
    page.get_by_label("查询码", exact=True).fill(code)
    page.get_by_role("button", name="查进度").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("临江市灯火照明有限责任公司")


def _look(page: Page, name: str) -> None:
    """What people with different needs would stumble over."""
    size = page.viewport_size
    assert (name, faults_of(page, FEW), sideways(page)) == (name, [], [])
    assert size
    page.set_viewport_size(size)
