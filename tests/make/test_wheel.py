"""The built wheel alone, in an empty environment, from another folder, with an empty home."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.requirement("G-wheel")
LANTERNS = "《临江市灯笼管理条例》第十七条之一第二款第（三）项"


@pytest.fixture(scope="module")
def installed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the wheel and its pinned requirements, nothing of the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    shutil.copytree(root / "src", source / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy2(root / name, source / name)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    _run([*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(source)])
    _run([sys.executable, "-m", "venv", "--without-pip", str(folder / "env")])
    into = [*pip, "--python", str(folder / "env" / "bin" / "python"), "install"]
    _run([*into, "--no-compile", "--require-hashes", "-r", str(root / "requirements.txt")])
    _run([*into, "--no-deps", *map(str, folder.glob("qingdan-*.whl"))])
    return folder / "env"


def test_wheel__holds_tables_index_and_templates(root: Path, installed: Path) -> None:
    package = next(installed.glob("lib/python*/site-packages/qingdan"))
    wanted = {
        path.relative_to(root / "src" / "qingdan")
        for path in (root / "src" / "qingdan").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }

    assert sorted(one.as_posix() for one in wanted if not (package / one).is_file()) == []


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["laws", "status"],
        ["identify", "91360900MA35ABCD1X"],
        ["check", "--help"],
        ["coverage", "--help"],
    ],
)
def test_wheel__runs_from_anywhere(installed: Path, tmp_path: Path, words: list[str]) -> None:
    assert _qingdan(installed, tmp_path, *words).strip()


def test_wheel__reads_citations(installed: Path, tmp_path: Path) -> None:
    (citation,) = json.loads(_qingdan(installed, tmp_path, "cite", LANTERNS))["citations"]

    assert (citation["article"], citation["insert"], citation["paragraph"], citation["item"]) == (17, 1, 2, 3)


def _qingdan(installed: Path, folder: Path, *words: str) -> str:
    environment = {"HOME": str(folder), "PATH": os.defpath, "QINGDAN_HOME": str(folder / "home")}
    return _run([str(installed / "bin" / "qingdan"), *words], cwd=folder, env=environment)


def _run(command: list[str], cwd: Path | None = None, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout
