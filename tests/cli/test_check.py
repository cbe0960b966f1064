"""`qingdan check` as it is typed: formats, exit statuses, folders, bad input, output that cannot be written."""

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from qingdan.cli import main

pytestmark = pytest.mark.requirement("I-check")
HEADINGS = ["序号", "权力类别", "权力名称", "设定依据", "清理意见"]
FAULTY = [1, "行政处罚", "对不挂灯笼的处罚", "", "保留"]
NAME = "市灯火局登记表.xlsx"
Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def in_empty_home(qingdan_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)


@pytest.fixture
def write() -> Write:
    def write(name: str = NAME, rows: tuple[list[object], ...] = (HEADINGS, FAULTY)) -> Path:
        book = openpyxl.Workbook()
        for row in rows:
            book.worksheets[0].append(row)
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(path)
        return path

    return write


def _check(*words: object) -> int:
    return main(["check", *map(str, words), "--on", "2022-01-01"])


def test_check__json_has_the_agreed_fields(write: Write, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    status = _check(write(), "--format", "json", "--citations")
    found = json.loads(capsysbinary.readouterr().out)
    (file,) = found["files"]

    assert status == 1
    assert (found["format"], found["on"], found["items"]) == ("qingdan.check/1", "2022-01-01", 1)
    assert (file["path"], file["sheets"][0]["header_row"]) == (NAME, 1)
    assert file["sheets"][0]["columns"]["legal_basis"] == "D"
    assert found["counts"]["C01"] == 1
    assert found["citations"] == []
    (problem,) = [one for one in found["problems"] if one["code"] == "C01"]
    wanted = {
        "severity": "blocker",
        "path": NAME,
        "sheet": "Sheet",
        "row": 2,
        "cell": "D2",
        "certainty": "sure",
    }
    assert {key: problem[key] for key in wanted} == wanted
    assert problem["message"] and problem["explanation"] and problem["authority"]


def test_check__without_blocker_is_status_0(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    nil = [
        [f"{name} 0项"] for name in ("行政处罚", "行政强制", "行政征收", "行政给付", "行政裁决", "行政确认")
    ]
    rows = (HEADINGS, *nil, ["行政奖励 0项"], ["其他行政权力 0项"], ["主要负责同志签字：王灯明"])

    assert _check(write(rows=rows)) == 0
    assert "必须改 0" in capsys.readouterr().out


@pytest.mark.parametrize(("form", "beginning"), [("text", "核对结果"), ("html", "<!doctype html>")])
def test_check__reports_go_to_standard_output(
    write: Write, capsysbinary: pytest.CaptureFixture[bytes], form: str, beginning: str
) -> None:
    _check(write(), "--format", form)

    assert capsysbinary.readouterr().out.decode().startswith(beginning)


@pytest.mark.parametrize(
    ("form", "name"), [("json", "核对结果.json"), ("html", "核对结果.html"), ("text", "核对结果.txt")]
)
def test_check__folder_in_means_folder_out(
    write: Write, capsys: pytest.CaptureFixture[str], form: str, name: str
) -> None:
    write("登记表/甲局.xlsx"), write("登记表/乙局.xlsx")

    assert _check("登记表", "--format", form, "--output", "结果") == 1
    assert [path.name for path in Path("结果").iterdir()] == [name]
    assert capsys.readouterr().out.strip() == f"结果/{name}"


def test_check__annotated_copies_do_not_overwrite_each_other(write: Write) -> None:
    write("登记表/东/登记表.xlsx"), write("登记表/西/登记表.xlsx")

    _check("登记表", "--format", "xlsx", "--output", "批注")

    assert sorted(path.name for path in Path("批注").iterdir()) == [
        "登记表.核对.xlsx",
        "登记表（2）.核对.xlsx",
    ]


def test_check__input_is_never_changed(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    path = write()
    before = path.read_bytes()

    assert _check(path, "--format", "xlsx", "--output", path) == 2
    assert "不能写回原表" in capsys.readouterr().err
    assert _check(path, "--format", "xlsx") == 1
    assert path.read_bytes() == before
    assert Path("市灯火局登记表.核对.xlsx").exists()


def test_check__junk_in_a_folder_is_named(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write("登记表/甲局.xlsx")
    for name in ("说明.docx", "坏表.xls", ".DS_Store", "~$甲局.xlsx"):
        Path("登记表", name).write_bytes(b"junk")

    assert _check("登记表") == 1
    shown = capsys.readouterr()
    assert shown.err.strip() == "不是表格，没有读：登记表/说明.docx"
    assert "坏表.xls" in shown.out
    assert ".DS_Store" not in shown.out + shown.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["没有.xlsx"], "没有.xlsx"),
        (["空"], "没有找到登记表"),
        ([NAME, "--scheme", "某地"], "没有方案 某地"),
        ([NAME, "--format", "pdf"], "pdf"),
        ([NAME, "--output", f"{NAME}/里面.txt"], NAME),
    ],
)
def test_check__what_cannot_be_done_is_one_line_and_status_2(
    write: Write, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    write()
    Path("空").mkdir()

    assert _check(*words) == 2
    shown = capsys.readouterr().err.strip()
    assert said in shown
    assert "\n" not in shown


def test_check__damaged_library_is_one_line(
    write: Write, qingdan_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (qingdan_home / "laws.sqlite").write_bytes(b"SQLite format 3\x00 and then nothing")

    assert _check(write()) == 2
    assert "laws.sqlite" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["html", "xlsx"])
def test_check__full_disk_leaves_nothing_half_written(write: Write, qingdan_home: Path, form: str) -> None:
    path = write(rows=(HEADINGS, *([FAULTY] * 300)))
    command = [sys.executable, "-m", "qingdan", "check", str(path), "--format", form, "--output", "结果"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000)),
    )  # fmt: skip

    assert done.returncode == 2
    assert done.stderr.startswith("qingdan：")
    assert "Traceback" not in done.stderr
    assert sorted(one.name for one in Path.cwd().iterdir()) == [NAME]


