"""`qingdan propose`: the draft as text, JSON and workbook."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.linter.granting_laws import granting_library

from qingdan.cli import main

pytestmark = pytest.mark.requirement("I-propose")
ASK = ("propose", "--body", "市灯火局", "--on", "2024-06-30")


@pytest.fixture
def home(qingdan_home: Path) -> Path:
    return granting_library(qingdan_home)


def as_json(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert main([*ASK, "--format", "json"]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def test_json__head_says_what_it_is_not(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = as_json(capsys)

    assert (document["format"], document["body"], document["on"]) == (
        "qingdan.propose/1",
        "市灯火局",
        "2024-06-30",
    )
    assert "不能当作清单已经完整的证明" in document["note"]
    assert document["counts"] == {"行政处罚": 4, "行政许可": 1, "行政检查": 1}


def test_json__one_item(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, *others = as_json(capsys)["items"]

    assert first["category"] == "行政处罚"
    assert first["name"] == "对灯笼铺夜间不点亮灯笼的处罚"
    assert (first["article"], first["insert"], first["paragraph"], first["item"]) == (4, None, 1, 1)
    assert first["citation"] == "《中华人民共和国灯笼法》第四条第一款第（一）项"
    assert (first["level"], first["trust"], first["listed"]) == ("市级、县级", "suggested", True)
    assert first["version"] == "2020-06-01"
    assert [one["trust"] for one in others][-2:] == ["check_article", "uncertain"]
    assert [one["listed"] for one in others][-2:] == [False, True]


def test_text__by_category_and_instrument_with_trust(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ASK]) == 0
    text = capsys.readouterr().out

    assert "行政处罚（4 项，建议）\n  《中华人民共和国灯笼法》\n    第四条第一款第（一）项　对灯笼铺" in text
    assert "行政许可（1 项，请核对条文）" in text
    assert "不能当作清单已经完整的证明" in text
    assert "云海省" not in text


def test_workbook__official_form_without_left_out_categories(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "folder" / "draft.xlsx"
    assert main([*ASK, "--format", "xlsx", "--output", str(target)]) == 0
    openpyxl = pytest.importorskip("openpyxl")
    cells = [
        str(cell.value or "") for row in openpyxl.load_workbook(target).active.iter_rows() for cell in row
    ]

    assert "另有 1 项属于本次不列入的类别" in capsys.readouterr().out
    assert "对灯笼铺夜间不点亮灯笼的处罚" in cells
    assert "其他行政权力" in cells
    assert not any("审批" in cell and "在古桥" in cell for cell in cells)
    assert any("没有列出的不等于没有" in cell for cell in cells)
    assert not any("零报告" in cell and "不是零报告" not in cell for cell in cells)


def test_workbook__in_this_folder_where_none_is_named(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    assert main([*ASK, "--format", "xlsx"]) == 0
    assert main([*ASK, "--format", "xlsx", "--output", str(tmp_path)]) == 0
    assert (tmp_path / "here" / "市灯火局登记表.xlsx").is_file()
    assert (tmp_path / "市灯火局登记表.xlsx").is_file()


def test_nothing_found__is_said(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["propose", "--body", "市风筝局", "--on", "2024-06-30"]) == 0
    assert "没有找到写明由这个部门行使的权力" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--body", "灯火"), "法规库里没有法规全文，只有索引"),
        (("--body", " "), "不知道是哪个部门"),
        ((), "缺少"),
    ],
)
def test_refusal__one_line_and_status_2(
    qingdan_home: Path, words: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["propose", *words]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_workbook__that_cannot_be_written(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")

    assert main([*ASK, "--format", "xlsx", "--output", str(blocked / "x.xlsx")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
