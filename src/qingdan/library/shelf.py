"""Two stores read as one: the texts of the home, and beside them those that a city's 法制办 entered itself.

The versions of the second have negative rows, so that a row tells its store.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from qingdan.library.lookup import merged
from qingdan.library.store import Ending, Instrument, Store
from qingdan.library.structure import Article


class Shelf:
    """What `Library` asks of a store, answered by two. A text of the same title and day is the local one."""

    def __init__(self, home: Store | None, local: Store) -> None:
        self.path = (home or local).path
        self._home, self._local = home, local

    def close(self) -> None:
        """Closes both."""
        for store in self._stores():
            store.close()

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of both; of a count (one row, one number) the sum."""
        found = [row for store in self._stores() for row in store.rows(statement, *values)]
        return [(sum(row[0] for row in found),)] if statement.startswith("SELECT count(*)") else found

    def instrument(self, key: str) -> Instrument | None:
        """The instrument of a title key with the versions of both, ended when either says so."""
        local, home = self._local.instrument(key), self._home.instrument(key) if self._home else None
        if local is None:
            return home and self._ended(home)
        return merged(_marked(local), home)

    def instruments(self) -> Iterator[Instrument]:
        """All instruments, by key."""
        keys = {one.key for store in self._stores() for one in store.instruments()}
        for key in sorted(keys):
            if found := self.instrument(key):
                yield found

    def titles(self, words: str) -> list[str]:
        """The titles whose key holds the words."""
        return [title for store in self._stores() for title in store.titles(words)]

    def article_row(self, version: int, number: int, insert: int) -> tuple[str, str] | None:
        """Text and stored shape of one article of a version."""
        return self._of(version).article_row(abs(version), number, insert)

    def article_rows(self, version: int) -> dict[tuple[int, int], tuple[str, str]]:
        """Text and stored shape of every article of a version."""
        return self._of(version).article_rows(abs(version))

    def article(self, version: int, number: int, insert: int) -> Article | None:
        """One article of a version."""
        return self._of(version).article(abs(version), number, insert)

    def articles(self, version: int) -> list[Article]:
        """All articles of a version in order."""
        return self._of(version).articles(abs(version))

    def ending(self, key: str) -> Ending | None:
        """The earliest repeal of a title; a local one before one of the home."""
        return self._local.ending(key) or (self._home.ending(key) if self._home else None)

    def _ended(self, instrument: Instrument) -> Instrument:
        """An instrument of the home that a local text repeals."""
        ending = self._local.ending(instrument.key)
        newest = instrument.versions[-1].order()
        if ending is None or ending.on is None or ending.on <= newest:
            return instrument
        return replace(instrument, ending=ending)

    def _of(self, version: int) -> Store:
        return self._local if version < 0 or self._home is None else self._home

    def _stores(self) -> tuple[Store, ...]:
        return (self._home, self._local) if self._home else (self._local,)


def _marked(instrument: Instrument) -> Instrument:
    versions = tuple(replace(one, row=-one.row) for one in instrument.versions)
    return replace(instrument, versions=versions)
