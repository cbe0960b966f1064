"""The daily verbs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from qingdan.cli import COMMANDS

HEAVY = {"jinja2", "openpyxl", "xlsxwriter", "tqdm", "python_calamine"}
LOADED = "import sys; from qingdan.cli import main; main(sys.argv[1:]); print('|'.join(sys.modules))"

pytestmark = pytest.mark.requirement("G-habits")


def test_help__lists_every_verb(root: Path) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    phony = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split()
    shown = subprocess.run(["make", "help"], cwd=root, check=True, capture_output=True, text=True).stdout

    assert set(re.findall(r"^ +make (\w+)", shown, re.MULTILINE)) == set(phony)


@pytest.mark.parametrize("command", COMMANDS)
def test_readme__names_every_command(root: Path, command: str) -> None:
    for name in ("README.md", "README.zh-CN.md"):
        assert f"qingdan {command}" in (root / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("words", [["laws", "status"], ["cite", "《临江市灯笼管理条例》第三条"]])
def test_quick_commands__load_nothing_heavy(qingdan_home: Path, words: list[str]) -> None:
    command = [sys.executable, "-c", LOADED, *words]
    loaded = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1]

    assert HEAVY & set(loaded.split("|")) == set()
