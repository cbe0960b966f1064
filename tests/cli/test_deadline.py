"""`qingdan deadline`: its JSON, the shared sample, wrong arguments."""

import json
from pathlib import Path
from typing import Any

import pytest

from qingdan.cli import main

pytestmark = pytest.mark.requirement("I-deadline")


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["deadline", *words]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    return dict(json.loads(line))


def test_published__day_source_and_explanation(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "--from", "2015-09-01", "--working-days", "20", "--pause", "2015-09-08:2015-09-18")

    assert list(found) == ["due_on", "status", "pauses", "paused_days", "source", "explanation"]
    assert (found["due_on"], found["status"], found["paused_days"]) == ("2015-10-16", "published", 10)
    assert found["pauses"] == [{"from": "2015-09-08", "until": "2015-09-18"}]
    assert [source.partition("《")[0] for source in found["source"]] == [
        "国办发明电〔2014〕28号",
        "国发明电〔2015〕1号",
    ]
    assert found["source"][1].endswith("通知》，2015-05-13")
    assert (
        "2015-10-01 至 2015-10-07 放假，不计 7 天（依据：国办发明电〔2014〕28号）。" in found["explanation"]
    )


def test_provisional__no_due_day_but_the_earliest(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "--from", "2026-12-11", "--working-days", "21")

    assert (found["due_on"], found["status"], found["due_not_before"]) == (None, "provisional", "2027-01-11")
    assert found["explanation"][-1].endswith("不早于 2027-01-12。")  # the first of January needs no notice
    assert found["explanation"][-2].startswith("2027 年的放假安排当时还没有公布")
    assert "不早于这一天" in found["explanation"][-2]
    assert (
        found["explanation"][-3] == "第 21 个工作日是 2027-01-11。"
    )  # no word of an end that is not yet certain


def test_unknown_notice__source_empty_and_said(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "--from", "2004-09-28", "--working-days", "5", "--extend", "2")

    assert (found["due_on"], found["source"]) == ("2004-10-12", [])
    assert found["explanation"][1] == "延长 2 日（与原期限同一种日），合计 7 日。"
    assert found["explanation"][2] == "2004-10-01 至 2004-10-07 放假，不计 7 天（依据：不详）。"


def test_as_known_on__the_notices_of_that_day(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--from", "2015-09-01", "--working-days", "5")

    assert answer(capsys, *words)["due_on"] == "2015-09-09"
    assert answer(capsys, *words, "--as-known-on", "2015-05-12")["due_on"] == "2015-09-08"


def test_natural_days__moved_to_a_working_day(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "--from", "2016-01-18", "--natural-days", "82")

    assert found["due_on"] == "2016-04-11"
    assert found["explanation"][-1] == "第 82 日 2016-04-09 是休息日，顺延到其后第一个工作日 2016-04-11。"


FROM = ("--from", "2015-09-01")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "--from"),
        (FROM, "--working-days"),
        ((*FROM, "--working-days", "5", "--natural-days", "5"), "不能同时用"),
        ((*FROM, "--working-days", "0"), "1 至 36500"),
        ((*FROM, "--working-days", "-5"), "1 至 36500"),
        ((*FROM, "--working-days", "36501"), "1 至 36500"),
        ((*FROM, "--working-days", "99999999999"), "1 至 36500"),
        ((*FROM, "--natural-days", "五"), "1 至 36500"),
        ((*FROM, "--natural-days", "²"), "1 至 36500"),
        ((*FROM, "--working-days", "5", "--extend", "-1"), "0 至 36500"),
        (("--from", "2015-02-29", "--working-days", "5"), "不能是 2015-02-29"),
        ((*FROM, "--working-days", "5", "--pause", "2015-09-02"), "2015-09-08:2015-09-18"),
        ((*FROM, "--working-days", "5", "--pause", "2015-09-02:x"), "不能是 x"),
        ((*FROM, "--working-days", "5", "--pause", "2015-09-09:2015-09-08"), "不能早于"),
        (("--from", "9999-12-01", "--working-days", "500"), "9999"),
        (("--from", "9999-12-31", "--natural-days", "1"), "9999"),
    ],
)
def test_wrong_arguments__one_line_and_status_2(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["deadline", *words]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    assert said in captured.err


def test_limits__of_days_and_empty_pause(capsys: pytest.CaptureFixture[str]) -> None:
    same_day = ("--pause", "2015-09-02:2015-09-02")

    assert answer(capsys, *FROM, "--natural-days", "36500")["status"] == "provisional"
    assert answer(capsys, *FROM, "--working-days", "1", "--extend", "0", *same_day)["due_on"] == "2015-09-02"


def test_sample__every_row(shared_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = (shared_data / "deadlines_sample.jsonl").read_text(encoding="utf-8").splitlines()
    wrong = []
    for row in map(json.loads, lines):
        found = answer(capsys, *row["args"])
        if {name: found.get(name) for name in row["expect"]} != row["expect"]:
            wrong.append((row["id"], found))

    assert len(lines) >= 40
    assert wrong == []
