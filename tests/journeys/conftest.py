"""A real browser before a real city: web server and worker as processes, on a database of their own."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.browser import demand_browser
from tests.builders import PASSWORD
from tests.builders_account import code_now, with_authenticator
from tests.builders_powers import a_law_library
from tests.builders_whole_city import MARKERS, OWN, two_more_units, whole_city
from tests.city_processes import CityProcesses, database_words
from tests.database_copy import copied_database, drop_copy

from qingdan.base.clock import now
from qingdan.config.settings import PASSWORD_HASHERS
from qingdan.rules.role import NEEDS_SECOND_FACTOR

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

COPY = "journeys"
LAUNCHED = ("--no-sandbox", "--disable-gpu")
"""Where there is no graphics card its process can hang, and the page with it."""
WIDE = {"width": 1366, "height": 768}
HOSTILE = "\"'><svg onload=a()>"  # what the unit looked at writes into its fields
PATIENCE = 20_000  # milliseconds that a page may take on a busy machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The city as a visitor meets it.

    `things`: owner → thing → code, as in builders_whole_city; `secrets`: of the authenticators, by user name.
    """

    address: str
    browser: Browser
    things: dict[str, dict[str, str]]
    secrets: dict[str, str]
    remembered: dict[str, Any] = field(default_factory=dict)
    windows: dict[str, BrowserContext] = field(default_factory=dict)

    def visit(self, username: str = "", **options: Any) -> BrowserContext:
        """A window of its own; signed in through the form the first time, remembered afterwards."""
        if username and username not in self.remembered:
            with self._window() as window:
                sign_in(window.new_page(), username, secret=self.secrets.get(username, ""))
                self.remembered[username] = window.storage_state()
        return self._window(storage_state=self.remembered.get(username), **options)

    def page_of(self, username: str = "") -> Page:
        """A page in the one window that somebody has for looking around; to be closed."""
        if username not in self.windows:
            self.windows[username] = self.visit(username)
        return self.windows[username].new_page()

    def _window(self, **options: Any) -> BrowserContext:
        options = {"viewport": WIDE, "locale": "zh-CN"} | options
        window = self.browser.new_context(base_url=self.address, **options)
        window.set_default_timeout(PATIENCE)
        return window


def sign_in(page: Page, username: str, password: str = PASSWORD, secret: str = "") -> None:
    """Through the form; `secret`: of the authenticator, where the account has one."""
    page.goto("/accounts/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()
    if secret:
        page.get_by_label("验证码").fill(code_now(secret))
        page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/desk/**")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, for all journeys."""
    command = demand_browser("no page was opened in a browser")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # playwright's loop runs in this process to the end of the session
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=command, args=LAUNCHED)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def running_city(
    city_cluster: "Cluster",
    django_db_setup: None,
    django_db_blocker: "DjangoDbBlocker",
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, dict[str, dict[str, str]], dict[str, str]]]:
    """Address, things and authenticators of a city that runs."""
    a_law_library(tmp_path_factory.mktemp("lanterns"))
    hashers = override_settings(PASSWORD_HASHERS=PASSWORD_HASHERS)  # the server knows no other
    hostile = patch.dict(MARKERS, {OWN: HOSTILE})
    with copied_database(city_cluster, COPY, django_db_blocker) as database, hashers, hostile:
        things = whole_city(now())
        two_more_units(now())
        secrets = {role.value: with_authenticator(role.value) for role in sorted(NEEDS_SECOND_FACTOR)}
    city = CityProcesses(settings.QINGDAN_HOME, **database_words(database))
    city.start("serve")
    city.wait_until_ready()
    city.start("worker")
    yield city.address, things, secrets
    city.stop()
    drop_copy(city_cluster, COPY)


@pytest.fixture(scope="package")
def city_site(running_city: tuple[str, Any, Any], browser: Browser) -> Site:
    """The city with a browser before it."""
    address, things, secrets = running_city
    return Site(address=address, browser=browser, things=things, secrets=secrets)
