"""The daily verbs."""

import re
import subprocess
from pathlib import Path

import pytest

from qingdan.cli import COMMANDS

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
