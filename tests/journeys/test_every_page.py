"""Every page that access.toml names, opened in a browser by somebody whose it is: axe, widths, the content policy."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from tests.builders_whole_city import OWN
from tests.journeys.conftest import Site
from tests.journeys.looking import faults_of, sideways
from tests.web.access_answers import address_of
from tests.web.access_table import entries, own_routes, routes

from qingdan.rules.role import Role

pytestmark = pytest.mark.requirement("G-journeys")
PAGES = [name for name in own_routes() if routes()[name].method == "GET" and not entries()[name].download]


@pytest.mark.parametrize("name", PAGES)
def test_page__serves_everybody(city_site: Site, name: str) -> None:
    entry = entries()[name]
    role = next(role for role in Role if entry.admits(role, OWN))
    with city_site.visit(role.value) as window:
        page = window.new_page()
        complaints = _complaints(page)
        answer = page.goto(address_of(routes()[name], entry, city_site.things[OWN]))

        assert answer is not None and answer.status == 200
        assert sideways(page) == []
        assert faults_of(page) == []
        assert complaints == []


@pytest.mark.parametrize("address", ["/accounts/login/", "/nothing/"])
def test_page_before_sign_in__serves_everybody(city_site: Site, address: str) -> None:
    with city_site.visit() as window:
        page = window.new_page()
        page.goto(address)

        assert sideways(page) == []
        assert faults_of(page) == []


@pytest.mark.parametrize("name", ["mfa_index", "mfa_activate_totp", "account_change_password"])
def test_page_of_ones_account__serves_everybody(city_site: Site, name: str) -> None:
    with city_site.visit(Role.LIAISON.value) as window:
        page = window.new_page()
        page.goto(reverse(name))

        assert sideways(page) == []
        assert faults_of(page) == []


def _complaints(page: Page) -> list[str]:
    """What the browser refuses or stumbles over, as it happens."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found
