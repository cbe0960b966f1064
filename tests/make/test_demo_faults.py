"""The faults that the demonstration plants, on an invented register."""

import openpyxl
import pytest

from qingdan.demo.plant import FAULTS, plant
from qingdan.registers.model import NilLine, Register, RegisterRow, SheetReading

pytestmark = pytest.mark.requirement("G-demo")
COLUMNS = {"category": "A", "name": "B", "legal_basis": "C", "disposition": "D", "flow_chart": "E"}
BASIS = "《中华人民共和国灯笼法》第{}条 违反规定悬挂灯笼的，处一万元以下罚款。"
NUMERALS = "一二三四五六七八九"


def _register(count: int) -> tuple[Register, openpyxl.Workbook]:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "登记表"
    for row in range(1, count + 1):
        numeral = f"{NUMERALS[row // 9 % 9]}十{NUMERALS[row % 9]}"
        sheet.append(
            ["行政处罚", f"对违规悬挂{row}号灯笼的处罚", BASIS.format(numeral), "保留", f"附图{row}"]
        )
    sheet.append(["行政奖励", "行政奖励 0项 本部门无此项"])
    columns = {field: (letter,) for field, letter in COLUMNS.items()}
    nil = NilLine(category="行政奖励", row=count + 1, cell=f"B{count + 1}", printed="行政奖励 0项")
    rows = tuple(_row(sheet, row) for row in range(1, count + 1))
    reading = SheetReading(name="登记表", header_row=None, columns=columns, rows=rows, nil_lines=(nil,))
    return Register(path="临江市灯笼局.xlsx", department="灯笼局", sheets=(reading,)), workbook


def _row(sheet: openpyxl.worksheet.worksheet.Worksheet, row: int) -> RegisterRow:
    cells = {field: f"{letter}{row}" for field, letter in COLUMNS.items()}
    values = {field: str(sheet[cell].value) for field, cell in cells.items()}
    return RegisterRow(sheet="登记表", rows=(row,), values=values, cells=cells)


def test_plant__every_kind_once_and_each_in_its_own_row() -> None:
    register, workbook = _register(50)

    planted = plant(register, workbook)

    assert [one.code for one in planted] == [*(fault.code for fault in FAULTS), "C15", "C32"]
    assert len({one.row for one in planted}) == len(planted)


def test_plant__changes_only_the_cells_it_names() -> None:
    register, workbook = _register(50)
    before = {cell.coordinate: cell.value for row in workbook["登记表"] for cell in row}

    planted = plant(register, workbook)

    changed = {
        cell.coordinate for row in workbook["登记表"] for cell in row if cell.value != before[cell.coordinate]
    }
    assert changed - {one.cell for one in planted} == {f"C{planted[-2].row}"}


def test_plant__twice_the_same() -> None:
    assert plant(*_register(50)) == plant(*_register(50))


@pytest.mark.parametrize("count", [0, 1, 5])
def test_plant__short_register_gets_what_fits(count: int) -> None:
    register, workbook = _register(count)

    assert len(plant(register, workbook)) <= count + 1
