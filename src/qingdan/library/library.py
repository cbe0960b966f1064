"""The law library: full texts where they are at hand, the shipped text-free index for the rest.

`open_library(folder)` takes `<folder>/laws.sqlite` when there is one, and the index that comes with the
program. Nothing is held in memory but what was asked for, within bounds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from qingdan.library.index import SHIPPED, Index, IndexedVersion
from qingdan.library.lookup import Answer, UnknownInstrument, merged, on_day
from qingdan.library.quotes import Examiner
from qingdan.library.shelf import Shelf
from qingdan.library.store import FILE_NAME, Instrument, Store, Version
from qingdan.library.structure import Article
from qingdan.rules.legal_basis import BasisEntry, BasisFacts
from qingdan.rules.quotation import ArticleTexts, Place
from qingdan.rules.text import letters, title_key

_MANY = 20_000
_SOME = 512
_FEW = 128
_OFTEN = 2
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryStatus:
    """What the library holds. `path` None: no full texts at hand, only the index."""

    path: Path | None
    instruments: int
    versions: int
    articles: int
    index_instruments: int
    index_versions: int


class HeldArticle:
    """An article with what verdicts read of it: text, letters (made when asked for), last 项 of each 款."""

    __slots__ = ("_letters", "shape", "text")

    def __init__(self, text: str, marks: str) -> None:
        self.text = text
        self.shape = tuple(map(int, marks.split(",")))
        self._letters: str | None = None

    @property
    def letters(self) -> str:
        """Letters and numerals only, as quotations are compared."""
        if self._letters is None:
            self._letters = letters(self.text)
        return self._letters


class Library:
    """Instruments, their versions and articles, by title and day."""

    def __init__(self, store: Store | Shelf | None, index: Index | None) -> None:
        self._store = store
        self._index = index
        self._instruments: dict[str, Instrument | None] = {}
        self._keys: dict[str, str] = {}
        self._answers: dict[tuple[str, date], Answer] = {}
        self._held: dict[tuple[int, int, int], HeldArticle | None] = {}
        self._asked: dict[int, int] = {}
        self._whole: dict[int, dict[Place, tuple[str, str]]] = {}
        self._texts: dict[int, ArticleTexts] = {}
        self._indexed: dict[int, IndexedVersion] = {}
        self._holders: dict[int, dict[int, list[Place]]] = {}
        self._examiner = Examiner(self)

    def close(self) -> None:
        if self._store:
            self._store.close()

    def status(self) -> LibraryStatus:
        """Counts of what is here."""
        store, index = self._store, self._index
        counts = [
            store.rows(f"SELECT count(*) FROM {table}")[0][0] if store else 0
            for table in ("instruments", "versions", "articles")
        ]
        return LibraryStatus(
            path=store.path if store else None,
            instruments=counts[0],
            versions=counts[1],
            articles=counts[2],
            index_instruments=len(index) if index else 0,
            index_versions=index.version_count() if index else 0,
        )

    def has_texts(self) -> bool:
        """Whether any full text is at hand."""
        return self._store is not None

    def instrument(self, title: str) -> Instrument | None:
        """The instrument of a printed title (without 《》); None where it is not here."""
        key = self._keys.get(title)
        if key is None:
            key = _keep(self._keys, title, title_key(title), _MANY)
        if key not in self._instruments:
            _keep(self._instruments, key, self._read_instrument(key), _MANY)
        return self._instruments[key]

    def _read_instrument(self, key: str) -> Instrument | None:
        held = self._store.instrument(key) if self._store else None
        indexed = self._index.instrument(key) if self._index else None
        return merged(held, indexed) if held else indexed

    def titles(self, words: str, most: int) -> list[str]:
        """Titles that hold the words (as `title_key` makes them), the shortest first, at most so many."""
        sources = [source.titles(words) for source in (self._store, self._index) if source]
        known = {title_key(title): title for titles in reversed(sources) for title in titles}
        return [known[key] for key in sorted(known, key=lambda key: (len(key), key))[:most]]

    def answer(self, title: str, on: date) -> Answer:
        """What was in force under a printed title on a day."""
        found = self._answers.get((title, on))
        if found is None:
            instrument = self.instrument(title)
            found = on_day(instrument, on) if instrument else self._unknown(title)
            _keep(self._answers, (title, on), found, _MANY)
        return found

    def _unknown(self, title: str) -> UnknownInstrument:
        key = title_key(title)
        ending = self._store.ending(key) if self._store else None
        if ending is None and self._index:
            ending = self._index.ending(key)
        return UnknownInstrument(title=title, ending=ending)

    def facts(self, entry: BasisEntry, on: date) -> BasisFacts:
        """A basis entry with the verdict on its quotation and what else the library knows of it that day."""
        return self._examiner.facts(entry, on)

    def article(self, version: Version, number: int, insert: int = 0) -> Article | None:
        """An article's text; None where the version has none, or only the index is here."""
        return self._store.article(version.row, number, insert) if self._store and version.has_text else None

    def articles(self, version: Version) -> list[Article]:
        """All articles of a version with their text, in order; empty where only the index is here."""
        return self._store.articles(version.row) if self._store and version.has_text else []

    def places(self, version: Version) -> list[Place]:
        """(article, insert) of every article of a version, in order; number 0 (no articles) left out."""
        if version.has_text:
            return [(one.number, one.insert) for one in self.articles(version) if one.number]
        return [place for place in self.indexed(version).rows if place[0]]

    def held(self, version: Version, place: Place) -> HeldArticle | None:
        """An article as verdicts need it; None where the version has no such article."""
        key = (version.row, *place)
        if key not in self._held:
            row = self._article_row(version.row, place)
            _keep(self._held, key, HeldArticle(*row) if row else None, _MANY // 4)
        return self._held[key]

    def _article_row(self, version: int, place: Place) -> tuple[str, str] | None:
        """Text and shape of an article. A version asked for again and again is read as a whole."""
        whole = self._whole.get(version)
        if whole is not None or self._store is None:
            return whole.get(place) if whole else None
        asked = self._asked.get(version, 0) + 1
        if asked < _OFTEN:
            _keep(self._asked, version, asked, _MANY)
            return self._store.article_row(version, *place)
        return _keep(self._whole, version, self._store.article_rows(version), _SOME).get(place)

    def texts(self, version: Version) -> ArticleTexts:
        """The letters of all articles of a version, for the search in other articles."""
        found = self._texts.get(version.row)
        if found is None:
            held = {
                (one.number, one.insert): letters(one.text) for one in self.articles(version) if one.number
            }
            found = _keep(self._texts, version.row, ArticleTexts(held), _FEW)
        return found

    def indexed(self, version: Version) -> IndexedVersion:
        """What the index holds of the articles of a version without text."""
        assert self._index is not None, "a version without text comes from the index"
        found = self._indexed.get(version.row)
        if found is None:
            found = _keep(self._indexed, version.row, self._index.version(version.row), _SOME)
        return found

    def holders(self, version: Version) -> dict[int, list[Place]]:
        """The articles of a version without text that hold each clause hash."""
        found = self._holders.get(version.row)
        if found is None:
            found = _keep(self._holders, version.row, self.indexed(version).holders(), _FEW)
        return found

    def in_force(self, on: date) -> Iterator[tuple[Instrument, Version]]:
        """Every instrument with full text in force on a day, with its version of that day, by key.

        Read its articles with `articles(version)`. Instruments repealed by then are left out.
        """
        for instrument in self._store.instruments() if self._store else ():
            ending = instrument.ending
            if ending is not None and ending.on is not None and ending.on <= on:
                continue
            begun = [version for version in instrument.versions if version.starts() <= on]
            if begun:
                yield instrument, begun[-1]


def _keep(cache: dict[_Key, _Value], key: _Key, value: _Value, bound: int) -> _Value:
    """Put into a cache; the oldest half goes when it is full."""
    if len(cache) >= bound:
        for old in list(cache)[: bound // 2]:
            del cache[old]
    cache[key] = value
    return value


def open_library(folder: Path, index: Path | None = SHIPPED, local: Path | None = None) -> Library:
    """Open the library in a folder. Without a file there it works on the index alone.

    `index` None leaves the index out; `local` is a second folder whose file is read besides. Raises `LibraryDamaged`.
    """
    home, beside = (_store(one) if one else None for one in (folder, local))
    store = Shelf(home, beside) if beside else home
    return Library(store, Index(index) if index and index.exists() else None)


def _store(folder: Path) -> Store | None:
    path = folder / FILE_NAME
    return Store(path) if path.exists() else None
