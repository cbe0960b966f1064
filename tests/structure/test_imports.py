"""The stages: who may import whom (contracts in pyproject.toml)."""

from pathlib import Path

import pytest
from importlinter.cli import lint_imports

pytestmark = pytest.mark.requirement("G-imports")


def test_contracts__hold(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)

    assert lint_imports(config_filename="pyproject.toml", no_cache=True) == 0
