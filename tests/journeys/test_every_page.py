"""Every page that access.toml names, opened in a browser by somebody whose it is: axe, widths, the content policy."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from tests.builders_city_file import ROWS, a_city_file
from tests.builders_whole_city import OWN
from tests.journeys.conftest import Site
from tests.journeys.looking import ALL, FEW, Look, faults_of, sideways, some_of
from tests.web.access_answers import address_of
from tests.web.access_table import entries, every, own_routes, routes

from qingdan.rules.role import Role

pytestmark = [
    pytest.mark.requirement("G-journeys"),
    pytest.mark.parametrize("looks", [FEW, pytest.param(ALL, marks=pytest.mark.soak)], ids=["few", "all"]),
]
NOT_SWEPT = {
    "desk:law_titles": "no page: the options of the list under a field",
    "desk:intake_check": "no page: the words beside a number",
    "desk:city_preview": "there once a workbook was sent in: has a test of its own",
}
OF_THE_CITY = {"单位": ROWS["单位"][:2], "内设机构": ROWS["内设机构"][:1], "人员": ROWS["人员"][:1]}
BEFORE_SIGN_IN = ("/accounts/login/", "/nothing/")
OF_ONES_ACCOUNT = ("mfa_index", "mfa_activate_totp", "account_change_password")
PAGES = [
    name
    for name in own_routes()
    if routes()[name].method == "GET"
    and entries()[name].scope != "nobody"
    and not entries()[name].download
    and name not in NOT_SWEPT
]


@pytest.mark.parametrize("name", every(8, PAGES))
def test_page__serves_everybody(city_site: Site, name: str, looks: Sequence[Look]) -> None:
    entry = entries()[name]
    role = next(role for role in Role if entry.admits(role, OWN))
    with city_site.page_of(role.value) as page:
        complaints = _complaints(page)
        answer = page.goto(address_of(routes()[name], entry, city_site.things[OWN]))

        assert answer is not None and answer.status == 200
        assert faults_of(page, some_of(looks, name)) == []
        assert sideways(page) == []
        assert complaints == []


@pytest.mark.parametrize("address", BEFORE_SIGN_IN)
def test_page_before_sign_in__serves_everybody(city_site: Site, address: str, looks: Sequence[Look]) -> None:
    with city_site.page_of() as page:
        page.goto(address)

        assert faults_of(page, looks) == []
        assert sideways(page) == []


@pytest.mark.parametrize("name", OF_ONES_ACCOUNT)
def test_page_of_ones_account__serves_everybody(city_site: Site, name: str, looks: Sequence[Look]) -> None:
    with city_site.page_of(Role.LIAISON.value) as page:
        page.goto(reverse(name))

        assert faults_of(page, looks) == []
        assert sideways(page) == []


def test_preview_of_a_city_workbook__serves_everybody(
    city_site: Site, tmp_path: Path, looks: Sequence[Look]
) -> None:
    workbook = a_city_file(tmp_path / "city.xlsx", OF_THE_CITY)
    with city_site.page_of(Role.ADMINISTRATOR.value) as page:
        page.goto(reverse("desk:city_file"))
        page.get_by_label("工作簿", exact=True).set_input_files(workbook)
        page.locator("main form button").click()
        page.get_by_role("heading", name="看有哪些不同").wait_for()

        assert faults_of(page, looks) == []
        assert sideways(page) == []


def _complaints(page: Page) -> list[str]:
    """What the browser refuses or stumbles over, as it happens."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found
