"""A 审核组 works ten items by keys alone; then every page on their way to the published list, as people meet it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Browser, Locator, Page, expect
from tests.builders import CITY
from tests.builders_filings import LATER, OFFICE, PRINCIPAL
from tests.builders_lists import (
    a_city_of,
    a_lawyer,
    chart_approved,
    cleared_again,
    composed,
    consulted,
    resolved,
    signed_off,
    some_channels,
    tabled_again,
    the_reviews,
)
from tests.builders_powers import CAMPAIGN
from tests.builders_review_desk import a_coordinator, a_member, acted, changed, supplemented
from tests.builders_reviews import POWER, a_colleague
from tests.city_processes import CityProcesses, database_words
from tests.database_copy import copied_database, drop_copy
from tests.journeys.conftest import Site
from tests.journeys.looking import FEW, faults_of, sideways, some_of

from qingdan.base.transactions import reading
from qingdan.config.settings import PASSWORD_HASHERS
from qingdan.consultations.services.rounds import close_round
from qingdan.lists.services.proving import prove_in_order
from qingdan.responsibilities.models import DutySheet
from qingdan.reviews.models import ChartReview
from qingdan.reviews.services.consulting import open_consultation
from qingdan.reviews.services.gates import conclude_all
from qingdan.rules.role import Role

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("G-journeys", "R-056", "R-096", "R-097", "R-098")
COPY = "keyboard"
NAMES = (
    "对偷灯笼的处罚", "对毁坏灯笼的处罚", "对乱挂灯笼的处罚", "对灯笼过暗的处罚", "对私造灯罩的处罚",
    "对倒卖灯油的处罚", "对占用灯柱的处罚", "对涂写灯笼的处罚", "贯彻灯笼政策",
)  # fmt: skip
MOST_STOPS = 80  # of Tab, on the longest of these pages
PEOPLE = (
    (Role.LIAISON, 1),
    (Role.PRINCIPAL, 1),
    (Role.DEPUTY, 1),
    (Role.ESTABLISHMENT_OFFICE, 2),
)


@pytest.fixture(scope="module")
def review_site(
    city_cluster: "Cluster",
    django_db_setup: None,
    django_db_blocker: "DjangoDbBlocker",
    law_home: None,
    browser: Browser,
) -> Iterator[Site]:
    """A running city with ten items before a group; this process may act in it too, through services."""
    with copied_database(city_cluster, COPY, django_db_blocker) as database:
        with override_settings(PASSWORD_HASHERS=PASSWORD_HASHERS):  # the server knows no other
            a_city_of(*NAMES)
            for role, unit in PEOPLE:
                a_colleague(role, unit=unit)
            for one in (a_member, a_coordinator, a_lawyer):
                one()
        city = CityProcesses(settings.QINGDAN_HOME, **database_words(database))
        city.start("serve")
        city.wait_until_ready()
        yield Site(address=city.address, browser=browser, things={}, secrets={})
        city.stop()
    drop_copy(city_cluster, COPY)


@pytest.fixture(scope="module")
def worked(review_site: Site) -> Site:
    """The city after the group has worked its ten items by keys."""
    with review_site.visit("reviewer-3") as window:
        page = window.new_page()
        page.goto("/desk/review/")
        _press(page, page.get_by_role("link", name="从第一项开始审"))
        page.wait_for_url("**/items/**")
        page.keyboard.press("?")
        expect(page.get_by_text("不用快捷键")).to_be_visible()
        _walk(page)
        _return(page)
        _refer(page)
        for _ in range(8):
            _pass(page)
        expect(page.get_by_text("手上没有待办的了")).to_be_visible()
    return review_site


def test_a_group__works_ten_items_by_keys_alone(worked: Site) -> None:
    assert sorted(one.state for one in the_reviews()) == ["answering", "disputed", *["member_review"] * 8]


@pytest.mark.soak
def test_every_page_on_the_way__serves_everybody(worked: Site) -> None:
    faults = [*_in_review(worked), *_in_consultation(worked), *_at_the_legal_office(worked)]

    assert [*faults, *_once_published(worked)] == []


def _in_review(site: Site) -> Iterator[str]:
    """The layers' desks with their forms, the unit's answer and its supplement; then everything is confirmed."""
    places = {one.state: f"{CAMPAIGN}/power_list/{one.number}/" for one in the_reviews()}
    returned = places["answering"].split("/")[2]
    yield from _look(site, "reviewer-3", "review/?shown=all")
    yield from _look(site, "member_unit-3", "second-review/", f"second-review/{places['member_review']}")
    yield from _look(site, "coordination_group-2", f"review/disputes/{places['disputed']}")
    yield from _look(site, "liaison-1", f"opinions/{places['answering']}")
    acted("amend", number=returned)
    changed(returned, office="灯火一科")
    yield from _look(site, "principal-1", f"opinions/{CAMPAIGN}/power_list/supplement/")
    supplemented()
    yield from _look(site, "reviewer-3", f"review/items/{places['answering']}")
    acted("settle", number=places["disputed"].split("/")[2])
    consulted()


def _in_consultation(site: Site) -> Iterator[str]:
    """A round with all audiences: the office's pages, a unit's, the public's."""
    code = open_consultation(
        campaign=CAMPAIGN,
        kind=POWER,
        title="第一轮",
        audiences=["departments", "public", "experts"],
        closes_on=date(2099, 1, 5),
        numbers=None,
        by=OFFICE,
        at=LATER,
    )
    item = f"{code}/items/{the_reviews()[0].number}/"
    about = (f"consultations/{code}/", f"consultations/{item}", f"consultations/{code}/print/")
    yield from _look(site, "establishment_office-2", *about)
    yield from _look(site, "liaison-1", *about[:2])
    yield from _look(site, "", "/consultations/", f"/consultations/{code}/", f"/consultations/{item}")
    next_day = LATER + timedelta(days=1)
    close_round(code=code, reason="意见都到了", by=OFFICE, at=next_day)
    conclude_all(campaign=CAMPAIGN, kind=POWER, by=OFFICE, at=next_day)


