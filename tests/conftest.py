"""What all tests share: the data beside the repository, full numbers on request, steady examples."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from qingdan.library.importer import import_documents
from qingdan.library.sources import read_path

ROOT = Path(__file__).resolve().parents[1]
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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--backwards"):
        items.reverse()
    if config.getoption("--soak"):
        return
    for item in items:
        if item.get_closest_marker("soak"):
            item.add_marker(pytest.mark.skip(reason="full numbers: make soak"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Missing data is said aloud, not only counted among the skipped."""
    if not SHARED_DATA.is_dir():
        terminalreporter.write_line(
            "缺少 ../shared/data：用到真实数据的测试都没有运行", yellow=True, bold=True
        )


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
