"""The annotated copy: marks, comments and findings sheet; what stays and what is said to be lost."""

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from qingdan.data.schemes import load_scheme
from qingdan.registers.annotate import annotate, annotated_name
from qingdan.registers.model import UnreadableFile
from qingdan.registers.reader import read_register
from qingdan.registers.whole_file import FileNotWritten
from qingdan.registers.writing.findings import WIDTHS
from qingdan.rules.problem import Certainty, Problem, Severity, Where

pytestmark = pytest.mark.requirement("I-check")
PARAMS = {"document": "《中华人民共和国灯笼法》", "place": "第九条", "version": "2014年4月24日"}
RED, YELLOW = "F6C9C2", "FBE7A8"


def found(cell: str | None, severity: Severity = Severity.BLOCKER, *, sheet: str | None = "处罚") -> Problem:
    """A finding on a cell; None: on the whole file."""
    row = int(cell.lstrip("ABCDEFG")) if cell else None
    where = Where(path="登记表.xlsx", sheet=sheet if cell else None, row=row, cell=cell, item="=对某事的处罚")
    key = "C08.article_missing"
    return Problem(code="C08", key=key, severity=severity, where=where, params=PARAMS, authority="实施方案")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Formula, format, merged cells, a comment, a sheet with a quote in its name, a hidden sheet."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "处罚"
    for row in range(1, 9):
        sheet.append([f"第{row}行", row, "《灯笼法》第九条", "=B1+1"])
    sheet.merge_cells("A3:B5")
    sheet["C4"].font = Font(name="楷体", italic=True)
    sheet["C4"].comment = Comment("请核实", "陈静")
    sheet["E1"], sheet["E1"].data_type = "=不是公式", "s"
    sheet.column_dimensions["C"].width = 33
    book.create_sheet("局'长 的!表").append(["一", "二"])
    book.create_sheet("藏").sheet_state = "hidden"
    book.save(tmp_path / "登记表.xlsx")
    return tmp_path / "登记表.xlsx"


def _annotated(source: Path, *problems: Problem, **more: Any) -> tuple[openpyxl.Workbook, tuple[str, ...]]:
    target = source.with_name(annotated_name(source))
    before = source.read_bytes()
    lost = annotate(source, target, problems, **more)
    assert source.read_bytes() == before
    return openpyxl.load_workbook(target), lost


def test_annotate__cell_gets_fill_and_comment(workbook: Path) -> None:
    book, _ = _annotated(workbook, found("C6"), found("C7", Severity.WARNING))

    cell = book["处罚"]["C6"]
    assert cell.fill.fgColor.rgb.endswith(RED)
    assert book["处罚"]["C7"].fill.fgColor.rgb.endswith(YELLOW)
    assert "【必须改】C08" in cell.comment.text
    assert "没有第九条" in cell.comment.text
    assert "“核对结果”第 1 项" in cell.comment.text


def test_annotate__gravest_of_several_colours_the_cell(workbook: Path) -> None:
    book, _ = _annotated(workbook, found("C6", Severity.HINT), found("C6"), found("C6", Severity.WARNING))

    cell = book["处罚"]["C6"]
    assert cell.fill.fgColor.rgb.endswith(RED)
    assert cell.comment.text.count("C08") == 3


def test_annotate__cell_inside_merge_marks_its_first_cell(workbook: Path) -> None:
    book, _ = _annotated(workbook, found("B4"))

    assert book["处罚"]["A3"].fill.fgColor.rgb.endswith(RED)
    assert "A3:B5" in {str(one) for one in book["处罚"].merged_cells.ranges}


def test_annotate__everything_else_stays(workbook: Path) -> None:
    before = openpyxl.load_workbook(workbook)
    book, _ = _annotated(workbook, found("C4"), found("D7"))

    assert book.sheetnames == ["处罚", "局'长 的!表", "藏", "核对结果"]
    for sheet in before.worksheets:
        values = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert [[cell.value for cell in row] for row in book[sheet.title].iter_rows()] == values
    assert book["处罚"]["E1"].data_type == "s"
    assert book["处罚"]["C4"].font.name == "楷体"
    assert book["处罚"].column_dimensions["C"].width == 33
    assert book["藏"].sheet_state == "hidden"
    assert book["处罚"]["C8"].fill == PatternFill()


def test_annotate__comment_that_was_there_comes_first(workbook: Path) -> None:
    book, _ = _annotated(workbook, found("C4"))

    comment = book["处罚"]["C4"].comment
    assert comment.text.startswith("请核实\n\n【必须改】")
    assert comment.author == "陈静"


