"""The code as data: every module parsed once."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def modules(root: Path) -> dict[str, ast.Module]:
    """Path below the checkout → syntax tree, of all modules of src."""
    return dict(_parsed(root, "src"))


@pytest.fixture(scope="session")
def test_modules(root: Path) -> dict[str, ast.Module]:
    """The same of the tests."""
    return dict(_parsed(root, "tests"))


@pytest.fixture(scope="session")
def tracked(root: Path) -> list[Path]:
    """Files under version control; where there is no git (an unpacked archive), the test is skipped."""
    if not (root / ".git").exists():
        pytest.skip("not a git checkout")
    command = ["git", "-c", f"safe.directory={root}", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout
    return [root / name for name in listed.split("\0") if name and (root / name).is_file()]


def _parsed(root: Path, folder: str) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((root / folder).rglob("*.py")):
        if path.parent.name == "migrations":  # generated
            continue
        yield path.relative_to(root).as_posix(), ast.parse(path.read_text(encoding="utf-8"))
