"""The library's one SQLite file `laws.sqlite`: schema, and opening it to read.

instruments  one row a title; `key` is the title as compared (`rules.text.title_key`)
versions     one row a text of a day; `dated` the version's date ("" unknown), `valid_from`/`valid_until`
             half-open, ISO dates, "" open; `*_estimated` 1 where the day is not printed in the source;
             `status` in_force, superseded (a later version is here) or repealed; `first` 1 for an
             instrument's first text
articles     one row an article; number 0 holds a text without articles; `shape`: for each 款 the number of
             its last 项, comma-separated
repeals      titles that some text puts out of force, by key, also of instruments not in the library
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from weakref import finalize

from qingdan.library.errors import LibraryDamaged
from qingdan.library.structure import Article
from qingdan.rules.legal_basis import InstrumentLevel

FILE_NAME = "laws.sqlite"
FORMAT = 1
APPLICATION_ID = 0x51444C57

SCHEMA = """
CREATE TABLE instruments (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
    level TEXT NOT NULL, issuer TEXT NOT NULL);
CREATE TABLE versions (
    id INTEGER PRIMARY KEY, instrument_id INTEGER NOT NULL REFERENCES instruments (id),
    dated TEXT NOT NULL, valid_from TEXT NOT NULL, from_estimated INTEGER NOT NULL,
    first INTEGER NOT NULL, valid_until TEXT NOT NULL DEFAULT '', until_estimated INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL DEFAULT 'in_force', source TEXT NOT NULL, size INTEGER NOT NULL,
    document_numbers TEXT NOT NULL, implements TEXT NOT NULL,
    UNIQUE (instrument_id, dated));
CREATE TABLE articles (
    version_id INTEGER NOT NULL, number INTEGER NOT NULL, inserted INTEGER NOT NULL,
    shape TEXT NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (version_id, number, inserted)) WITHOUT ROWID;
