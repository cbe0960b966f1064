"""Annotated copies of what cannot be edited in place: names, kinds of values, merged cells, size."""

from pathlib import Path

import openpyxl
import pytest

from qingdan.registers.reading.workbook import Grid
from qingdan.registers.writing.annotate_values import annotate_values, is_large
from qingdan.registers.writing.findings import Finding, in_words
from qingdan.rules.problem import Problem, Severity, Where

pytestmark = pytest.mark.requirement("I-check")
PARAMS = {"document": "《中华人民共和国灯笼法》", "place": "第九条", "version": "2014年4月24日"}


def _finding(sheet: str | None, cell: str) -> Finding:
    where = Where(sheet=sheet, row=int(cell[1:]), cell=cell, item="某事")
    key = "C08.article_missing"
    return in_words([Problem(code="C08", key=key, severity=Severity.BLOCKER, where=where, params=PARAMS)])[0]


def _copied(
    folder: Path, *grids: Grid, findings: tuple[Finding, ...] = (), large: bool = False
) -> openpyxl.Workbook:
    annotate_values(grids, folder / "副本.xlsx", findings, ("核对结果",), large=large)
    return openpyxl.load_workbook(folder / "副本.xlsx")


def test_values__kinds_stay_what_they_are(tmp_path: Path) -> None:
    row = ["=文字", 3, 2.5, True, "", float("nan"), "2015-04-15", "控\x01制"]

    sheet = _copied(tmp_path, Grid(name="处罚", rows=[[], row])).worksheets[0]

    assert [cell.value for cell in sheet[2]] == ["=文字", 3, 2.5, True, None, "nan", "2015-04-15", "控制"]
    assert sheet["A2"].data_type == "s"


def test_values__sheet_names_excel_would_refuse(tmp_path: Path) -> None:
    names = ["长" * 40, "长" * 40 + "甲", "甲/乙:丙", "''", "核对结果"]
    grids = [Grid(name=name, rows=[["一"]]) for name in names]

    book = _copied(tmp_path, *grids, findings=(_finding("长" * 40 + "甲", "A1"), _finding("甲/乙:丙", "A1")))

    assert book.sheetnames == ["长" * 31, "长" * 25 + "(2)", "甲 乙 丙", "登记表", "核对结果", "核对结果(2)"]
    links = [
        cell.hyperlink.location for row in book["核对结果(2)"].iter_rows() for cell in row if cell.hyperlink
    ]
    assert links == [f"'{'长' * 25}(2)'!A1", "'甲 乙 丙'!A1"]
    assert book["甲 乙 丙"]["A1"].comment is not None


def test_values__merged_ranges_that_overlap_or_leave_the_table(tmp_path: Path) -> None:
    rows = [["甲", "乙", "丙"], ["丁", "戊", "己"]]
    merges = [((0, 0), (1, 0)), ((1, 0), (1, 1)), ((0, 2), (90_000, 2)), ((50, 1), (60, 1)), ((0, 1), (0, 1))]

    sheet = _copied(tmp_path, Grid(name="处罚", rows=rows, merges=merges)).worksheets[0]

    assert {str(one) for one in sheet.merged_cells.ranges} == {"A1:A2", "C1:C2"}
    assert [sheet[cell].value for cell in ("A1", "B1", "C1", "B2")] == ["甲", "乙", "丙", "戊"]


def test_values__hidden_sheet_stays_hidden(tmp_path: Path) -> None:
    book = _copied(tmp_path, Grid(name="处罚", rows=[["一"]]), Grid(name="藏", rows=[["二"]], hidden=True))

    assert book["藏"].sheet_state == "hidden"
    assert book.active.title == "核对结果"


def test_values__findings_of_a_text_file_stand_on_its_only_sheet(tmp_path: Path) -> None:
    book = _copied(
        tmp_path, Grid(name=None, rows=[["一", "二"]]), findings=(_finding(None, "B1"), _finding(None, "C3"))
    )

    sheet = book["登记表"]
    assert (sheet["B1"].value, sheet["B1"].comment is None, sheet["C3"].comment is None) == (
        "二",
        False,
        False,
    )


def test_values__empty_file(tmp_path: Path) -> None:
    assert _copied(tmp_path, Grid(name="空", rows=[])).sheetnames == ["空", "核对结果"]


def test_values__long_text_makes_its_row_high_unless_it_is_merged(tmp_path: Path) -> None:
    rows = [["灯" * 60, "", ""], ["灯" * 60, "二", "三"], ["一", "二", "三"]]

    copy = _copied(tmp_path, Grid(name="处罚", rows=rows, merges=[((0, 0), (0, 2))])).worksheets[0]

    heights = [copy.row_dimensions[row].height or 15 for row in (1, 2, 3)]
    assert heights == [15, 45, 15]  # 120 in a column of 44


def test_values__large_sheet_is_written_row_by_row_without_merging(tmp_path: Path) -> None:
    grid = Grid(name="处罚", rows=[["长"] * 3 for _ in range(301)], merges=[((0, 0), (5, 0))])

    sheet = _copied(
        tmp_path, grid, findings=(_finding("处罚", "B300"), _finding("处罚", "A305")), large=True
    ).worksheets[0]

    assert not sheet.merged_cells.ranges
    assert (sheet["B300"].value, sheet["B300"].comment is None, sheet["A305"].comment is None) == (
        "长",
        False,
        False,
    )


@pytest.mark.parametrize(("rows", "large"), [(300, False), (301, True)])
def test_values__large_from_three_hundred_thousand_cells(rows: int, large: bool) -> None:
    assert is_large([Grid(name="处罚", rows=[["长"] * 1000] * rows)]) is large
