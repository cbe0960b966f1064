"""`qingdan identify`: its JSON lines, files, the shared sample."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from qingdan.cli import main

pytestmark = pytest.mark.requirement("I-identify")


def answers(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    assert main(["identify", *words]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_codes__one_line_each_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    found = answers(capsys, " 9144 0300 7152 6726 xg", "市民中心", "71526726-1")

    assert [list(one) for one in found] == [["input", "kind", "valid", "problems", "parts"]] * 3
    assert [one["input"] for one in found] == [" 9144 0300 7152 6726 xg", "市民中心", "71526726-1"]
    assert [(one["kind"], one["valid"]) for one in found] == [
        ("uscc", True),
        ("unknown", False),
        ("organisation_code", False),
    ]
    assert found[0]["problems"] == []
    assert found[2]["problems"] == ["校验码不符：按前面各位应为 X，现为 1。可能有一位写错或者两位写颠倒。"]
    assert found[0]["parts"]["organisation_code"] == "71526726X"


def test_old_number__read_but_no_longer_valid(capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = answers(capsys, "360982070824259")

    assert (found["kind"], found["valid"]) == ("citizen_id", False)
    assert "旧的 15 位号码" in found["problems"][0]
    assert found["parts"]["birth_date"] == "1907-08-24"


def test_remark__is_a_problem_of_a_valid_code(capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = answers(capsys, "Y1360982MB83290390")

    assert found["valid"]
    assert found["problems"][0].startswith("提示：第 9 至 17 位")


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_file__one_answer_a_line(tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "codes.txt"
    path.write_bytes(("\ufeff" + ending.join(["360924", "", "360981"]) + ending).encode())

    found = answers(capsys, "360922", "--file", str(path))

    assert [one["input"] for one in found] == ["360922", "360924", "", "360981"]


def test_file__standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"360924\n360990")))

    assert [one["valid"] for one in answers(capsys, "--file", "-")] == [True, False]


def test_file__empty_gives_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.txt").touch()

    assert answers(capsys, "--file", str(tmp_path / "empty.txt")) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "没有给代码"),
        (["--file", "missing.txt"], "读不了文件 missing.txt"),
        (["--file", "."], "读不了文件 ."),
        (["--file", "odd.txt"], "编码认不出"),
    ],
)
def test_nothing_readable__one_line_and_status_2(
    words: list[str],
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "odd.txt").write_bytes(b"\xff")

    assert main(["identify", *words]) == 2
    captured = capsys.readouterr()
    assert (captured.out, len(captured.err.splitlines())) == ("", 1)
    assert said in captured.err


def test_output__is_utf8_whatever_the_terminal_and_the_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(out, encoding="ascii", write_through=True))

    assert main(["identify", "360924", "\udcff"]) == 0
    found = [json.loads(line) for line in out.getvalue().decode("utf-8").splitlines()]
    assert [one["input"] for one in found] == ["360924", "\udcff"]
    assert found[0]["parts"]["region_name"] == "宜丰县"


def as_expected(found: dict[str, Any], expect: dict[str, Any]) -> bool:
    parts, problems = found["parts"].values(), "".join(found["problems"])
    return (
        found["kind"] in expect["kind"]
        and found["valid"] is expect["valid"]
        and all(any(form in parts for form in forms) for forms in expect.get("parts", []))
        and ("problem" not in expect or any(word in problems for word in expect["problem"]))
        and (found["valid"] or bool(problems))
    )


def test_sample__every_row(shared_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = (shared_data / "identifiers_sample.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    found = answers(capsys, "--", *(row["input"] for row in rows))

    assert len(rows) >= 40
    assert [one for one, row in zip(found, rows, strict=True) if not as_expected(one, row["expect"])] == []