def _at_the_legal_office(site: Site) -> Iterator[str]:
    """The last gates, and the document of what was decided."""
    place = f"{CAMPAIGN}/power_list/{the_reviews()[0].number}/"
    with reading(OFFICE):
        chart = f"legality/charts/{CAMPAIGN}/{ChartReview.objects.all()[0].code}/"
    yield from _look(site, "deputy-1", "sign-offs/")
    yield from _look(site, "establishment_office-2", f"gates/items/{place}")
    yield from _look(site, "legal_affairs-3", chart)
    chart_approved()
    signed_off(PRINCIPAL)
    yield from _look(site, "legal_affairs-3", "legality/", f"legality/items/{place}", "legality/opinions/")
    cleared_again()
    yield from _look(site, "legal_affairs-3", f"legality/opinions/{CAMPAIGN}/power_list/1/")


def _once_published(site: Site) -> Iterator[str]:
    """Duties of what is published, the search, the page of a channel."""
    resolved(tabled_again())
    some_channels()
    prove_in_order(edition=composed().code, by=OFFICE, at=LATER)
    with reading(OFFICE):
        code = DutySheet.objects.all()[0].item_code
    yield from _look(site, "liaison-1", "duties/", f"duties/{code}/?campaign={CAMPAIGN}")
    yield from _look(site, "", "/search?q=denglong", "/search?q=没有的事", f"/channels/{CITY}001-4/")


def _look(site: Site, who: str, *addresses: str) -> Iterator[str]:
    """What is wrong with pages as somebody meets them, each with its address.

    Lists without anything to act on are looked at by `test_every_page`.
    """
    for address in addresses:
        with site.page_of(who) as page:
            answer = page.goto(address if address.startswith("/") else f"/desk/{address}")
            assert answer is not None
            status = [] if answer.status == 200 else [str(answer.status)]
            yield from (
                f"{address} {one}"
                for one in (*status, *faults_of(page, some_of(FEW, address)), *sideways(page))
            )


def _walk(page: Page) -> None:
    """J and K go through the register, N to the next with a problem and back to where it was begun."""
    first = page.url
    page.keyboard.press("j")
    page.wait_for_url(lambda address: address != first)
    page.keyboard.press("k")
    page.wait_for_url(first)
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("贯彻灯笼政策")


def _return(page: Page) -> None:
    """One aspect is poor: its note, the general opinion, and the button that gives it back."""
    _aspects(page, "yx")
    page.keyboard.type("没有说依据哪一条")
    page.keyboard.press("Tab")
    for _ in range(3):
        page.keyboard.press("y")
    _type(page, page.get_by_label("总的意见"), "请补依据")
    _press(page, page.get_by_role("button", name="退回部门改"))
    _said(page, "退回部门")


def _refer(page: Page) -> None:
    _type(page, page.get_by_label("总的意见"), "两个单位都在管")
    _press(page, page.get_by_role("button", name="交综合组"))
    _said(page, "交综合组")


def _pass(page: Page) -> None:
    before = page.url
    _aspects(page, "yyyyy")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda address: address.partition("?")[0] != before.partition("?")[0])


def _aspects(page: Page, verdicts: str) -> None:
    page.keyboard.press("1")
    for verdict in verdicts:
        page.keyboard.press(verdict)


def _said(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=words).first).to_be_visible()
    page.wait_for_load_state()


def _reach(page: Page, wanted: Locator) -> None:
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"{wanted} cannot be reached with Tab")


def _type(page: Page, field: Locator, words: str) -> None:
    _reach(page, field)
    page.keyboard.type(words)


def _press(page: Page, control: Locator) -> None:
    _reach(page, control)
    page.keyboard.press("Enter")
