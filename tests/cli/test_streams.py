"""Standard streams that are closed, full or steered: one line and status 2, never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.requirement("I-check")

COMMANDS = (
    ["cite", "《临江市灯笼管理条例》第三条"],
    ["identify", "360924"],
    ["deadline", "--from", "2015-01-05", "--natural-days", "3"],
    ["laws", "status"],
    ["check", "灯火局.csv"],
)


@pytest.fixture(autouse=True)
def register(qingdan_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("灯火局.csv").write_text("权力名称,设定依据\n对不点灯的处罚,《灯笼法》第三条\n", encoding="utf-8")


def _run(words: list[str], redirected: str) -> tuple[int, str]:
    """Status and standard error of a command line run by the shell with a redirection."""
    line = f'"$@" {redirected}'
    done = subprocess.run(
        ["/bin/sh", "-c", line, "sh", sys.executable, "-m", "qingdan", *words],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: str(words[0]))
def test_output__that_nothing_more_fits_into(words: list[str]) -> None:
    assert _run(words, ">/dev/full") == (2, "qingdan：结果没有写出来：磁盘已满\n")


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: str(words[0]))
def test_output__closed_by_the_caller(words: list[str]) -> None:
    status, said = _run(words, ">&-")

    assert (status in {0, 1}, said) == (True, "")


@pytest.mark.parametrize("redirected", ["2>/dev/full", "2>&-"])
def test_error__that_cannot_be_said_keeps_its_status(redirected: str) -> None:
    assert _run(["check", "没有.xlsx"], redirected)[0] == 2


def test_reader__that_goes_away_is_not_complained_about() -> None:
    Path("多.txt").write_text("《临江市灯笼管理条例》第三条\n" * 5_000, encoding="utf-8")

    assert _run(["cite", "--file", "多.txt"], "| head -c 1 >/dev/null") == (0, "")


def test_file_name__does_not_steer_the_terminal() -> None:
    assert _run(["check", "红\x1b[31m\n.xlsx"], "")[1] == "qingdan：红�[31m�.xlsx：没有这个文件\n"


def test_home__of_a_user_who_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "QINGDAN_HOME", "~nobody-of-that-name/qingdan")
    status, said = _run(["laws", "status"], "")

    assert (status, said.count("\n")) == (2, 1)
    assert said.startswith("qingdan：找不到用户的文件夹")
