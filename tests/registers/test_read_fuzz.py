"""Random sheets and damaged files: nothing but a named refusal is raised, and every row is accounted for."""

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qingdan.data.schemes import load_scheme
from qingdan.registers.model import SheetReading, UnreadableFile
from qingdan.registers.reader import read_register
from qingdan.registers.reading.table import read_table
from qingdan.registers.reading.workbook import open_workbook

from .conftest import write_sheets

pytestmark = [
    pytest.mark.requirement("F01"),
    pytest.mark.requirement("F03"),
    pytest.mark.requirement("R-022"),
]

WORDS = [
    "", "", "", " ", "序号", "权力类别", "权力名称", "子项", "设定依据", "依据名称", "文号", "条款号",
    "条款内容", "实施主体", "处理意见", "保留", "取消", "√", "行政处罚", "行政强制",
    "一、行政处罚（共2项）", "0项", "无", "小计", "合计", "共3项", "注：说明", "填报部门：临江市灯火局",
    "主要负责人签字：张三", "填报人", "2015年4月1日", "同上", "1.1", "（1）", "第1页", "对夜间不点灯的处罚",
    "对乱挂灯笼的处罚", "《临江市灯笼管理条例》第三条第一款第（一）项：夜间不点亮沿街灯笼的",
    "行政给付：0项；行政裁决：0项", "法定", "承诺", "牵头部门", "2013年", "#REF!", "/",
]  # fmt: skip
CELLS = st.one_of(
    st.sampled_from(WORDS),
    st.integers(0, 30),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
)
HEAD = ["序号", "权力类别", "权力名称", "设定依据", "实施主体", "处理意见"]
ROWS = st.lists(st.lists(CELLS, max_size=7), max_size=14)
BOX = st.tuples(st.integers(0, 12), st.integers(0, 6), st.integers(0, 4), st.integers(0, 3))


@example(rows=[["", "序号"], ["同上"]], head=True)
@given(rows=ROWS, head=st.booleans())
def test_text_of_random_cells__every_row_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[Any]], head: bool
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "登记表.csv"
    write_sheets(path, {"Sheet1": ([HEAD, *rows] if head else rows, ())})

    _check(path)


@given(rows=ROWS, boxes=st.lists(BOX, max_size=4))
def test_workbook_of_random_merges__every_row_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[Any]], boxes: list[tuple[int, int, int, int]]
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "登记表.xlsx"
    write_sheets(path, {"Sheet1": ([HEAD, *rows], _apart(boxes))})

    _check(path)


@pytest.mark.parametrize("suffix", [".xls", ".xlsx", ".ods", ".csv"])
def test_damaged_file__is_read_or_refused(write: Any, suffix: str, pytestconfig: pytest.Config) -> None:
    path = write(
        [HEAD, [1, "行政处罚", "对夜间不点灯的处罚", "《灯笼法》第三条", "灯火局", "保留"]] * 20,
        name=f"x{suffix}",
    )
    whole, chance = path.read_bytes(), random.Random(3)
    for _ in range(300 if pytestconfig.getoption("--soak") else 6):
        content = bytearray(whole)
        for _ in range(chance.choice([1, 3, 20])):
            content[chance.randrange(len(content))] = chance.randrange(256)
        path.write_bytes(content)
        _check(path)


def _check(path: Path) -> None:
    try:
        register = read_register(path, scheme=load_scheme())
    except UnreadableFile:
        return
    grids = {grid.name: read_table(grid).numbers for grid in open_workbook(path)}
    for name, filled in grids.items():
        sheets = [sheet for sheet in register.sheets if sheet.name == name]
        rows = [row for sheet in sheets for row in _rows(sheet)]
        assert set(filled) <= set(rows)


def _rows(sheet: SheetReading) -> list[int]:
    items = [number for row in sheet.rows for number in row.rows]
    assert len(items) == len(set(items))
    assert all(row.cells["name"] for row in sheet.rows if "name" in row.cells)
    others = [one.row for one in sheet.skipped] + [number for number, _ in sheet.unread_rows]
    return [*items, *others, *sheet.heading_rows]


def _apart(boxes: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Ranges that do not overlap, of more than one cell."""
    taken: set[tuple[int, int]] = set()
    merges = []
    for top, left, down, right in boxes:
        cells = {
            (row, column) for row in range(top, top + down + 1) for column in range(left, left + right + 1)
        }
        if len(cells) > 1 and not cells & taken:
            taken |= cells
            merges.append((top, left, top + down, left + right))
    return merges
