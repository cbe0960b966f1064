"""Putting legal texts into the library file: versions told apart, repeals settled, written whole or not.

Importing the same source again changes nothing. Where two sources give a text of the same title and date,
the fuller one stands; parts of one code in several files (民法典) are joined.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from qingdan.library.document import Document
from qingdan.library.errors import LibraryNotWritten, SourceUnreadable, reason
from qingdan.library.store import APPLICATION_ID, FILE_NAME, FORMAT, SCHEMA, Store
from qingdan.library.structure import Article, shape
from qingdan.rules.legal_basis import InstrumentLevel
from qingdan.rules.text import title_key


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did: texts read, of these new, replaced and left as they were; articles now held."""

    read: int = 0
    new: int = 0
    replaced: int = 0
    kept: int = 0
    instruments: int = 0
    versions: int = 0
    articles: int = 0


def import_documents(folder: Path, documents: Iterable[Document]) -> ImportReport:
    """Add documents to `<folder>/laws.sqlite`, making it where there is none.

    Works on a copy that takes the old file's place at the end. Raises `LibraryNotWritten` (disk full, no
    right to write), `LibraryDamaged` (old file), `SourceUnreadable` (no text among the documents) and what
    the documents raise; the old file then stays.
    """
    target = folder / FILE_NAME
    partial = folder / f".{FILE_NAME}.{os.getpid()}.partial"
    try:
        _prepare(folder, target, partial)
        report = _fill(partial, documents)
        if not report.read:
            raise SourceUnreadable("没有读到法规文本（要 Markdown 或文本文件，一件一个，条文以“第…条”开头）")
        _sync(partial)
        partial.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise LibraryNotWritten(f"法规库没有写成：{target}（{reason(error)}）；原有文件未动") from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return report


def _prepare(folder: Path, target: Path, partial: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f".{FILE_NAME}.*.partial"):
        if not _is_running(left.name.split(".")[-2]):
            left.unlink(missing_ok=True)
    if target.exists():
        Store(target).close()
        shutil.copyfile(target, partial)


