"""Public pages of entries whose every field is hostile, in a browser that listens: nothing acts, no rule is broken."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext
from tests.builders import CITY, SETTER, a_city
from tests.builders_editions import BASIS, CHART, UNLIT_CODE, a_power, a_step, an_edition, duties_of
from tests.builders_powers import a_law_library
from tests.city_processes import CityProcesses, database_words
from tests.database_copy import copied_database, drop_copy
from tests.journeys.conftest import PATIENCE, WIDE
from tests.journeys.looking import sideways
from tests.web.api.hostile_texts import HOSTILE
from tests.web.portal.public_pages import PASSING

from qingdan.base.clock import now
from qingdan.editions.services.indexing import index_region
from qingdan.rules.review import ListKind

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("G-hostile")
COPY = "hostile"
FIELDS = ("office", "level", "subject", "fee", "remark", "promised_limit", "sub_item", "implementing_body")
ALL = " 灯 ".join(one[:300] for one in HOSTILE)
CODES = [f"{UNLIT_CODE[:11]}{number:04d}00" for number in range(1001, 1001 + len(HOSTILE))]
PAGES = (
    "/",
    "/changes/",
    "/departments/",
    "/lists/",
    "/lists/power_list/",
    "/lists/power_list/2/verify/",
    "/lists/power_list/difference/?from=1&to=2",
    "/lists/responsibility_list/",
    f"/departments/{CITY}001/",
    *PASSING,
)


@pytest.fixture(scope="module")
def hostile_site(
    city_cluster: "Cluster",
    django_db_setup: None,
    django_db_blocker: "DjangoDbBlocker",
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """A city whose second edition holds each hostile text as an entry and all of them together as one more."""
    a_law_library(tmp_path_factory.mktemp("lanterns"))
    with copied_database(city_cluster, COPY, django_db_blocker) as database:
        a_city()
        an_edition([a_power(code) for code in (*CODES, UNLIT_CODE)])
        powers = [
            _power(code, text) for code, text in zip((*CODES, UNLIT_CODE), (*HOSTILE, ALL), strict=True)
        ]
        an_edition(powers)
        an_edition([_duties(one) for one in powers], kind=ListKind.RESPONSIBILITY)
        index_region(region=CITY, by=SETTER, at=now())
    city = CityProcesses(settings.QINGDAN_HOME, **database_words(database))
    city.start("serve")
    city.wait_until_ready()
    yield city.address
    city.stop()
    drop_copy(city_cluster, COPY)


def _power(code: str, text: str) -> dict[str, object]:
    step = a_step(1, text, "start", post=text, content=text, document=text)
    basis = BASIS | dict.fromkeys(("instrument", "document_number", "locator", "quotation"), text)
    chart = CHART | {"name": text, "steps": [step, *CHART["steps"][1:]]}
    texts = dict.fromkeys(FIELDS, text)
    return a_power(code, name=text, unit_name=text, bases=[basis], chart=chart, **texts)


def _duties(power: dict[str, object]) -> dict[str, object]:
    text = str(power["name"])
    return duties_of(power, duty=text, post=text, exemption=text)


@pytest.fixture
def listening(hostile_site: str, browser: Browser) -> Iterator[tuple[BrowserContext, list[str]]]:
    """A window, and what acted in it: dialogs, refusals of the policy, errors of scripts, addresses elsewhere."""
    acted: list[str] = []
    with browser.new_context(base_url=hostile_site, viewport=WIDE, locale="zh-CN") as window:
        window.set_default_timeout(PATIENCE)
        window.on("console", lambda message: acted.append(message.text) if message.type == "error" else None)
        window.on("weberror", lambda error: acted.append(str(error.error)))
        window.on("dialog", lambda dialog: (acted.append(dialog.message), dialog.dismiss()))
        window.on("request", lambda one: None if one.url.startswith(hostile_site) else acted.append(one.url))
        yield window, acted


def test_listening__hears_what_acts(listening: tuple[BrowserContext, list[str]]) -> None:
    window, acted = listening
    page = window.new_page()
    page.goto("/lists/")
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=//evil.invalid/x onerror=alert(1)>')"
    )
    page.wait_for_timeout(200)

    assert any("Content Security Policy" in one for one in acted)


@pytest.mark.parametrize("address", PAGES)
def test_public_page__of_hostile_entries_does_nothing(
    listening: tuple[BrowserContext, list[str]], address: str
) -> None:
    window, acted = listening
    page = window.new_page()
    answer = page.goto(address)

    assert answer is not None and answer.status == 200
    assert acted == []
    assert sideways(page) == []


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.soak)])
def test_items_and_search__of_hostile_texts_do_nothing(
    listening: tuple[BrowserContext, list[str]], every: int
) -> None:
    window, acted = listening
    page = window.new_page()
    for code in (*CODES[::every], UNLIT_CODE):
        page.goto(f"/items/{code}")
        assert page.locator("h1").count() == 1, code
    page.goto(f"/items/{UNLIT_CODE}/difference/?from=1&to=2")
    for text in HOSTILE[::every]:
        page.goto(f"/search?q={quote(text[:300])}")
        assert page.locator("h1").count() == 1, text[:80]

    assert acted == []
