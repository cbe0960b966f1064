"""What may lie in the repository and what must not."""

import re
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.requirement("G-repository")

ROOTS = "home|root|work|Users|tmp|opt|mnt"
MACHINE = re.compile(
    rf"(?<![\w./\]-])/(?:{ROOTS})/[\w.-]+|file:///|\b(?:10|192\.168|172\.16)(?:\.\d+){{2,3}}\b"
)
FOREIGN = {"axe.min.js", "htmx.min.js"}  # carried as published
BINARY = {".sqlite", ".index", ".xlsx", ".xls", ".ods", ".png", ".gz", ".bin"}
NAMELESS = re.compile(r"^[a-z0-9][a-z0-9.-]*==\S+( ;.*)? \\$|^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def test_tracked_files__name_no_machine(tracked: list[Path]) -> None:
    found = [
        f"{path.name}: {match[0]}"
        for path in tracked
        if path.suffix not in BINARY and path.name not in FOREIGN | {Path(__file__).name}
        for match in MACHINE.finditer(path.read_text(encoding="utf-8"))
    ]

    assert not found


def test_tracked_files__hold_no_law_library(tracked: list[Path]) -> None:
    assert not [path for path in tracked if path.suffix in {".sqlite", ".db"} or path.name == "uv.lock"]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-data.txt"])
def test_requirements__are_hashed_and_name_no_index(root: Path, name: str) -> None:
    lines = (root / name).read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if not NAMELESS.match(line)] == []


def test_requirements__pin_every_dependency(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = _pinned(root / "requirements.txt")
    tools = _pinned(root / "requirements-dev.txt")

    assert {_bare(one) for one in project["dependencies"]} <= pinned.keys()
    assert {_bare(one) for one in project["optional-dependencies"]["dev"]} <= tools.keys()
    assert pinned.items() <= tools.items()


def test_warnings__are_errors(root: Path) -> None:
    options = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"][
        "ini_options"
    ]

    assert options["filterwarnings"][0] == "error"


def _bare(requirement: str) -> str:
    return re.split(r"[<>=!~\[; ]", requirement)[0].lower().replace("_", "-")


def _pinned(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(re.findall(r"^([\w.-]+)==(\S+)", "\n".join(lines), re.MULTILINE))