CREATE TABLE repeals (
    key TEXT NOT NULL, title TEXT NOT NULL, ended_on TEXT NOT NULL, estimated INTEGER NOT NULL,
    by_title TEXT NOT NULL, by_level TEXT NOT NULL,
    PRIMARY KEY (key, by_title)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One text of an instrument. `row` is its place in the store or, without text, in the index.

    `dated` None: no source dates it. `first`: the instrument's first text, so nothing was in force before.
    """

    row: int
    dated: date | None
    valid_from: date | None
    from_estimated: bool = True
    first: bool = False
    has_text: bool = True
    source: str = ""
    document_numbers: tuple[str, ...] = ()
    implements: tuple[str, ...] = ()

    def starts(self) -> date:
        """The first day in force; the earliest possible day where no date is known."""
        return self.valid_from or self.dated or date.min

    def order(self) -> date:
        """What the versions of an instrument are ordered by."""
        return self.dated or self.valid_from or date.min


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """That an instrument was repealed: the day (None unknown), by which title; `estimated`: not printed."""

    on: date | None
    estimated: bool
    by_title: str = ""
    by_level: InstrumentLevel = InstrumentLevel.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A title with all its versions here, oldest first, and its end if it was repealed."""

    key: str
    title: str
    level: InstrumentLevel
    issuer: str
    versions: tuple[Version, ...]
    ending: Ending | None = None


def day_of(text: str) -> date | None:
    """A stored date; "" is None."""
    return date.fromisoformat(text) if text else None


class Store:
    """The file opened read-only. Any damage met on the way is raised as `LibraryDamaged`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
            # Whoever shares a library between threads lets one of them in at a time.
            self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            finalize(self, self._connection.close)  # a store that nobody holds any more is closed
            self._check()
        except (sqlite3.Error, OSError) as error:
            raise _damaged(path, error) from error

    def close(self) -> None:
        self._connection.close()

    def _check(self) -> None:
        found = self._connection.execute("PRAGMA application_id").fetchone()[0]
        written = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if found != APPLICATION_ID or written != FORMAT:
            raise LibraryDamaged(f"{self.path} 不是本版本的法规库；请删去后用 qingdan laws import 重新导入")
        pages = self._connection.execute("PRAGMA page_count").fetchone()[0]
        page_size = self._connection.execute("PRAGMA page_size").fetchone()[0]
        if self.path.stat().st_size < pages * page_size:
            raise LibraryDamaged(_message(self.path, "文件被截短"))

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        try:
            return self._connection.execute(statement, values).fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise _damaged(self.path, error) from error

    def instrument(self, key: str) -> Instrument | None:
        """The instrument of a title key, with its versions oldest first."""
        found = self.rows("SELECT id, key, title, level, issuer FROM instruments WHERE key = ?", key)
        return self._instrument(*found[0]) if found else None

    def titles(self, words: str) -> list[str]:
        """The titles whose key holds the words."""
        found = self.rows("SELECT title FROM instruments WHERE instr(key, ?) > 0", words)
        return [title for (title,) in found]

    def instruments(self) -> Iterator[Instrument]:
        """All instruments, by key."""
        for row in self.rows("SELECT id, key, title, level, issuer FROM instruments ORDER BY key"):
            yield self._instrument(*row)

    def _instrument(self, row: int, key: str, title: str, level: str, issuer: str) -> Instrument:
        found = self.rows(
            "SELECT id, dated, valid_from, from_estimated, first, source, document_numbers, implements"
            " FROM versions WHERE instrument_id = ? ORDER BY dated",
            row,
        )
        try:
            versions = tuple(_version(version) for version in found)
            ending = self.ending(key)
            newest = versions[-1].dated if versions else None
            if ending and ending.on and newest and ending.on <= newest:
                ending = None
            return Instrument(
                key=key,
                title=title,
                level=InstrumentLevel(level),
                issuer=issuer,
                versions=versions,
                ending=ending,
            )
        except ValueError as error:
            raise _damaged(self.path, error) from error

    def article_row(self, version: int, number: int, insert: int) -> tuple[str, str] | None:
        """Text and stored shape of one article of a version."""
        found = self.rows(
            "SELECT text, shape FROM articles WHERE version_id = ? AND number = ? AND inserted = ?",
            version,
            number,
            insert,
        )
        return found[0] if found else None

    def article_rows(self, version: int) -> dict[tuple[int, int], tuple[str, str]]:
        """Text and stored shape of every article of a version, by number and insert."""
        found = self.rows("SELECT number, inserted, text, shape FROM articles WHERE version_id = ?", version)
        return {(number, insert): (text, shape) for number, insert, text, shape in found}

    def article(self, version: int, number: int, insert: int) -> Article | None:
        """One article of a version."""
        row = self.article_row(version, number, insert)
        return Article(number=number, insert=insert, text=row[0]) if row else None

    def articles(self, version: int) -> list[Article]:
        """All articles of a version in order."""
        found = self.rows(
            "SELECT number, inserted, text FROM articles WHERE version_id = ? ORDER BY number, inserted",
            version,
        )
        return [Article(number=number, insert=insert, text=text) for number, insert, text in found]

    def ending(self, key: str) -> Ending | None:
        """The earliest repeal of a title; of an instrument here or not."""
        found = self.rows(
            "SELECT ended_on, estimated, by_title, by_level FROM repeals WHERE key = ?"
            " ORDER BY estimated, ended_on LIMIT 1",
            key,
        )
        return _ending(*found[0]) if found else None

    def endings(self) -> Iterator[tuple[str, str, Ending]]:
        """(key, title, ending) of every title some text puts out of force, earliest repeal last."""
        for key, title, *ending in self.rows(
            "SELECT key, title, ended_on, estimated, by_title, by_level FROM repeals"
            " ORDER BY key, estimated DESC, ended_on DESC"
        ):
            yield key, title, _ending(*ending)


def _ending(ended_on: str, estimated: int, by_title: str, by_level: str) -> Ending:
    return Ending(
        on=day_of(ended_on),
        estimated=bool(estimated),
        by_title=by_title,
        by_level=InstrumentLevel(by_level),
    )


def _version(fields: tuple[Any, ...]) -> Version:
    row, dated, valid_from, from_estimated, first, source, numbers, implements = fields
    return Version(
        row=row,
        dated=day_of(dated),
        valid_from=day_of(valid_from),
        from_estimated=bool(from_estimated),
        first=bool(first),
        source=source,
        document_numbers=_split(numbers),
        implements=_split(implements),
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


def _damaged(path: Path, error: Exception) -> LibraryDamaged:
    return LibraryDamaged(_message(path, str(error)))


def _message(path: Path, reason: str) -> str:
    return f"法规库文件读不了：{path}（{reason}）；请删去后用 qingdan laws import 重新导入"


__all__ = ["Article", "Ending", "Instrument", "Store", "Version", "day_of"]
