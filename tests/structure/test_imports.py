"""The stages: who may import whom (contracts in pyproject.toml), and how little the rules need."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

pytestmark = pytest.mark.requirement("G-imports")
OUTSIDE_WORLD = {
    "os",
    "io",
    "pathlib",
    "shutil",
    "socket",
    "sqlite3",
    "subprocess",
    "tempfile",
    "time",
    "urllib",
}


def test_contracts__hold(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    monkeypatch.setattr(
        "logging.config.dictConfig", dict
    )  # it would silence the loggers of all tests to come

    assert lint_imports(config_filename="pyproject.toml", no_cache=True) == 0


def test_rules__need_the_standard_library_and_no_world(modules: dict[str, ast.Module]) -> None:
    allowed = (sys.stdlib_module_names | {"qingdan"}) - OUTSIDE_WORLD
    foreign = [
        f"{path}: {name}"
        for path, tree in modules.items()
        if path.startswith("src/qingdan/rules/")
        for name in _imported(tree)
        if name.partition(".")[0] not in allowed
    ]

    assert not foreign


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (one.name for one in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module
            case _:
                pass
