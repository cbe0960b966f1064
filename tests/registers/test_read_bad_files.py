"""Files that cannot be read, each with its reason; and files that look bad and can be read."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from qingdan.data.schemes import load_scheme
from qingdan.data.wording import wording
from qingdan.registers.model import Register, UnreadableFile
from qingdan.registers.reader import read_register

pytestmark = [pytest.mark.requirement("F01"), pytest.mark.requirement("I-check")]

LAMP = "对夜间不点灯的处罚"
BASIS = "《临江市灯笼管理条例》第三条第一款第（一）项：夜间不点亮沿街灯笼的，处五百元罚款"
ROWS = [["序号", "权力名称", "设定依据"], [1, LAMP, BASIS], [2, "对乱挂灯笼的处罚", BASIS]]
TEXT = '序号,权力名称,设定依据\r\n1,对夜间不点灯的处罚,"《灯笼法》第三条：\n不点灯的，处罚款"\r\n'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_file(path: Path) -> Register:
    return read_register(path, scheme=load_scheme())


def reason_of(path: Path) -> str:
    with pytest.raises(UnreadableFile) as refused:
        open_file(path)
    assert refused.value.reason in wording()
    return refused.value.reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "F01.empty"),
        (b"\r\n\r\n ", "F01.empty"),
        (b"%PDF-1.7 ...", "F01.not_a_workbook"),
        (bytes(range(256)) * 20, "F01.not_a_workbook"),
        ("<html><table><tr><td>权力名称</td></tr></table></html>".encode(), "F01.web_page"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook></Workbook>', "F01.web_page"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "F01.encrypted"),
        (OLE + b"\x00" * 600, "F01.damaged"),
        (b"PK\x03\x04broken", "F01.damaged"),
        ("权力名称,依据\n无编码".encode() + b"\xff\xff\x81", "F01.encoding"),
        ("序号,姓名\n1,张三\n".encode(), "F01.no_register"),
        ("随便写的一段话。".encode(), "F01.no_register"),
        (b'a,"' + b"x" * 200_000, "F01.damaged"),
        ((TEXT + '2,"对半截引号的处罚,依据\n3,对后面的处罚,依据\n').encode(), "F01.damaged"),
    ],
)
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_content__is_refused_with_its_reason(
    tmp_path: Path, content: bytes, reason: str, suffix: str
) -> None:
    path = tmp_path / f"登记表{suffix}"
    path.write_bytes(content)

    assert reason_of(path) == reason


def test_paths__that_lead_nowhere(tmp_path: Path) -> None:
    assert reason_of(tmp_path / "没有.xlsx") == "F01.missing"
    assert reason_of(tmp_path) == "F01.folder"
    assert reason_of(tmp_path / ("长" * 300)) == "F01.no_access"


@pytest.mark.skipif(os.name != "posix", reason="pipes with names")
def test_pipe__is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "登记表.csv")

    assert reason_of(tmp_path / "登记表.csv") == "F01.not_a_workbook"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may read everything")
def test_path__without_permission(tmp_path: Path, write: Any) -> None:
    path = write(ROWS)
    path.chmod(0)

    assert reason_of(path) == "F01.no_permission"


@pytest.mark.parametrize("name", ["x.xlsx", "x.xls", "x.ods"])
@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.99])
def test_truncated_file__is_refused(write: Any, name: str, kept: float) -> None:
    path = write(ROWS * 40, name=name)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])

    assert reason_of(path) == "F01.damaged"


@pytest.mark.parametrize("name", ["x.xlsx", "x.ods"])
def test_encrypted_zip__is_refused(write: Any, name: str) -> None:
    path = write(ROWS, name=name)
    content = bytearray(path.read_bytes())
    place = content.find(b"PK\x01\x02")
    while place >= 0:  # the flag of encryption in each entry of the directory
        content[place + 8] |= 1
        place = content.find(b"PK\x01\x02", place + 1)
    path.write_bytes(content)

    assert reason_of(path) == "F01.encrypted"


def test_password_of_an_old_workbook__is_refused(write: Any) -> None:
    """A FILEPASS record (2F) in place of the CODEPAGE record (42 00 02 00) that follows the beginning."""
    path = write(ROWS, name="x.xls")
    content = path.read_bytes()
    assert content.count(b"\xe1\x00\x02\x00\xb0\x04") == 1
    path.write_bytes(content.replace(b"\xe1\x00\x02\x00\xb0\x04", b"\x2f\x00\x02\x00\x01\x00"))

    assert reason_of(path) == "F01.encrypted"


def test_zip_of_something_else__is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "登记表.xlsx"
    with zipfile.ZipFile(path, "w") as folder:
        folder.writestr("word/document.xml", "<a/>")

    assert reason_of(path) == "F01.not_a_workbook"


def test_unpacked_size__is_bounded(write: Any) -> None:
    path = write(ROWS)
    content = bytearray(path.read_bytes())
    entry = content.find(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (1100 * 1024**2).to_bytes(
        4, "little"
    )  # the size a part says it has, unpacked
    path.write_bytes(content)

    assert reason_of(path) == "F01.too_large"


@pytest.mark.parametrize(("cell", "readable"), [("XFD1", True), ("T300000", True), ("XFD1048576", False)])
def test_stray_cell_far_away__does_not_take_the_process_down(
    tmp_path: Path, cell: str, readable: bool
) -> None:
    path = tmp_path / "登记表.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
        sheet.write(cell, " ")

    if readable:
        assert [row.rows for row in open_file(path).sheets[0].rows] == [(2,), (3,)]
    else:
        assert reason_of(path) == "F01.too_large"


@pytest.mark.parametrize("cell", [b"XFD1048576", b"ZZZZZ99999999999"])
def test_stated_size__is_not_trusted(
    tmp_path: Path, write: Any, capfd: pytest.CaptureFixture[str], cell: bytes
) -> None:
    path = tmp_path / "谎称.xlsx"
    with zipfile.ZipFile(write(ROWS)) as read, zipfile.ZipFile(path, "w") as written:
        for name in read.namelist():
            written.writestr(name, read.read(name).replace(b'<c r="C3"', b'<c r="' + cell + b'"'))

    assert reason_of(path) in {"F01.too_large", "F01.damaged"}
    assert capfd.readouterr().err == ""


def test_formatted_empty_rows__cost_little(tmp_path: Path) -> None:
    path = tmp_path / "登记表.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
        for number in range(len(ROWS), 30_000):
            sheet.write_blank(number, 0, None, bold)
    register = open_file(path)

    assert len(register.sheets[0].rows) == 2
    assert register.sheets[0].skipped == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text__in_any_encoding_and_with_any_separator(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "灯火局.csv"
    path.write_bytes(TEXT.replace(",", separator).encode(encoding))

    (item,) = open_file(path).sheets[0].rows
    assert item.rows == (2,)
    assert item.values["legal_basis"] == "《灯笼法》第三条：\n不点灯的，处罚款"


@pytest.mark.parametrize(
    ("written", "named"), [("x.xlsx", "x.xls"), ("x.xls", "x.xlsx"), ("x.xlsx", "x.csv"), ("x.csv", "x.xls")]
)
def test_wrong_suffix__does_not_matter(write: Any, written: str, named: str) -> None:
    path = write(ROWS, name=written)

    assert len(open_file(path.rename(path.with_name(named))).sheets[0].rows) == 2


def test_formulas_errors_rich_text_macros__give_their_values(tmp_path: Path) -> None:
    path = tmp_path / "登记表.xlsm"
    with xlsxwriter.Workbook(path) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.write_row(0, 0, [*ROWS[0], "理由", "备注"])
        sheet.write_formula(1, 0, "=0+1", None, 1)
        sheet.write_rich_string(1, 1, bold, "对夜间", "不点灯的处罚")
        sheet.write_formula(1, 2, '="x"', None, BASIS)
        sheet.write_formula(1, 3, "=#REF!", None, "#REF!")

    values = open_file(path).sheets[0].rows[0].values
    assert (values["serial_number"], values["name"], values["legal_basis"]) == ("1", LAMP, BASIS)


def test_everything_merged__is_read(write: Any) -> None:
    rows = [["灯火局权力清单", "", ""], ["权力名称", "", "设定依据"], [LAMP, "", BASIS], ["", "", ""]]
    register = open_file(write(rows, merges=((0, 0, 0, 2), (1, 0, 1, 1), (2, 0, 3, 1), (2, 2, 3, 2))))

    assert [row.values["name"] for row in register.sheets[0].rows] == [LAMP]


def test_hidden_sheet_of_words__is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "登记表.xlsx"
    with xlsxwriter.Workbook(path) as book:
        shown, hidden = book.add_worksheet("登记表"), book.add_worksheet("Sheet2")
        for number, row in enumerate(ROWS):
            shown.write_row(number, 0, row)
        hidden.write_column(0, 0, ["行政处罚", "行政强制"])
        hidden.hide()
    register = open_file(path)

    assert [one.reason for one in register.sheets[1].skipped] == ["note", "note"]
    assert register.sheets[1].nil_lines == () and register.sheets[1].unread_rows == ()


@pytest.mark.soak
def test_200_000_rows__are_read_in_seconds(
    tmp_path: Path, timed: Callable[[Callable[[], Any]], float]
) -> None:
    path = tmp_path / "登记表.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ROWS[0])
        for number in range(1, 200_001):
            sheet.write_row(number, 0, [number, f"{LAMP}{number}", BASIS])

    assert timed(lambda: open_file(path)) < 20
