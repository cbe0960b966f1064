"""A case of the county in a browser: examined, sent up, decided by the city, brought back, served in the county."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect
from tests.browser import demand_browser
from tests.builders import NOW, PASSWORD, SETTER
from tests.builders_case_desk import seated
from tests.builders_cases import HANDLER, ID_NUMBER
from tests.builders_referrals import BELOW, C_HANDLER, OPINION, applied, pair, seen, two_levels, walked
from tests.city_processes import CityProcesses, database_words
from tests.database_copy import copied_database, drop_copy
from tests.journeys.conftest import Site
from tests.journeys.looking import FEW, faults_of, sideways

from qingdan.base.clock import now
from qingdan.base.people.services.accounts import open_account
from qingdan.base.people.services.appointments import appoint
from qingdan.config.settings import PASSWORD_HASHERS
from qingdan.rules.role import Role

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("G-journeys", "RQ-A18", "R-086")
COPY = "journey_levels"
SEATS = {"county_window": Role.WINDOW, "county_handler": Role.HANDLER, "county_approver": Role.APPROVER}


@pytest.fixture(scope="module")
def levels(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker", browser: Browser
) -> Iterator[Site]:
    """The city and its county, each with the people of its counter."""
    demand_browser("the journey of a case between two levels")
    with copied_database(city_cluster, COPY, django_db_blocker) as database:
        with override_settings(PASSWORD_HASHERS=PASSWORD_HASHERS):  # the server knows no other
            two_levels()
            seated()
            for username, role in SEATS.items():
                open_account(username=username, name="县里的人", password=PASSWORD, by=SETTER, at=NOW)
                appoint(username=username, unit=BELOW, role=role, by=SETTER, at=NOW)
        city = CityProcesses(settings.QINGDAN_HOME, **database_words(database))
        city.start("serve")
        city.wait_until_ready()
        yield Site(address=city.address, browser=browser, things={}, secrets={})
        city.stop()
    drop_copy(city_cluster, COPY)


def test_a_case__goes_up_and_back(levels: Site) -> None:
    receipt = applied(at=now())
    number = receipt.number
    _examine(levels, number)
    _send_up(levels, number)
    there = pair(number).second_number
    _track(levels, number, receipt.code, "已交另一机关办理")
    _decide(levels, there)
    _serve(levels, number)
    _track(levels, number, receipt.code, "准予许可")

    assert (seen(number).state, seen(there).state) == ("served", "returned")


def _examine(site: Site, number: str) -> None:
    """The county accepts and examines: one step in the browser, the others as tried elsewhere."""
    with site.page_of("county_window") as page:
        page.goto(f"/desk/cases/{number}/")
        page.get_by_role("button", name="材料齐全，受理").click()
        expect(page.get_by_text("已受理，正在审查").first).to_be_visible()
    with site.page_of("county_handler") as page:
        page.goto(f"/desk/cases/{number}/")
        page.get_by_label("办理意见").fill("分给程办")
        page.get_by_role("button", name="办完这一步").click()
        expect(page.get_by_text("分给程办").first).to_be_visible()
    walked(number, C_HANDLER, now(), begun=True)


def _send_up(site: Site, number: str) -> None:
    """The decider of the county writes the opinion; nothing else is offered."""
    with site.page_of("county_approver") as page:
        page.goto("/desk/cases/")
        page.get_by_role("link", name="江小灯").first.click()
        expect(page.get_by_role("link", name="作决定")).to_have_count(0)
        page.get_by_role("link", name="写意见，上报").click()
        _look(page)
        page.get_by_role("button", name="上报").click()
        expect(page.locator("#e-opinion")).to_be_visible()
        page.get_by_label("办理意见").fill(OPINION)
        page.get_by_role("button", name="上报").click()
        expect(page.get_by_role("heading", name="已上报")).to_be_visible()
        expect(page.get_by_text("市灯笼局").first).to_be_visible()
        _look(page)


def _decide(site: Site, there: str) -> None:
    """The city finds it in its queue with opinion and materials, reviews and decides."""
    with site.page_of("handler") as page:
        page.goto("/desk/cases/")
        page.get_by_role("link", name="江小灯").first.click()
        expect(page.get_by_text(OPINION).first).to_be_visible()
        page.get_by_role("button", name="签收纸质原件").click()
        expect(page.get_by_text("签收", exact=False).first).to_be_visible()
        _look(page)
    walked(there, HANDLER, now(), visit=True)
    with site.page_of("approver") as page:
        page.goto(f"/desk/cases/{there}/decide/")
        page.get_by_label("准予许可", exact=True).check()
        page.get_by_label("查明的事实").fill("初审意见属实，灯都合格")
        page.locator("input[name=clauses]").first.check()
        page.get_by_role("button", name="作出决定，出具决定书").click()
        expect(page.get_by_text("结果交回收件的一方").first).to_be_visible()


def _serve(site: Site, number: str) -> None:
    """The county's window hands over what the city decided."""
    with site.page_of("county_window") as page:
        page.goto(f"/desk/cases/{number}/")
        page.get_by_role("link", name="记录送达").click()
        page.get_by_label("当面领取").check()
        page.get_by_label("签收人", exact=True).fill("江小灯")
        page.locator("#f-receiver_id").fill(ID_NUMBER)
        page.locator("#f-service_proof").fill("本人签收")
        page.get_by_role("button", name="记录送达").click()
        expect(page.get_by_text("已送达").first).to_be_visible()


def _track(site: Site, number: str, code: str, words: str) -> None:
    """Anybody with number and code sees both levels."""
    with site.page_of() as page:
        page.goto("/cases/track/")
        page.get_by_label("办件编号").fill(number)
        page.get_by_label("查询码").fill(code)
        page.get_by_role("button", name="查进度").click()
        expect(page.get_by_text(words).first).to_be_visible()
        expect(page.get_by_text("市灯笼局").first).to_be_visible()
        _look(page)


def _look(page: Page) -> None:
    """What people would stumble over; who else has the page open is told in the strip, and is not looked at."""
    aside = [one for one in sideways(page) if "也打开过" not in one]
    assert (faults_of(page, FEW), aside) == ([], [])