def _is_running(process: str) -> bool:
    """Whether the import that left a part of a file is still at work."""
    try:
        os.kill(int(process), 0)
    except (ValueError, OverflowError, ProcessLookupError):
        return False
    except PermissionError:
        pass
    return True


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _fill(partial: Path, documents: Iterable[Document]) -> ImportReport:
    fresh = not partial.exists()
    connection = sqlite3.connect(partial, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        if fresh:
            connection.executescript(
                f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {FORMAT}; {SCHEMA}"
            )
        connection.execute("BEGIN")
        outcomes = [_add(connection, document) for document in documents]
        settle(connection)
        connection.execute("COMMIT")
        return _report(connection, outcomes)
    finally:
        connection.close()


def _report(connection: sqlite3.Connection, outcomes: list[str]) -> ImportReport:
    def count(table: str) -> int:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    return ImportReport(
        read=len(outcomes),
        new=outcomes.count("new"),
        replaced=outcomes.count("replaced"),
        kept=outcomes.count("kept"),
        instruments=count("instruments"),
        versions=count("versions"),
        articles=count("articles"),
    )


def _add(connection: sqlite3.Connection, document: Document) -> str:
    key = title_key(document.title)
    instrument = _instrument(connection, key, document)
    outcome = _add_version(connection, instrument, document)
    _note_repeals(connection, key, document)
    return outcome


def _instrument(connection: sqlite3.Connection, key: str, document: Document) -> int:
    found = connection.execute(
        "SELECT id, level, issuer, title FROM instruments WHERE key = ?", (key,)
    ).fetchone()
    if found is None:
        values = (key, document.title, document.level.value, document.issuer)
        return int(
            connection.execute(
                "INSERT INTO instruments (key, title, level, issuer) VALUES (?, ?, ?, ?)", values
            ).lastrowid
            or 0
        )
    row, level, issuer, title = found
    if level == InstrumentLevel.UNKNOWN.value or not issuer or len(title) < len(document.title):
        level = document.level.value if level == InstrumentLevel.UNKNOWN.value else level
        connection.execute(
            "UPDATE instruments SET level = ?, issuer = ?, title = ? WHERE id = ?",
            (level, issuer or document.issuer, max(title, document.title, key=len), row),
        )
    return int(row)


def _add_version(connection: sqlite3.Connection, instrument: int, document: Document) -> str:
    dated = _iso(document.dated)
    found = connection.execute(
        "SELECT id, source, size FROM versions WHERE instrument_id = ? AND dated = ?", (instrument, dated)
    ).fetchone()
    if found is None:
        _insert_articles(connection, _insert_version(connection, instrument, document), document.articles)
        return "new"
    row, source, size = found
    held = set(connection.execute("SELECT number, inserted FROM articles WHERE version_id = ?", (row,)))
    coming = {(article.number, article.insert) for article in document.articles}
    if not held & coming:
        _insert_articles(connection, row, document.articles)
        connection.execute("UPDATE versions SET size = size + ? WHERE id = ?", (_size(document), row))
        return "new"
    if coming < held or (source != document.source and _size(document) <= size):
        return "kept"
    if source == document.source and _same(connection, row, document):
        return "kept"
    connection.execute("DELETE FROM articles WHERE version_id = ?", (row,))
    connection.execute("DELETE FROM versions WHERE id = ?", (row,))
    _insert_articles(connection, _insert_version(connection, instrument, document), document.articles)
    return "replaced"


def _same(connection: sqlite3.Connection, row: int, document: Document) -> bool:
    held = connection.execute(
        "SELECT number, inserted, text FROM articles WHERE version_id = ? ORDER BY number, inserted", (row,)
    ).fetchall()
    return held == [(article.number, article.insert, article.text) for article in document.articles]


def _insert_version(connection: sqlite3.Connection, instrument: int, document: Document) -> int:
    values = (
        instrument,
        _iso(document.dated),
        _iso(document.valid_from),
        document.from_estimated,
        document.first,
        document.source,
        _size(document),
        "\n".join(document.document_numbers),
        "\n".join(document.implements),
    )
    statement = (
        "INSERT INTO versions (instrument_id, dated, valid_from, from_estimated, first, source, size,"
        " document_numbers, implements) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    return int(connection.execute(statement, values).lastrowid or 0)


def _insert_articles(connection: sqlite3.Connection, version: int, articles: tuple[Article, ...]) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO articles VALUES (?, ?, ?, ?, ?)",
        (
            (version, article.number, article.insert, ",".join(map(str, shape(article.text))), article.text)
            for article in articles
        ),
    )


def _size(document: Document) -> int:
    return sum(len(article.text) for article in document.articles)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _note_repeals(connection: sqlite3.Connection, key: str, document: Document) -> None:
    on = document.repeals_on or document.valid_from or document.dated
    rows = [
        (title_key(title), title, _iso(on), int(document.repeals_on is None), document.title)
        for title in document.repeals
        if title_key(title) != key
    ]
    if document.ended_on:
        rows.append((key, document.title, _iso(document.ended_on), 0, ""))
    elif document.ended:
        rows.append((key, document.title, _iso(document.as_of), 1, ""))
    connection.executemany(
        "INSERT OR REPLACE INTO repeals VALUES (?, ?, ?, ?, ?, ?)",
        [(*row, document.level.value) for row in rows],
    )


def settle(connection: sqlite3.Connection) -> None:
    """Give every version its end: the start of the next one, or the day its instrument was repealed.

    A repeal counts only when no version is dated on or after it: a title may be used again for a new text.
    """
    connection.execute(
        "UPDATE versions SET status = 'in_force', until_estimated = 0, valid_until = ''"
        " WHERE status <> 'in_force' OR valid_until <> ''"
    )
    connection.execute(
        "UPDATE versions SET status = 'superseded', (valid_until, until_estimated) ="
        " (SELECT next.valid_from, next.from_estimated FROM versions AS next"
        "  WHERE next.instrument_id = versions.instrument_id AND next.dated > versions.dated"
        "  ORDER BY next.dated LIMIT 1)"
        " WHERE EXISTS (SELECT 1 FROM versions AS later"
        "  WHERE later.instrument_id = versions.instrument_id AND later.dated > versions.dated)"
    )
    rows = connection.execute(
        "SELECT versions.id, versions.dated, repeals.ended_on, repeals.estimated"
        " FROM repeals JOIN instruments USING (key) JOIN versions ON versions.instrument_id = instruments.id"
        " WHERE versions.status = 'in_force' AND repeals.ended_on > versions.dated"
        " ORDER BY repeals.estimated DESC, repeals.ended_on DESC"
    ).fetchall()
    connection.executemany(
        "UPDATE versions SET status = 'repealed', valid_until = ?, until_estimated = ? WHERE id = ?",
        ((ended_on, estimated, row) for row, _, ended_on, estimated in rows),
    )
