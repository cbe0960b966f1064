"""An investment case of five departments on their own pages: one correction, one joint visit, one service. The
applicant's part, and the steps of each department's chart, are done through the services.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect
from tests.browser import demand_browser
from tests.builders import CITY, NOW, PASSWORD, SETTER
from tests.builders_cases import CITIZEN
from tests.builders_joint_desk import OF_DEPARTMENTS
from tests.builders_joints import (
    BUILD,
    FIVE,
    LAND,
    RIVER,
    UNITS,
    a_joint_city,
    decided_branch,
    states,
    submitted_jointly,
)
from tests.city_processes import CityProcesses, database_words
from tests.database_copy import copied_database, drop_copy
from tests.journeys.conftest import Site
from tests.journeys.looking import FEW, faults_of, sideways

from qingdan.base.clock import day_of, now
from qingdan.base.people.services import appoint, open_account
from qingdan.config.settings import PASSWORD_HASHERS
from qingdan.joints.services.checking import supplement_joint
from qingdan.joints.services.correcting import correct_answers

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("G-journeys", "R-083", "R-084", "RQ-A2", "RQ-A8")
COPY = "together"
LEAD = f"window-{LAND[6:9]}"


@pytest.fixture(scope="module")
def departments(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker", browser: Browser
) -> Iterator[Site]:
    """A city whose five departments approve lighthouses together."""
    demand_browser("the journeys of joint approval")
    with copied_database(city_cluster, COPY, django_db_blocker) as database:
        with override_settings(PASSWORD_HASHERS=PASSWORD_HASHERS):  # the server knows no other
            plan = a_joint_city(names=FIVE)
            _seat_all()
        city = CityProcesses(settings.QINGDAN_HOME, **database_words(database))
        city.start("serve")
        city.wait_until_ready()
        city.start("worker")
        yield Site(address=city.address, browser=browser, things={CITY: {"plan": plan}}, secrets={})
        city.stop()
    drop_copy(city_cluster, COPY)


def _seat_all() -> None:
    for item in FIVE:
        for post, role in OF_DEPARTMENTS.items():
            if post != "principal":
                username = f"{post}-{item[6:9]}"
                open_account(username=username, name=f"程{username}", password=PASSWORD, by=SETTER, at=NOW)
                appoint(username=username, unit=item[:9], role=role, by=SETTER, at=NOW)


def test_five_departments__check_correct_visit_decide_and_serve_together(departments: Site) -> None:
    plan = departments.things[CITY]["plan"]
    number = submitted_jointly(plan, items=tuple(FIVE), at=now()).number

    _check_all(departments, number)
    _tell(departments, number)
    correct_answers(number=number, answers={"f3": "右岸"}, by=CITIZEN, at=now())
    supplement_joint(number=number, by=CITIZEN, at=now())
    _accept(departments, number)
    _visit(departments, number)
    for item in (LAND, *(one for one in FIVE if one not in {LAND, BUILD}), BUILD):
        decided_branch(number, item, at=now())
    _serve(departments, number)

    assert set(states(number).values()) <= {"served", "archived"}


def _open(page: Page, number: str) -> None:
    """From the list to the application."""
    page.goto("/desk/joints/")
    page.locator(f'a[href="/desk/joints/{number}/"]').click()


def _check_all(site: Site, number: str) -> None:
    """Each looks at its own; the river's office misses the bank."""
    for item in FIVE:
        with site.page_of(f"window-{item[6:9]}") as page:
            _open(page, number)
            if item == RIVER:
                page.get_by_role("radio", name="有缺的").check()
                page.get_by_text("缺什么", exact=True).click()
                page.get_by_label("列入：岸别").check()
                page.get_by_label("岸别：哪里不对").fill("没有写清楚")
                page.get_by_label("岸别：怎样改").fill("写左岸或者右岸")
            else:
                page.get_by_role("radio", name="材料齐全").check()
            page.get_by_role("button", name="记下结果").click()
            expect(page.get_by_text("已记录本部门查材料的结果")).to_be_visible()


