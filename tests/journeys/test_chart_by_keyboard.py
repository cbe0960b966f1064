"""A flow chart drawn without a mouse: every field and button is reached with Tab and worked with keys alone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.builders_whole_city import OWN
from tests.journeys.conftest import Site
from tests.journeys.looking import faults_of, sideways

pytestmark = pytest.mark.requirement("G-journeys", "R-025")
MOST_STOPS = 250  # of Tab, on the longest of these pages


def test_chart__is_begun_written_saved_and_seen_by_keys(city_site: Site) -> None:
    with city_site.visit("liaison") as window:
        page = window.new_page()
        page.goto("/desk/charts/")
        _type(page, page.get_by_label("找事项"), city_site.things[OWN]["item"])
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("find="))
        _press(page, page.locator(f"button[name=item][value='{city_site.things[OWN]['item']}']"))
        page.wait_for_url(re.compile("/edit"))
        _press(page, page.get_by_role("button", name="在第 1 步下面加一步"))
        expect(page.locator("[name=row-3-name]")).to_be_visible()
        for name, words in (
            ("row-1-exits", "2"),
            ("row-2-name", "数灯笼"),
            ("row-2-post", "承办人"),
            ("row-2-exits", "3"),
        ):
            _type(page, page.locator(f"[name={name}]"), words)
        with page.expect_navigation():
            _press(page, page.get_by_role("button", name="保存", exact=True).last)
        expect(page.locator("[name=row-2-name]")).to_have_value("数灯笼")
        _press(page, page.get_by_role("link", name="看图"))
        expect(page.locator(".drawing svg")).to_contain_text("数灯笼")
        expect(page.locator(".drawing svg > title, .drawing svg > desc")).to_have_count(2)
        expect(page.get_by_role("table").filter(has_text="数灯笼").first).to_be_visible()
        assert sideways(page) == [] and faults_of(page) == []


def _reach(page: Page, wanted: Locator) -> None:
    """Tab until the focus is there; it must be seen to be there."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            outline = wanted.evaluate("one => getComputedStyle(one).outlineStyle")
            assert outline != "none", "the focus is not shown"
            return
    pytest.fail(f"{wanted} cannot be reached with Tab")


def _type(page: Page, field: Locator, words: str) -> None:
    _reach(page, field)
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def _press(page: Page, control: Locator) -> None:
    _reach(page, control)
    page.keyboard.press("Enter")
