"""A form that we write is read by our own reader as what was put in."""

from pathlib import Path

import pytest

from qingdan.data.schemes import load_scheme
from qingdan.registers.forms import write_register
from qingdan.registers.model import Register
from qingdan.registers.reader import read_register
from qingdan.registers.writing.form_rows import REGISTER_COLUMNS, FormBasis, FormRow

pytestmark = pytest.mark.requirement("R-046", "I-propose")
FIELDS = [column.field for column in REGISTER_COLUMNS if column.field and column.group != "设定依据"]
BASES = (
    FormBasis(
        level="法律",
        title="中华人民共和国灯笼法",
        locator="第九条第一款",
        quoted="=灯笼不得低于三米。",
        attachment="附件1",
    ),
    FormBasis(
        level="地方性法规",
        title="临江市灯笼管理条例",
        document_number="公告第3号",
        locator="第十二条",
        quoted="责令改正。",
    ),
)


def _rows(count: int) -> list[FormRow]:
    filled = {field: f"-{field} {{}}" for field in FIELDS} | {
        "category": "行政处罚",
        "name": "对违规悬挂{}号灯笼的处罚",
    }
    return [
        FormRow(
            values={field: text.format(row) for field, text in filled.items()}, bases=BASES[: row % 2 + 1]
        )
        for row in range(count)
    ]


@pytest.fixture
def register(tmp_path: Path) -> Register:
    target = tmp_path / "登记表.xlsx"
    write_register(target, department="临江市灯笼局", rows=_rows(6), nil_categories=("行政征收", "行政给付"))
    return read_register(target, scheme=load_scheme())


def test_form__every_column_and_row_is_understood(register: Register) -> None:
    (sheet,) = register.sheets

    assert set(FIELDS) <= set(sheet.columns)
    assert (len(sheet.rows), sheet.unread_columns, sheet.unread_rows) == (6, (), ())
    assert register.department == "临江市灯笼局"
    assert register.has_signature_block
    assert register.signatory == ""


def test_form__values_come_back(register: Register) -> None:
    for row, written in zip(register.sheets[0].rows, _rows(6), strict=True):
        assert {field: row.values[field] for field in FIELDS} == written.values


def test_form__bases_come_back_whole_and_in_order(register: Register) -> None:
    one, two = register.sheets[0].rows[:2]

    assert (len(one.rows), len(two.rows)) == (1, 2)
    lines = two.values["legal_basis"].splitlines()
    assert "《中华人民共和国灯笼法》" in lines[0]
    assert "第九条第一款" in lines[0]
    assert "=灯笼不得低于三米。" in lines[0]
    assert "《临江市灯笼管理条例》（公告第3号）第十二条" in lines[1]


def test_form__nil_returns_come_back(register: Register) -> None:
    assert [line.category for line in register.sheets[0].nil_lines] == ["行政征收", "行政给付"]