def test_check__nothing_of_a_progress_bar_when_piped(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write("登记表/甲局.xlsx"), write("登记表/乙局.xlsx")
    _check("登记表")

    assert capsys.readouterr().err == ""


def test_check__annotated_copies_beside_their_register_are_no_registers(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write()
    for _ in range(2):
        _check(".", "--format", "xlsx", "--output", ".")

    assert sorted(path.name for path in Path.cwd().iterdir()) == [NAME, "市灯火局登记表.核对.xlsx"]
    assert capsys.readouterr().err == ""


def test_check__output_that_ends_like_a_folder_is_one(write: Write) -> None:
    _check(write(), "--format", "json", "--output", "结果/")

    assert [path.name for path in Path("结果").iterdir()] == ["核对结果.json"]


def test_program__without_words_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([])

    assert ended.value.code == 0
    assert "核对登记表" in capsys.readouterr().out


def test_program__tells_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])

    assert capsys.readouterr().out.startswith("qingdan 0.")


@pytest.mark.parametrize("form", ["text", "json", "html", "xlsx"])
def test_check__result_never_takes_the_place_of_a_register(
    write: Write, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    path = write()
    before = path.read_bytes()

    assert _check(path, "--format", form, "--output", path) == 2
    assert "不能写回原表" in capsys.readouterr().err
    assert path.read_bytes() == before


@pytest.mark.parametrize("day", ["20150401", "2015-W01-1", "2015-02-30", "2015-4-1", "今天"])
def test_check__day_is_written_one_way(write: Write, capsys: pytest.CaptureFixture[str], day: str) -> None:
    assert main(["check", str(write()), "--on", day]) == 2
    assert "2015-04-15" in capsys.readouterr().err
