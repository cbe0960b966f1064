"""The three registers with planted faults: every fault found, no alarm on look-alikes, structure all right."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qingdan.data.schemes import load_scheme
from qingdan.data.set_power import load_set_power
from qingdan.data.wording import render
from qingdan.library.library import open_library
from qingdan.linter.check import check_registers
from qingdan.linter.result import CheckResult
from qingdan.linter.rows import Terms
from qingdan.rules.problem import Problem, Severity

pytestmark = pytest.mark.requirement("I-check")
ON = date(2022, 1, 1)
REGISTERS = (
    "人社局权力清单（报编办）.xls",
    "宜春市自然资源局行政权力清理登记表.xlsx",
    "市公安局行政职权.csv",
)
MOST_ALARMS = 0.01
Gold = list[dict[str, Any]]


@pytest.fixture(scope="module", params=REGISTERS)
def checked(
    request: pytest.FixtureRequest, shared_data: Path, shared_library: Path
) -> tuple[CheckResult, str, Path]:
    path = shared_data / "registers" / request.param
    library = open_library(shared_library)
    terms = Terms(library=library, has_texts=True, on=ON, scheme=load_scheme(), set_power=load_set_power())
    return check_registers([str(path)], terms), path.stem, shared_data / "registers" / "gold"


def _gold(folder: Path, stem: str) -> Gold:
    return [json.loads(line) for line in (folder / f"{stem}.jsonl").read_text(encoding="utf-8").splitlines()]


def _summary(folder: Path, stem: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / f"{stem}.summary.json").read_text(encoding="utf-8"))
    return found


def _is_no_fault(fault: dict[str, Any], stem: str, folder: Path) -> bool:
    """Planted as "another body acts", but the body put there is the department itself, as in every other row."""
    return fault["code"] == "C11" and fault["note"].endswith(f"填报为{_summary(folder, stem)['department']}")


def _reported(fault: dict[str, Any], problems: tuple[Problem, ...]) -> bool:
    same = [one for one in problems if one.code == fault["code"]]
    if fault["row"] is None:
        wanted = fault.get("category")
        return any(wanted is None or one.data.get("category") == wanted for one in same)
    return any(one.where.row in fault["rows"] and one.where.sheet == fault["sheet"] for one in same)


def test_planted_faults__are_all_found(checked: tuple[CheckResult, str, Path]) -> None:
    result, stem, folder = checked
    missed = [
        (one["row"], one["code"], one["note"])
        for one in _gold(folder, stem)
        if one["planted"] and not _reported(one, result.problems) and not _is_no_fault(one, stem, folder)
    ]

    assert missed == []


def test_look_alikes__raise_no_alarm(checked: tuple[CheckResult, str, Path]) -> None:
    result, stem, folder = checked
    alarms = tuple(one for one in result.problems if one.severity is not Severity.HINT)
    raised = [
        (one["row"], one["code"], one["note"])
        for one in _gold(folder, stem)
        if not one["planted"] and _reported(one, alarms)
    ]

    assert raised == []


def test_valid_rows__are_left_alone(checked: tuple[CheckResult, str, Path]) -> None:
    result, stem, folder = checked
    valid = {
        (sheet["name"], row) for sheet in _summary(folder, stem)["sheets"] for row in sheet["valid_rows"]
    }
    alarms = [
        (one.where.row, one.key)
        for one in result.problems
        if (one.where.sheet, one.where.row) in valid and one.severity is not Severity.HINT
    ]

    assert len(alarms) <= MOST_ALARMS * len(valid), alarms


def test_structure__is_read_as_it_is(checked: tuple[CheckResult, str, Path]) -> None:
    result, stem, folder = checked
    summary = _summary(folder, stem)
    (file,) = result.files
    assert file.register is not None

    assert file.department.removeprefix("宜春") == summary["department"]
    assert result.items == summary["items"]
    for wanted, sheet in zip(summary["sheets"], file.register.sheets, strict=True):
        assert sheet.name == wanted["name"]
        assert sheet.header_row in wanted["header_rows"]
        assert [[row.rows[0], row.rows[-1]] for row in sheet.rows] == wanted["blocks"]
        assert set(wanted["nil_returns"]) <= set(file.nil_returns[sheet.name])
        assert {one["row"] for one in wanted["skipped_rows"]} <= {one.row for one in sheet.skipped}


def test_messages__say_what_is_wrong_and_what_to_do(checked: tuple[CheckResult, str, Path]) -> None:
    result, _, _ = checked
    words = [render(problem) for problem in result.problems]

    assert all(one.message and one.explanation and one.action for one in words)
