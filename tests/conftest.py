"""What all tests share: the data beside the repository, full numbers on request, steady examples, a database."""

import os
import signal
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import django
import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck, settings
from tests import kept_states
from tests.browser import browser_command

from qingdan.config.memory import do_not_look, look_rarely
from qingdan.library.importer import import_documents
from qingdan.library.sources import read_path

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

ROOT = Path(__file__).resolve().parents[1]
CITY_HOME = Path(tempfile.mkdtemp(prefix="qingdan-test-"))
PLACE = {"QINGDAN_HOME": str(CITY_HOME), "QINGDAN_HOSTS": "testserver,localhost,127.0.0.1"}
do_not_look()
# Not left in the environment: a process that shares the tests would read the settings for another home.
with patch.dict(os.environ, DJANGO_SETTINGS_MODULE="qingdan.config.settings", **PLACE):
    django.setup()
django_settings.PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
]  # argon2 is slow on purpose
LONG = (
    "tests/web/test_access.py",
    "tests/journeys/",
    "tests/web/test_hostile_requests.py",
    "tests/city/",
    "tests/demo/",
)
"""Begun first, in this order: then no process waits at the end for another, and one alone opens the browser."""
USERS_OF_DATABASE = pytest.StashKey[set[pytest.Module | None]]()
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
SHARED_DATA = ROOT.parent / "shared" / "data"

settings.register_profile(
    "make",
    derandomize=True,
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("soak", settings.get_profile("make"), derandomize=False, max_examples=5_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="run the heavy tests at full numbers")
    parser.addoption("--backwards", action="store_true", help="run the tests in reverse order")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("soak" if config.getoption("--soak") else "make")


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Every other worker reads the test files from the last to the first: each finds half of them compiled already."""
    report = yield
    if isinstance(collector, pytest.Directory) and WORKER % 2:
        report.result.reverse()
    return report


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda one: (_begun(one), one.path))
    config.stash[USERS_OF_DATABASE] = {one.getparent(pytest.Module) for one in items if _uses_database(one)}
    if config.getoption("--backwards"):
        items.reverse()
    if not config.getoption("--soak"):
        _leave_out(config, items)


def _leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The full numbers."""
    full = [one for one in items if one.get_closest_marker("soak")]
    config.hook.pytest_deselected(items=full)
    items[:] = [one for one in items if not one.get_closest_marker("soak")]


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """As a process of the city that is loaded; where tests are handed to others, here too."""
    look_rarely()


def pytest_runtest_setup(item: pytest.Item) -> None:
    kept_states.keep_for(steady=not _changes_the_program(item))


def _changes_the_program(item: pytest.Item) -> bool:
    """Whether the test, or a fixture of ours that it uses, asks for `monkeypatch`."""
    asked = getattr(item, "_fixtureinfo", None)
    if asked is None:
        return False
    ours = (one.argnames for some in asked.name2fixturedefs.values() for one in some if one.baseid)
    return any("monkeypatch" in names for names in (asked.argnames, *ours))


def _uses_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db")) or "db" in getattr(item, "fixturenames", ())


def _begun(item: pytest.Item) -> int:
    return next((place for place, one in enumerate(LONG) if item.nodeid.startswith(one)), len(LONG))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Missing data and a missing browser are said aloud, not only counted among the skipped."""
    if not SHARED_DATA.is_dir():
        terminalreporter.write_line(
            "缺少 ../shared/data：用到真实数据的测试都没有运行", yellow=True, bold=True
        )
    if not browser_command():
        terminalreporter.write_line("没有 chromium：没有一页在浏览器里打开过", yellow=True, bold=True)


@pytest.fixture(scope="session")
def law_home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The law library of one invented regulation, in the home of these tests."""
    from tests.builders_powers import a_law_library  # noqa: PLC0415  (needs the settings)

    a_law_library(tmp_path_factory.mktemp("lanterns"))


@pytest.fixture(scope="session")
def city_cluster() -> Iterator["Cluster"]:
    """A PostgreSQL of the session's own."""
    from qingdan.base.db.cluster import Cluster  # noqa: PLC0415  (most tests need no database)

    cluster = Cluster(CITY_HOME)
    cluster.ensure_running()
    _hasten(CITY_HOME / "pg")
    yield cluster
    cluster.stop()


def _hasten(data: Path) -> None:
    """What this server holds is thrown away: it need not reach the disk. Tests of crashes have servers of their own."""
    with (data / "postgresql.auto.conf").open("a", encoding="utf-8") as settings:
        settings.write("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n")
    first_line = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0]
    os.kill(int(first_line), signal.SIGHUP)


@pytest.fixture(scope="session")
def django_db_setup(city_cluster: "Cluster", django_db_blocker: "DjangoDbBlocker") -> None:
    """The schema, made as in a real city; tests connect as the application's role, which owns nothing."""
    from django.db import connections  # noqa: PLC0415

    from qingdan.base.schema import bring_up_to_date  # noqa: PLC0415

    address = city_cluster.last_address()
    for alias, login in (("default", address.app), ("owner", address.owner)):
        connections[alias].settings_dict |= {
            "HOST": address.host,
            "NAME": address.name,
            "USER": login.user,
            "PASSWORD": login.password,
        }
    with django_db_blocker.unblock():
        bring_up_to_date()


@pytest.fixture(scope="module", autouse=True)
def kept_for_file(request: pytest.FixtureRequest) -> Iterator[None]:
    """What tests of a file begin with is built once (`tests.kept_states`)."""
    if request.node not in request.config.stash[USERS_OF_DATABASE]:
        yield
        return
    request.getfixturevalue("django_db_setup")
    with request.getfixturevalue("django_db_blocker").unblock():
        kept_states.begin()
    yield
    with request.getfixturevalue("django_db_blocker").unblock():
        kept_states.forget()


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of data beside the repository; a test that asks for it is skipped where it is missing."""
    if not SHARED_DATA.is_dir():
        pytest.skip("../shared/data is missing: nothing real to compare with")
    return SHARED_DATA


@pytest.fixture
def qingdan_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home of its own for the test."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("QINGDAN_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def shared_library(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose law library holds the whole shared corpus."""
    home = tmp_path_factory.mktemp("corpus")
    import_documents(home, read_path(shared_data / "laws.tar.xz"))
    return home
