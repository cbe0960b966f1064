"""A file opened in a thread gives what opening it here would give."""

from pathlib import Path

import pytest
from tests.registers.conftest import write_sheets

from qingdan.registers.model import UnreadableFile
from qingdan.registers.opening import Opening
from qingdan.registers.reading.workbook import open_workbook


def test_opening__gives_the_sheets(tmp_path: Path) -> None:
    path = tmp_path / "登记表.xlsx"
    write_sheets(path, {"灯笼": ((("序号", "权力名称"), ("1", "对点灯的处罚")), ())})

    assert Opening(path).grids() == open_workbook(path)


def test_opening__unreadable_file_is_refused_when_asked_for(tmp_path: Path) -> None:
    opening = Opening(tmp_path / "没有.xlsx")

    with pytest.raises(UnreadableFile) as refusal:
        opening.grids()
    assert refusal.value.reason == "F01.missing"
