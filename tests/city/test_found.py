"""Founding a real city from the command line, from a workbook to the administrator's link."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.builders_city_file import ROWS, a_city_file

from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("G-organisations")
KEEPER = {"人员": [*ROWS["人员"], ["keeper", "管平", "市灯笼局", "管理员", "", "", "", ""]]}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("home")
    yield folder
    Cluster(folder).stop()


def _found(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return _program(home, "found", *words)


def _program(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "qingdan", *words]
    environment = os.environ | {"QINGDAN_HOME": str(home)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_found__says_every_row_to_correct_and_registers_nothing(home: Path, tmp_path: Path) -> None:
    path = a_city_file(
        tmp_path / "city.xlsx", {"人员": [["x", "某人", "没有的局", "联络员", "", "", "", ""]]}
    )

    done = _found(home, str(path))

    assert done.returncode == 1
    assert done.stdout.startswith("人员 ") and "什么都没有登记" in done.stdout


def test_found__gives_the_administrator_a_link(home: Path, tmp_path: Path) -> None:
    done = _found(home, str(a_city_file(tmp_path / "city.xlsx", KEEPER)))

    assert done.returncode == 0, done.stdout + done.stderr
    assert "登记好了" in done.stdout and "/invitation/" in done.stdout


def test_found__without_a_workbook_says_what_to_do(home: Path) -> None:
    done = _found(home)

    assert (done.returncode, done.stdout) == (2, "")
    assert "--empty" in done.stderr


def test_editions__of_a_city_just_founded_are_none(home: Path, tmp_path: Path) -> None:
    _found(home, str(a_city_file(tmp_path / "city.xlsx", KEEPER)))

    shown, exported = _program(home, "edition", "show"), _program(home, "edition", "export", "power_list")

    assert (shown.returncode, shown.stdout) == (0, "还没有公布过清单。\n")
    assert (exported.returncode, exported.stdout) == (2, "")
    assert exported.stderr.endswith("没有现行的 power_list\n")
