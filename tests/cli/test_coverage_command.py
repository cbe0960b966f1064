"""`qingdan coverage`: what registers leave out, as text and JSON."""

import json
from pathlib import Path

import pytest
from tests.linter.granting_laws import granting_library

from qingdan.cli import main

pytest.importorskip("qingdan.registers.reader", reason="the reader of registers is not built yet")
pytestmark = pytest.mark.requirement("I-coverage")
ON = ("--on", "2024-06-30")
HEAD = "行政权力清理登记表\n填报部门：{department}\n序号,权力类别,权力名称,设定依据,实施主体,清理意见\n"
ROW = "{number},行政处罚,对某事的处罚,{basis},{department},保留\n"
LAW = "《中华人民共和国灯笼法》"


@pytest.fixture
def home(qingdan_home: Path) -> Path:
    return granting_library(qingdan_home)


def register(path: Path, *bases: str, department: str = "市灯火局") -> Path:
    """Writes a register whose items rest on these bases."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [
        ROW.format(number=number, basis=basis, department=department)
        for number, basis in enumerate(bases, start=1)
    ]
    path.write_text(HEAD.format(department=department) + "".join(rows), encoding="utf-8")
    return path


def test_json__what_is_granted_and_not_cited(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = register(tmp_path / "a.csv", f"{LAW}第四条", f"{LAW}第五条")
    assert main(["coverage", str(path), *ON, "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    first = document["missing"][0]

    assert document["format"] == "qingdan.coverage/1"
    assert (document["body"], document["granting"], document["cited"]) == ("市灯火局", 6, 3)
    assert first["title"] == "江西省灯笼条例"
    assert (first["article"], first["paragraph"], first["category"]) == (3, None, "行政处罚")
    assert first["proposed_name"] == "对在河上放灯的处罚"
    assert (first["granted_to"], first["level"]) == ("设区的市人民政府灯火主管部门", "市级")


def test_text__grouped_and_with_its_limits(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register(tmp_path / "files" / "a.csv", f"{LAW}第四条")
    register(tmp_path / "files" / "b.csv", f"{LAW}第五条")
    assert main(["coverage", str(tmp_path / "files"), *ON]) == 0
    text = capsys.readouterr().out

    assert "认得出 6 处授予的权力；2 个登记表引用了 3 处，没有引用的 3 处" in text
    assert "  《江西省灯笼条例》\n    第三条　对在河上放灯的处罚" in text
    assert "不能当作清单已经完整的证明" in text


def test_body__given_goes_before_the_register_s(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = register(tmp_path / "a.csv", f"{LAW}第四条")
    assert main(["coverage", str(path), *ON, "--body", "公安", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)

    assert (document["body"], document["granting"], document["cited"]) == ("公安", 1, 1)


def test_unreadable_file__is_named_and_the_others_count(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = register(tmp_path / "a.csv", f"{LAW}第四条")
    assert main(["coverage", str(path), str(tmp_path / "missing.xlsx"), *ON, "--format", "json"]) == 0
    captured = capsys.readouterr()

    assert "missing.xlsx" in captured.err
    assert len(json.loads(captured.out)["unreadable"]) == 1


@pytest.mark.parametrize(
    ("departments", "message"),
    [(("市灯火局", "市公安局"), "几个部门"), (("",), "没有读出填报部门"), ((), "没有找到登记表")],
)
def test_refusal__one_line_and_status_2(
    home: Path, tmp_path: Path, departments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for number, department in enumerate(departments):
        register(folder / f"{number}.csv", f"{LAW}第四条", department=department)

    assert main(["coverage", str(folder), *ON]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_without_texts__one_line_and_status_2(
    qingdan_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = register(tmp_path / "a.csv", f"{LAW}第四条")

    assert main(["coverage", str(path)]) == 2
    assert "只有索引" in capsys.readouterr().err
