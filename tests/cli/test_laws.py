"""`qingdan laws`: status, show, import, index."""

from pathlib import Path

import pytest

from qingdan.cli import main
from qingdan.rules import citation as citation_rules

TEXT = """# 临江市渡船条例

2015年3月1日 临江市第四届人民代表大会常务委员会第九次会议通过

<!-- INFO END -->

第一条 为了渡船安全，制定本条例。

第二条 渡船应当载明定员。

超载的，处一百元罚款。

第三条 本条例自2015年5月1日起施行。《临江市摆渡办法》同时废止。
"""
OLD = TEXT.replace("渡船条例", "摆渡办法").replace("2015", "2001").replace("《临江市摆渡办法》同时废止。", "")

pytestmark = pytest.mark.requirement("R-014", "I-laws")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QINGDAN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "地方性法规"
    folder.mkdir()
    (folder / "临江市渡船条例.md").write_text(TEXT, encoding="utf-8")
    (folder / "临江市摆渡办法.md").write_text(OLD, encoding="utf-8")
    return folder


def test_status__without_texts_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["laws", "status"]) == 0
    assert "全文：没有" in capsys.readouterr().out


def test_import__then_status(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["laws", "import", str(corpus)]) == 0
    assert main(["laws", "status"]) == 0
    captured = capsys.readouterr()
    assert "新增 2，更新 0，未变 0" in captured.out
    assert "法规 2 件，文本 2 个，条文 6 条" in captured.out
    assert captured.err == ""


needs_reader = pytest.mark.skipif(
    not hasattr(citation_rules, "read_citations"), reason="the reader of citations is not built yet"
)


@needs_reader
@pytest.mark.parametrize(
    ("asked", "words", "status"),
    [
        (("《临江市渡船条例》第二条第二款", "2020-01-01"), "超载的，处一百元罚款。", 0),
        (("《临江市渡船条例》第二条", "2020-01-01"), "2020-01-01 有效", 0),
        (("《临江市渡船条例》第九条", "2020-01-01"), "最近的是第三条", 1),
        (("《临江市渡船条例》第二条", "2015-04-01"), "尚未施行（2015-05-01 起施行）", 1),
        (("《临江市摆渡办法》第二条", "2016-01-01"), "已经废止（2015-05-01 废止，见《临江市渡船条例》）", 0),
        (("《临江市灯船条例》第二条", "2016-01-01"), "库里没有这件法规", 1),
        (("《临江市渡船条例》", "2020-01-01"), "共 3 条", 0),
    ],
)
def test_show__its_own_words_for_each_answer(
    corpus: Path, capsys: pytest.CaptureFixture[str], asked: tuple[str, str], words: str, status: int
) -> None:
    main(["laws", "import", str(corpus)])
    assert main(["laws", "show", asked[0], "--on", asked[1]]) == status
    assert words in capsys.readouterr().out


@needs_reader
def test_show__text_does_not_steer_the_terminal(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (corpus / "临江市渡船条例.md").write_text(TEXT.replace("超载的", "超\x1b[2J\u202e载的"), encoding="utf-8")
    main(["laws", "import", str(corpus)])
    main(["laws", "show", "《临江市渡船条例》第二条", "--on", "2020-01-01"])

    assert "超�[2J�载的，处一百元罚款。" in capsys.readouterr().out


@needs_reader
def test_show__not_a_citation(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["laws", "show", "渡船"]) == 2
    assert "读不出引用" in capsys.readouterr().err


def test_index__written_and_used(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["laws", "index", str(corpus), "--output", str(tmp_path / "my.index")]) == 0
    assert "不含文字" in capsys.readouterr().out
    assert (tmp_path / "my.index").stat().st_size > 100


@pytest.mark.parametrize("words", [["import", "missing"], ["index", "missing", "--output", "x"]])
def test_unreadable_source__one_line_and_status_2(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["laws", *words]) == 2
    assert capsys.readouterr().err == "qingdan：没有这个文件或文件夹：missing\n"


def test_import__folder_without_law_texts(tmp_path: Path, home: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert main(["laws", "import", str(tmp_path / "empty")]) == 2
    assert not (home / "laws.sqlite").exists()


def test_damaged_library__one_line_and_status_2(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home.mkdir()
    (home / "laws.sqlite").write_bytes(b"SQLite format 3\0 cut short")
    assert main(["laws", "status"]) == 2
    assert "法规库文件读不了" in capsys.readouterr().err


def test_import__package_missing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("qingdan.library.sources.PACKAGE", "no-such-package-of-lanterns")
    assert main(["laws", "import"]) == 2
    assert "没有安装数据包" in capsys.readouterr().err
