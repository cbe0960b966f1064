"""The official forms as written: their heads, items, choices, and that they are whole or not there."""

import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from qingdan.registers.forms import write_referral_form, write_register
from qingdan.registers.whole_file import FileNotWritten
from qingdan.registers.writing.form_rows import (
    REFERRAL_COLUMNS,
    REGISTER_COLUMNS,
    FormBasis,
    FormRow,
    ReferralRow,
)

pytestmark = pytest.mark.requirement("R-046")
NAME = "对违规悬挂灯笼的处罚"
BASIS = FormBasis(
    level="地方性法规",
    title="临江市灯笼管理条例",
    document_number="公告第3号",
    locator="第九条第一款",
    quoted="违反规定悬挂灯笼的，责令限期改正。",
)
VALUES = {"category": "行政处罚", "name": NAME, "level": "市级", "disposition": "保留", "flow_chart": "附图1"}


def _sheet(path: Path) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(path).worksheets[0]


def _written(path: Path, *rows: FormRow, nil: tuple[str, ...] = ()) -> openpyxl.worksheet.worksheet.Worksheet:
    write_register(path, department="临江市灯笼局", rows=rows, nil_categories=nil)
    return _sheet(path)


def _column(heading: str) -> int:
    return [column.heading for column in REGISTER_COLUMNS].index(heading) + 1


def test_register__has_the_columns_of_the_plan(tmp_path: Path) -> None:
    sheet = _written(tmp_path / "登记表.xlsx")

    lower = [sheet.cell(5, at).value or sheet.cell(4, at).value for at in range(1, len(REGISTER_COLUMNS) + 1)]
    assert lower == [column.heading for column in REGISTER_COLUMNS]
    assert sheet.cell(4, _column("依据层级")).value == "设定依据"
    assert "复原" in str(sheet["A2"].value)


def test_register__numbered_columns_of_the_form_are_27(tmp_path: Path) -> None:
    grouped = {
        column.group or column.heading for column in REGISTER_COLUMNS if not column.group.startswith("审核")
    }
    reviewers = [column for column in REGISTER_COLUMNS if column.group.startswith("审核")]

    assert len(grouped) + len(reviewers) == 27


def test_register__item_with_values_and_basis(tmp_path: Path) -> None:
    sheet = _written(tmp_path / "登记表.xlsx", FormRow(values=VALUES, bases=(BASIS,)))

    found = {column.heading: sheet.cell(6, at).value for at, column in enumerate(REGISTER_COLUMNS, start=1)}
    assert (found["序号"], found["权力类别"], found["权力名称"]) == ("1", "行政处罚", NAME)
    assert (found["行使层级"], found["依据层级"]) == ("市级", "地方性法规")
    assert (found["法律法规名称"], found["条款号"]) == (BASIS.title, BASIS.locator)
    assert found["最终意见"] is None


def test_register__several_bases_take_rows_of_their_own(tmp_path: Path) -> None:
    rows = [FormRow(values=VALUES, bases=(BASIS, BASIS, BASIS)), FormRow(values=VALUES, bases=(BASIS,))]

    sheet = _written(tmp_path / "登记表.xlsx", *rows)

    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert "D6:D8" in merged
    assert [sheet.cell(row, 1).value for row in range(6, 10)] == ["1", None, None, "2"]
    assert [sheet.cell(row, _column("条款号")).value for row in range(6, 10)] == [BASIS.locator] * 4


def test_register__nil_returns_have_a_line_each(tmp_path: Path) -> None:
    sheet = _written(tmp_path / "登记表.xlsx", FormRow(values=VALUES), nil=("行政征收", "行政给付"))

    assert [sheet.cell(row, 2).value for row in (7, 8)] == ["行政征收", "行政给付"]
    assert "0项" in str(sheet.cell(7, 4).value)


@pytest.mark.parametrize("words", ["=1+1", "+86 795", "-", "@某", "=HYPERLINK(“某”)"])
def test_register__what_looks_like_a_formula_is_text(tmp_path: Path, words: str) -> None:
    sheet = _written(tmp_path / "登记表.xlsx", FormRow(values={"remark": words}))

    cell = sheet.cell(6, _column("备注"))
    assert (cell.value, cell.data_type) == (words, "s")


def test_register__characters_no_workbook_can_hold_are_left_out(tmp_path: Path) -> None:
    sheet = _written(
        tmp_path / "登记表.xlsx", FormRow(values={"name": "挂\x00灯\ud800笼\x1f" + "长" * 40_000})
    )

    value = str(sheet.cell(6, _column("权力名称")).value)
    assert value.startswith("挂灯笼长")
    assert len(value) == 32_767


def test_register__unknown_field_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nickname"):
        write_register(tmp_path / "a.xlsx", department="", rows=[FormRow(values={"nickname": "某"})])

    assert not list(tmp_path.iterdir())


def test_register__is_ready_for_editing_and_printing(tmp_path: Path) -> None:
    sheet = _written(tmp_path / "登记表.xlsx", FormRow(values=VALUES, bases=(BASIS,)))

    offered = [one.formula1 for one in sheet.data_validations.dataValidation]
    assert any("行政处罚,行政强制" in str(one) for one in offered)
    assert '"保留,取消,下放,转移,整合,提请上级调整"' in offered
    assert sheet.freeze_panes == "E6"
    assert sheet.print_title_rows == "$4:$5"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 8)
    assert sheet.page_setup.fitToHeight == 0


@pytest.mark.requirement("R-047")
def test_referral_form__has_its_columns_and_rows(tmp_path: Path) -> None:
    row = ReferralRow(
        category="行政处罚", name=NAME, holder="省级　省灯笼厅", change="下放市级", proposed_by="临江市"
    )

    write_referral_form(tmp_path / "附件3.xlsx", department="临江市灯笼局", rows=[row])

    sheet = _sheet(tmp_path / "附件3.xlsx")
    assert [sheet.cell(4, at).value for at in range(1, 13)] == [column.heading for column in REFERRAL_COLUMNS]
    assert [sheet.cell(6, at).value for at in (1, 2, 3, 4, 6, 9)] == [
        "1",
        "行政处罚",
        NAME,
        row.holder,
        "下放市级",
        "临江市",
    ]


def test_register__missing_folder_is_a_named_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotWritten, match="没有这个文件或文件夹"):
        write_register(tmp_path / "无" / "登记表.xlsx", department="", rows=[])


FULL_DISK = """
import resource, sys
from pathlib import Path
from qingdan.registers.writing.form_rows import FormRow
from qingdan.registers.forms import write_register
from qingdan.registers.whole_file import FileNotWritten
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
try:
    write_register(Path(sys.argv[1]), department="", rows=[FormRow(values={"name": f"事项{n}"}) for n in range(500)])
except FileNotWritten as error:
    print(error.reason)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on file sizes there")
def test_register__disk_that_takes_no_more_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "登记表.xlsx"
    target.write_text("旧")

    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(target)], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout.strip()) == (0, "文件太大")
    assert target.read_text() == "旧"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