def test_annotate__findings_sheet_lists_and_links(workbook: Path) -> None:
    name = "局'长 的!表"
    book, _ = _annotated(workbook, found("C6"), found("A1", sheet=name), found(None), on=date(2015, 4, 15))

    sheet = book["核对结果"]
    rows = list(sheet.iter_rows(values_only=True))
    top = next(at for at, row in enumerate(rows, start=1) if row[0] == "序号")
    assert "2015年4月15日" in str(rows[1][0])
    assert "必须改 3 处" in str(rows[2][0])
    assert rows[top][3:5] == ("处罚!C6", "=对某事的处罚")
    assert rows[top + 2][3] == "整个文件"
    links = [sheet.cell(row, 4).hyperlink for row in range(top + 1, top + 4)]
    assert [one and one.location for one in links] == ["'处罚'!C6", "'局''长 的!表'!A1", None]
    assert sheet.cell(top + 1, 5).data_type == "s"
    assert book.active.title == "核对结果"
    assert [one.title for one in book if one.sheet_view.tabSelected] == ["核对结果"]


@pytest.mark.parametrize("name", ["登记表.xlsx", "登记表.csv"])
def test_annotate__findings_are_as_high_as_their_words(workbook: Path, name: str) -> None:
    workbook.with_name("登记表.csv").write_text("一,二,三\n四,五,六\n")
    sheet = name.endswith("xlsx")
    book, _ = _annotated(workbook.with_name(name), found("C2", sheet="处罚" if sheet else None))

    findings = book["核对结果"]
    line = [str(cell.value or "") for cell in next(findings.iter_rows(min_row=findings.max_row))]
    widest = max(len(words.encode("gb18030")) / width for words, width in zip(line, WIDTHS, strict=True))
    assert widest > 1
    assert (findings.row_dimensions[findings.max_row].height or 0) >= 15 * widest


