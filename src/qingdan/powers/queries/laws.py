"""The law library of the home, opened once a process and anew when its file is replaced."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock

from django.conf import settings

from qingdan.data.labels import VERDICT_NAMES
from qingdan.library.library import Library, open_library
from qingdan.library.lookup import InForce, NotYetInForce, Repealed
from qingdan.library.store import FILE_NAME
from qingdan.powers.queries.bases import BasisText
from qingdan.rules.basis_reader import read_basis
from qingdan.rules.citation import label
from qingdan.rules.legal_basis import BasisFacts
from qingdan.rules.text import title_key

_State = tuple[Path, int, int, int]
MOST_TITLES = 12


@dataclass(slots=True)
class _Shelf:
    """The library at hand, and the state of the file that it was opened from."""

    lock: Lock
    library: Library | None = None
    state: _State | None = None


_SHELF = _Shelf(Lock())


@dataclass(frozen=True, slots=True, kw_only=True)
class LawTitle:
    """An instrument to choose from; `from_on` is the day its text of today came into force, None not known."""

    title: str
    from_on: date | None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisReading:
    """What the library says of one citation of a basis.

    `verdict` is a key ("text_found"; "" where there is nothing to judge) and `words` its name; `state` is in_force,
    repealed, not_yet or unknown; `text` is the article, "" where only the index is at hand; `version` the day of the
    text; `differs` pairs of (as typed, as in the law).
    """

    title: str
    place: str
    verdict: str
    words: str
    state: str
    version: date | None
    ended_on: date | None
    text: str
    found_at: tuple[str, ...]
    differs: tuple[tuple[str, str], ...]


@contextmanager
def law_library() -> Iterator[Library]:
    """The library, for one thread at a time: what it keeps at hand is shared."""
    with _SHELF.lock:
        state = _state(settings.QINGDAN_HOME / FILE_NAME)
        if _SHELF.library is None or _SHELF.state != state:
            if _SHELF.library:
                _SHELF.library.close()
            _SHELF.library, _SHELF.state = open_library(settings.QINGDAN_HOME), state
        yield _SHELF.library


def titles_like(words: str, on: date) -> list[LawTitle]:
    """Instruments whose title holds the words, the shortest titles first: what a basis is picked from."""
    key = title_key(words)
    if len(key) < 2:
        return []
    with law_library() as library:
        found = library.titles(key, MOST_TITLES)
        return [_title(library, title, on) for title in found]


def read_bases_in_law(bases: tuple[BasisText, ...], on: date) -> list[tuple[BasisReading, ...]]:
    """For each basis, what the library says of its citations on a day."""
    with law_library() as library:
        return [
            tuple(_reading(library.facts(entry, on), library, on) for entry in read_basis(one.printed))
            for one in bases
        ]


def _reading(facts: BasisFacts, library: Library, on: date) -> BasisReading:
    title = facts.full_title or facts.entry.citation.title or facts.entry.citation.document_number or ""
    return BasisReading(
        title=title,
        place=label(facts.entry.citation),
        verdict=facts.verdict.value if facts.verdict else "",
        words=VERDICT_NAMES[facts.verdict] if facts.verdict else "",
        state=_stands(facts, library, on),
        version=facts.version,
        ended_on=facts.repealed_on,
        text=facts.article_text or facts.clause if facts.clause_from_library else "",
        found_at=facts.found_at,
        differs=facts.difference,
    )


def _stands(facts: BasisFacts, library: Library, on: date) -> str:
    if facts.repealed or facts.repealed_on:
        return "repealed"
    if facts.not_yet_in_force:
        return "not_yet"
    known = library.instrument(facts.entry.citation.title or "")
    return "in_force" if known and isinstance(library.answer(known.title, on), InForce) else "unknown"


def _title(library: Library, title: str, on: date) -> LawTitle:
    match library.answer(title, on):
        case InForce(version=version) | NotYetInForce(version=version):
            return LawTitle(title=title, from_on=version.valid_from or version.dated)
        case Repealed(version=version, ending=ending):
            return LawTitle(title=title, from_on=version.valid_from or version.dated, ended_on=ending.on)
        case _:
            return LawTitle(title=title, from_on=None)


def _state(path: Path) -> _State:
    """What tells one library file from another put in its place; zeros where there is none."""
    if not path.exists():
        return (path, 0, 0, 0)
    found = path.stat()
    return (path, found.st_mtime_ns, found.st_size, found.st_ino)
