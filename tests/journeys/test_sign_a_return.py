"""A return from the desk of the liaison to the receipt: sent, second factor set up, signed, handed in, received."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.builders import PASSWORD
from tests.builders_account import code_now
from tests.builders_whole_city import READY
from tests.journeys.conftest import Site, sign_in
from tests.journeys.looking import faults_of, sideways

pytestmark = pytest.mark.requirement("G-journeys", "R-050")


def test_return__is_sent_signed_with_a_new_second_factor_and_handed_in(city_site: Site) -> None:
    with city_site.visit("liaison-5") as window:
        page = window.new_page()
        page.goto("/desk/department/")
        page.get_by_role("button", name="送负责人签字").click()
        _said(page, "已送签")
        version = page.url.partition("?")[0]
    with city_site.visit() as window:
        page = window.new_page()
        sign_in(page, "principal-5")
        _sign(page, version)
        assert sideways(page) == [] and faults_of(page) == []
    with city_site.visit("liaison-5") as window:
        page = window.new_page()
        page.goto(version)
        page.get_by_role("button", name="报送市编办").click()
        _said(page, "已报送")
        receipt = page.get_by_text(re.compile(r"\d{4}.*\d{3}")).first
        expect(receipt).to_be_visible()
    with city_site.visit("establishment_office") as window:
        page = window.new_page()
        page.goto("/desk/filings/")
        expect(page.get_by_role("row").filter(has_text="市灯塔局")).to_contain_text("已报")
        page.goto(version)
        page.get_by_role("button", name="收下，进入审核").click()
        _said(page, "已收下")


def _sign(page: Page, version: str) -> None:
    """The first time: the password again, setting up an authenticator on the way counts as shown; the button."""
    page.goto(version)
    page.get_by_role("button", name="先过第二验证，再签字").click()
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()
    secret = page.get_by_label("扫不了码，手工输这个密钥").input_value()
    page.get_by_label("手机上的 6 位数字").fill(code_now(secret))
    page.get_by_role("button", name="设好").click()
    expect(page).not_to_have_title(re.compile("设手机验证器"))
    page.goto(version)
    assert READY in version and version in page.url
    page.get_by_role("button", name="签字", exact=True).click()
    _said(page, "已签字")


def _said(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=words).first).to_be_visible()
