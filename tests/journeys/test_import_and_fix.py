"""A register from a workbook to a draft without faults: sent in, checked by the worker, taken over, set right."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.builders_files import a_workbook
from tests.builders_powers import QUOTED
from tests.journeys.conftest import PATIENCE, Site
from tests.journeys.looking import faults_of, sideways

pytestmark = pytest.mark.requirement("G-journeys", "R-022")
WRONG = f"《临江市灯笼管理条例》第四条：{QUOTED}"
ROWS = (
    (1, "行政处罚", "对夜间不点亮沿街灯笼的处罚", "市灯会局", WRONG, "保留"),
    (2, "行政处罚", "对用塑料纸糊制大型灯笼的处罚", "市灯会局", "《临江市灯笼管理条例》第九十九条", "保留"),
)


def test_register__is_read_taken_over_and_set_right(city_site: Site, tmp_path: Path) -> None:
    workbook = tmp_path / "市灯会局登记表.xlsx"
    workbook.write_bytes(a_workbook(*ROWS))
    with city_site.visit("liaison-6") as window:
        page = window.new_page()
        _send_in(page, workbook)
        expect(page.get_by_text("第九十九条").first).to_be_visible()
        assert sideways(page) == [] and faults_of(page) == []
        page.set_viewport_size({"width": 1366, "height": 768})
        page.get_by_role("link", name="载入登记表").click()
        page.get_by_role("button", name=re.compile("载入")).click()
        expect(page.get_by_role("status").filter(has_text="已载入").first).to_be_visible()
        _set_right(page)


def _send_in(page: Page, workbook: Path) -> None:
    page.goto("/desk/register/uploads/")
    page.get_by_label("登记表文件").set_input_files(workbook)
    page.get_by_role("button", name=re.compile("核对")).click()
    page.wait_for_url(re.compile("/(jobs|uploads)/[0-9a-f]+/"))
    if "/jobs/" in page.url:
        page.get_by_role("link", name=re.compile("结果")).click(timeout=3 * PATIENCE)
    expect(page.get_by_role("heading", name="核对结果")).to_be_visible(timeout=3 * PATIENCE)
    expect(page.get_by_role("link", name="载入登记表")).to_be_visible(timeout=3 * PATIENCE)


def _set_right(page: Page) -> None:
    """The words stand in article three: the place is corrected, and the finding beside the bases goes."""
    page.goto("/desk/register/")
    page.get_by_role("link", name=re.compile("夜间不点亮")).first.click()
    if "/items/" not in page.url:
        page.get_by_role("link", name=re.compile("全部|整项|打开")).first.click()
    expect(page.locator("#p-legal_basis, [id^=p-basis]").filter(has_text="第三条").first).to_be_visible()
    page.get_by_label(re.compile("条款|条、款|第几条|位置")).first.fill("第三条")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="已保存").first).to_be_visible()
    expect(page.locator("#p-legal_basis")).not_to_contain_text("第四条")