def _tell(site: Site, number: str) -> None:
    with site.page_of(LEAD) as page:
        page.goto(f"/desk/joints/{number}/")
        expect(page.get_by_role("cell", name="写左岸或者右岸")).to_be_visible()
        page.get_by_role("button", name="出具补正通知书").click()
        expect(page.get_by_text("已出具补正通知书")).to_be_visible()


def _accept(site: Site, number: str) -> None:
    with site.page_of(f"window-{RIVER[6:9]}") as page:
        _open(page, number)
        page.get_by_role("button", name="材料齐全").click()
    with site.page_of(LEAD) as page:
        page.goto(f"/desk/joints/{number}/")
        page.get_by_role("button", name="统一受理").click()
        expect(page.get_by_text("承诺剩 30 个工作日")).to_be_visible()
        expect(page.get_by_text(f"等：{FIVE[LAND]}")).to_be_visible()
        assert (faults_of(page, FEW), sideways(page)) == ([], [])


def _visit(site: Site, number: str) -> None:
    """All are called, each says its part, the lead sums up."""
    today = day_of(now()).isoformat()
    with site.page_of(LEAD) as page:
        page.goto(f"/desk/joints/{number}/")
        page.get_by_text("召集联合踏勘、会审，或者征求意见").click()
        page.get_by_role("radio", name="联合踏勘").check()
        page.get_by_label("请各单位看什么、答什么").fill("看灯塔的地")
        for item in FIVE:
            page.get_by_label(f"{UNITS[item]}（{FIVE[item]}）").check()
        page.get_by_label("还请哪些没有账号的单位").fill("供电公司")
        page.get_by_label("意见交到哪天").fill(today)
        page.get_by_label("哪天踏勘、开会").fill(today)
        page.get_by_role("button", name="召集", exact=True).click()
        link = page.get_by_text("/joint/opinion/").inner_text()
    _answer_by_link(site, link[link.index("/joint/") :].split()[0])
    for item in FIVE:
        with site.page_of(f"handler-{item[6:9]}") as page:
            _open(page, number)
            page.get_by_role("radio", name="附条件同意" if item == RIVER else "同意", exact=True).check()
            page.get_by_label("条件或者理由").fill("离河十步" if item == RIVER else "没有别的")
            page.get_by_role("button", name="答复", exact=True).click()
            expect(page.get_by_text("已记录本单位的意见")).to_be_visible()
    with site.page_of(LEAD) as page:
        page.goto(f"/desk/joints/{number}/")
        expect(page.get_by_role("cell", name="离河十步")).to_be_visible()
        page.get_by_label("汇总意见").fill("离河十步，可以建")
        page.get_by_role("button", name="汇总", exact=True).click()
        expect(page.get_by_text("已汇总意见")).to_be_visible()


def _answer_by_link(site: Site, link: str) -> None:
    """A company without an account, which has nothing but the link."""
    with site.page_of() as page:
        page.goto(link)
        page.get_by_role("button", name="确认收到，看问的是什么").click()
        page.get_by_role("radio", name="同意", exact=True).check()
        page.get_by_label("答复人姓名、职务").fill("程电工")
        page.get_by_role("button", name="提交答复").click()
        expect(page.get_by_text("你的答复已经记下")).to_be_visible()
        assert (faults_of(page, FEW), sideways(page)) == ([], [])


def _serve(site: Site, number: str) -> None:
    """At the lead's counter, once."""
    with site.page_of(LEAD) as page:
        _open(page, number)
        page.get_by_label("签收人证件号码").fill("11010519491231002X")
        page.get_by_label("凭证").fill("本人签字")
        page.get_by_role("button", name="记录统一送达").click()
        expect(page.get_by_text("已记录统一送达")).to_be_visible()
        assert sideways(page) == []