def test_annotate__sheet_of_that_name_is_kept(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    book.create_sheet("核对结果").append(["去年的核对"])
    book.save(workbook)

    book, _ = _annotated(workbook, found("C6"))

    assert book.sheetnames[-2:] == ["核对结果", "核对结果(2)"]
    assert book["核对结果"]["A1"].value == "去年的核对"


def test_annotate__copy_that_is_annotated_again_loses_the_earlier_findings(workbook: Path) -> None:
    first, _ = _annotated(workbook, found("C4"), *[found("C6")] * 50)
    again = workbook.with_name("改过.xlsx")
    first.save(again)

    book, _ = _annotated(again, found("C7"))

    assert book.sheetnames[-2:] == ["藏", "核对结果"]
    assert book["处罚"]["C4"].comment.text == "请核实"
    assert book["处罚"]["C6"].comment is None
    assert book["处罚"]["C6"].fill == PatternFill()
    assert book["处罚"]["C7"].comment.text.count("C08") == 1


def test_annotate__no_findings_gives_an_empty_list(workbook: Path) -> None:
    book, _ = _annotated(workbook)

    assert book["核对结果"].max_row == 6  # heading, blank, column heads


def test_annotate__uncertain_finding_says_so(workbook: Path) -> None:
    one = found("C6")
    unsure = Problem(
        code="C08",
        key=one.key,
        severity=one.severity,
        where=one.where,
        params=PARAMS,
        certainty=Certainty.LIKELY,
    )

    book, _ = _annotated(workbook, unsure)

    assert "可能：" in book["处罚"]["C6"].comment.text


def test_annotate__very_many_findings_in_one_cell(workbook: Path) -> None:
    book, _ = _annotated(workbook, *[found("C6")] * 400)

    text = book["处罚"]["C6"].comment.text
    assert len(text) < 7_000
    assert text.rstrip().endswith("项见“核对结果”。")


def test_annotate__finding_on_a_sheet_that_is_not_there(workbook: Path) -> None:
    book, _ = _annotated(workbook, found("C6", sheet="没有"))

    assert book["核对结果"].cell(7, 4).value == "没有!C6"
    assert book["核对结果"].cell(7, 4).hyperlink is None


@pytest.mark.parametrize(
    ("part", "content", "words"),
    [
        ("xl/vbaProject.bin", b"", "宏"),
        ("xl/media/image1.png", b"", "图片"),
        ("xl/slicers/slicer1.xml", b"", "切片器"),
        ("xl/drawings/vmlDrawing9.vml", b'<x:ClientData ObjectType="Button"/>', "控件"),
        ("xl/drawings/drawing9.xml", b"<xdr:wsDr><xdr:sp macro=''/></xdr:wsDr>", "形状"),
        ("xl/worksheets/sheet9.xml", b"<worksheet><extLst><ext/></extLst></worksheet>", "扩展功能"),
    ],
)
def test_annotate__what_is_lost_is_listed(workbook: Path, part: str, content: bytes, words: str) -> None:
    with zipfile.ZipFile(workbook, "a") as archive:
        archive.writestr(part, content)

    book, lost = _annotated(workbook, found("C6"))

    assert any(words in one for one in lost)
    assert words in str(book["核对结果"]["A4"].value)


def test_annotate__formulas_need_a_new_calculation_and_it_is_said(workbook: Path) -> None:
    book, lost = _annotated(workbook, found("C6"))

    assert book["处罚"]["D2"].value == "=B1+1"
    assert book.calculation.fullCalcOnLoad
    assert any("重新计算" in one for one in lost)


Spoil = Callable[[Path], None]
SPOILT: dict[str, Spoil] = {
    "F01.not_a_workbook": lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n") and None,
    "F01.empty": lambda path: path.write_bytes(b"") and None,
    "F01.missing": lambda path: path.unlink(),
    "F01.damaged": lambda path: path.write_bytes(path.read_bytes()[:3000]) and None,
}


@pytest.mark.requirement("F01")
@pytest.mark.parametrize("reason", SPOILT)
def test_annotate__file_that_cannot_be_read(workbook: Path, reason: str) -> None:
    SPOILT[reason](workbook)
    target = workbook.with_name("副本.xlsx")

    with pytest.raises(UnreadableFile) as refused:
        annotate(workbook, target, [found("C6")])

    assert refused.value.reason == reason
    assert not target.exists()


def test_annotate__target_that_cannot_be_written(workbook: Path) -> None:
    with pytest.raises(FileNotWritten):
        annotate(workbook, workbook.parent / "无" / "副本.xlsx", [found("C6")])


def test_annotate__old_format_comes_back_with_values(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("处罚")
    sheet.write_merge(0, 1, 0, 1, "行政处罚")
    for row in range(2, 6):
        sheet.write(row, 2, "=对某事的处罚")
        sheet.write(row, 3, row * 1.5)
    book.save(str(tmp_path / "登记表.xls"))

    copy, lost = _annotated(tmp_path / "登记表.xls", found("B2"), found("C5"), found("G9", Severity.WARNING))

    values = copy["处罚"]
    assert (values["A1"].value, values["C3"].value, values["D5"].value) == ("行政处罚", "=对某事的处罚", 6)
    assert "A1:B2" in {str(one) for one in values.merged_cells.ranges}
    assert values["A1"].fill.fgColor.rgb.endswith(RED)
    assert values["G9"].fill.fgColor.rgb.endswith(YELLOW)
    assert values["C5"].comment is not None
    assert copy["核对结果"].cell(7, 4).hyperlink.location == "'处罚'!B2"
    assert any("格式" in one or "字体" in one for one in lost)


def test_annotate__text_file_comes_back_as_workbook(tmp_path: Path) -> None:
    source = tmp_path / "登记表.csv"
    source.write_bytes("类别,名称,依据\n行政处罚,对某事的处罚,《灯笼法》第九条\n".encode("gb18030"))

    copy, lost = _annotated(source, found("C2", sheet=None))

    assert lost == ()
    assert copy.worksheets[0]["C2"].value == "《灯笼法》第九条"
    assert copy.worksheets[0]["C2"].comment is not None


@pytest.mark.requirement("F01")
def test_annotate__merged_everything_is_not_gone_through_cell_by_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "处罚"
    book.worksheets[0]["A1"] = "全表"
    book.save(tmp_path / "a.xlsx")
    _replace_in_sheet(tmp_path / "a.xlsx", tmp_path / "登记表.xlsx")

    copy, _ = _annotated(tmp_path / "登记表.xlsx", found("A1"))

    assert copy["处罚"]["A1"].comment is not None


def _replace_in_sheet(source: Path, target: Path) -> None:
    merges = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b"</sheetData>", merges))


@pytest.mark.soak
def test_annotate__two_hundred_thousand_rows(tmp_path: Path) -> None:
    source = tmp_path / "登记表.csv"
    with source.open("w", encoding="utf-8") as stream:
        stream.writelines(
            f"行政处罚,对违规悬挂{row}号灯笼的处罚,《灯笼法》第九条,保留\n" for row in range(200_000)
        )

    copy, _ = _annotated(source, *(found(f"C{row}", sheet=None) for row in range(1, 200_000, 2)))

    assert copy["核对结果"].max_row == 5 + 100_000


def test_annotate__copy_is_read_like_the_original(tmp_path: Path) -> None:
    source = tmp_path / "登记表.csv"
    lines = [
        "类别,权力名称,设定依据",
        *(f"行政处罚,对违规悬挂{row}号灯笼的处罚,《灯笼法》第九条" for row in range(9)),
    ]
    source.write_text("\n".join(lines), encoding="utf-8")
    annotate(source, tmp_path / "副本.xlsx", [found(f"C{row}", sheet=None) for row in range(2, 9)])

    before, after = (read_register(path, scheme=load_scheme()) for path in (source, tmp_path / "副本.xlsx"))

    assert [sheet.name for sheet in after.sheets] == ["登记表"]
    assert [row.values for row in after.sheets[0].rows] == [row.values for row in before.sheets[0].rows]
