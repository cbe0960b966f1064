"""The three sample registers against their gold, entirely; the other samples as far as their gold tells."""

import json
from pathlib import Path
from typing import Any

import pytest

from qingdan.data.schemes import load_scheme
from qingdan.registers.model import Register, SheetReading
from qingdan.registers.reader import read_register

pytestmark = [
    pytest.mark.requirement("F01"),
    pytest.mark.requirement("R-022"),
    pytest.mark.requirement("I-check"),
]

NAMES = ("人社局权力清单（报编办）", "宜春市自然资源局行政权力清理登记表", "市公安局行政职权")
FIELDS = {
    "seq": ("serial_number",),
    "note": ("remark",),
    "amend": ("law_change",),
    "joint": ("joint", "joint_lead", "joint_partners"),
}


@pytest.fixture(params=NAMES)
def gold_and_register(request: pytest.FixtureRequest, shared_data: Path) -> tuple[dict[str, Any], Register]:
    folder = shared_data / "registers"
    gold = json.loads((folder / "gold" / f"{request.param}.summary.json").read_text(encoding="utf-8"))
    return gold, read_register(folder / gold["file"], scheme=load_scheme())


def test_gold__structure(gold_and_register: tuple[dict[str, Any], Register]) -> None:
    gold, register = gold_and_register

    assert register.department.removeprefix("宜春") == gold["department"].removeprefix("宜春")
    assert sum(len(sheet.rows) for sheet in register.sheets) == gold["items"]
    assert len(register.sheets) == len(gold["sheets"])
    for expected, sheet in zip(gold["sheets"], register.sheets, strict=True):
        assert sheet.name == expected["name"]
        assert sheet.header_row in expected["header_rows"]
        assert [[row.rows[0], row.rows[-1]] for row in sheet.rows] == expected["blocks"]
        assert [{"row": one.row, "reason": one.reason} for one in sheet.skipped] == expected["skipped_rows"]
        assert not sheet.unread_columns and not sheet.unread_rows


def test_gold__columns(gold_and_register: tuple[dict[str, Any], Register]) -> None:
    gold, register = gold_and_register

    for expected, sheet in zip(gold["sheets"], register.sheets, strict=True):
        assert {role: _letters(sheet, role) for role in expected["columns"]} == expected["columns"]


def test_gold__nil_returns(gold_and_register: tuple[dict[str, Any], Register]) -> None:
    gold, register = gold_and_register

    for expected, sheet in zip(gold["sheets"], register.sheets, strict=True):
        named = {one.category for one in sheet.nil_lines}
        assert (
            set(expected["nil_returns"]) <= named <= {*expected["nil_returns"], *expected["contradicted_nil"]}
        )


def test_gold__signed(gold_and_register: tuple[dict[str, Any], Register]) -> None:
    _, register = gold_and_register

    assert register.signatory in {"甘秀英", "彭志刚", "袁文辉"}
    assert "填报人" in register.filler


def test_quotes_sample__every_row_with_a_verdict_is_an_item(shared_data: Path) -> None:
    register = read_register(shared_data / "quotes_sample.xlsx", scheme=load_scheme())
    lines = (shared_data / "quotes_sample_gold.jsonl").read_text(encoding="utf-8").splitlines()

    items = {(row.sheet, row.rows[0]) for sheet in register.sheets for row in sheet.rows}
    assert {(gold["sheet"], gold["row"]) for gold in map(json.loads, lines)} <= items


def test_duplicates_sample__rows_and_names(shared_data: Path) -> None:
    folder = shared_data / "duplicates_sample"
    named = {
        (path.name, row.rows[0]): row.values["name"]
        for path in (folder / "registers").iterdir()
        for sheet in read_register(path, scheme=load_scheme()).sheets
        for row in sheet.rows
    }
    pairs = [json.loads(line) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]

    assert len(named) == 400
    assert all(
        named[one["path"], one["row"]] == one["name"] for pair in pairs for one in (pair["a"], pair["b"])
    )


def _letters(sheet: SheetReading, role: str) -> list[str]:
    return [letter for field in FIELDS.get(role, (role,)) for letter in sheet.columns.get(field, ())]
