"""`qingdan cite`: its JSON lines, files in the encodings offices use, the shared sample."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from qingdan.cli import main

pytestmark = pytest.mark.requirement("I-cite")
KEYS = [
    "kind", "title", "edition", "document_number", "relation", "article", "insert", "paragraph", "item", "subitem",
    "annex_item", "start", "end",
]  # fmt: skip


def answers(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    assert main(["cite", *words]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_texts__one_line_each_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    found = answers(capsys, "《灯笼法》第九十九条第（二）、（三）项", "没有引用", "前款第一项")

    assert [one["input"] for one in found] == [
        "《灯笼法》第九十九条第（二）、（三）项",
        "没有引用",
        "前款第一项",
    ]
    assert [len(one["citations"]) for one in found] == [2, 0, 1]
    assert [list(one) for one in found[0]["citations"]] == [KEYS, KEYS]


def test_fields__as_the_interface_says(capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = answers(capsys, "《灯笼法》（2016年修订）第十七条之一第二款")

    assert found["citations"] == [
        {
            "kind": "instrument", "title": "灯笼法", "edition": "2016年修订", "document_number": None,
            "relation": None, "article": 17, "insert": 1, "paragraph": 2, "item": None, "subitem": None,
            "annex_item": None, "start": 0, "end": 23,
        }
    ]  # fmt: skip


def test_relation__by_its_word(capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = answers(capsys, "本条第一款")

    assert (found["citations"][0]["kind"], found["citations"][0]["relation"]) == ("internal", "this_article")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_file__one_answer_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str, ending: str
) -> None:
    path = tmp_path / "引用.txt"
    path.write_bytes(ending.join(["《灯笼法》第三条", "", "本法第四条", ""]).encode(encoding))

    found = answers(capsys, "--file", str(path))

    assert [one["input"] for one in found] == ["《灯笼法》第三条", "", "本法第四条"]
    assert [len(one["citations"]) for one in found] == [1, 0, 1]


def test_file__empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "空.txt").write_bytes(b"")

    assert answers(capsys, "--file", str(tmp_path / "空.txt")) == []


def test_file__standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("《灯笼法》第三条".encode())))

    assert answers(capsys, "--file", "-")[0]["citations"][0]["article"] == 3


@pytest.mark.parametrize("content", [b"\xff\xfe\xff", b"\x81"])
def test_file__unknown_encoding(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes) -> None:
    (tmp_path / "乱.txt").write_bytes(content)

    assert main(["cite", "--file", str(tmp_path / "乱.txt")]) == 2
    assert "编码认不出" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "没有给文字"),
        (["--file", "没有这个.txt"], "读不了文件 没有这个.txt：没有这个文件或文件夹"),
        (["--file", "."], "读不了文件 .：这是一个文件夹"),
        (["--file", "长" * 300], f"读不了文件 {'长' * 300}：文件名太长"),
        (["--file", "灯\0笼"], "读不了文件 灯�笼：文件名里有不能用的字符"),
    ],
)
def test_nothing_to_read__one_line_and_status_2(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cite", *words]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith(f"qingdan：{said}")
    assert shown.err.count("\n") == 1


def test_argument__bytes_that_are_no_text() -> None:
    command = [sys.executable, "-m", "qingdan", "cite", b"\xff\xfe" + "《灯笼法》第三条".encode()]
    done = subprocess.run(command, capture_output=True, check=True)

    assert json.loads(done.stdout.decode("utf-8"))["citations"][0]["title"] == "灯笼法"
