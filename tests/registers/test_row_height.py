"""Rows as high as their wrapped text."""

from pathlib import Path

import openpyxl
import pytest

from qingdan.registers.forms import write_register
from qingdan.registers.writing.form_rows import FormBasis, FormRow
from qingdan.registers.writing.row_height import row_height

pytestmark = pytest.mark.requirement("R-046")
_FIRST_ITEM = 6  # row of the form


@pytest.mark.parametrize(
    ("cells", "height"),
    [
        ([], 15),
        ([("", 8)], 15),
        ([("灯笼", 11)], 15),
        ([("灯" * 5, 11)], 15),
        ([("灯" * 6, 11)], 30),
        ([("a" * 10, 11)], 15),
        ([("a" * 11, 11)], 30),
        ([("灯\n\n笼", 11)], 45),
        ([("灯" * 11, 11), ("短", 11)], 45),
        ([("灯", 0)], 15),
        ([("灯" * 5000, 11)], 409),
    ],
)
def test_row_height__highest_cell_counts(cells: list[tuple[str, float]], height: float) -> None:
    assert row_height(cells) == height


def _heights(target: Path, row: FormRow) -> list[float]:
    write_register(target, department="临江市灯笼局", rows=[row])
    sheet = openpyxl.load_workbook(target).worksheets[0]
    return [sheet.row_dimensions[_FIRST_ITEM + at].height or 15 for at in range(max(len(row.bases), 1))]


def test_form__long_basis_makes_its_own_line_high(tmp_path: Path) -> None:
    long, short = FormBasis(quoted="悬挂灯笼" * 60), FormBasis(quoted="点灯")

    heights = _heights(tmp_path / "附件2.xlsx", FormRow(values={"name": "灯笼检查"}, bases=(long, short)))

    assert heights == [165, 15]  # 480 in a column of 48: eleven lines


def test_form__name_merged_over_two_bases_gets_their_lines_together(tmp_path: Path) -> None:
    row = FormRow(values={"name": "对悬挂灯笼的处罚" * 15}, bases=(FormBasis(quoted="点灯"),) * 2)

    assert sum(_heights(tmp_path / "附件2.xlsx", row)) == 150  # 240 in a column of 26: ten lines
