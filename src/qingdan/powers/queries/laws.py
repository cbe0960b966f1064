"""The law library: the file of the home and what the 法制办 of the region entered, opened once a process.

It is opened anew when the file is replaced or a local instrument changes; whoever asks, in whatever process, is
answered by the rows of this moment.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from django.conf import settings

from qingdan.data.labels import VERDICT_NAMES
from qingdan.library.importer import import_documents
from qingdan.library.library import Library, open_library
from qingdan.library.lookup import InForce, NotYetInForce, Repealed
from qingdan.library.store import FILE_NAME
from qingdan.powers.queries.bases import BasisText
from qingdan.powers.queries.local_law import LocalState, local_documents, local_state
from qingdan.rules.basis_reader import read_basis
from qingdan.rules.canonical import digest
from qingdan.rules.citation import article_label, label
from qingdan.rules.legal_basis import BasisFacts
from qingdan.rules.text import title_key

_State = tuple[Path, int, int, int, LocalState]
MOST_TITLES = 12
_MOST_OPEN = 4  # regions


@dataclass(slots=True)
class _Shelf:
    """The libraries at hand by region ("" without local texts), each with the state that it was opened in."""

    lock: Lock
    libraries: dict[str, tuple[_State, Library]]


_SHELF = _Shelf(Lock(), {})


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
    """The library of the region worked in, for one thread at a time: what it keeps at hand is shared.

    The region is the first of those that the transaction has entered.
    """
    local = local_state()
    region = local[0][0] if local else ""
    state = (*_state(settings.QINGDAN_HOME / FILE_NAME), local)
    with _SHELF.lock:
        known = _SHELF.libraries.pop(region, None)
        if known and known[0] != state:
            known[1].close()
            known = None
        _SHELF.libraries[region] = known or (state, _open(region))
        while len(_SHELF.libraries) > _MOST_OPEN:
            _SHELF.libraries.pop(next(iter(_SHELF.libraries)))[1].close()
        yield _SHELF.libraries[region][1]


def law_state() -> str:
    """What tells the library of now from that of another time, for what is kept of it."""
    path, *numbers, local = *_state(settings.QINGDAN_HOME / FILE_NAME), local_state()
    return digest([str(path.name), *numbers[:2], *(f"{code} {at.isoformat()}" for _, code, at in local)])


def _open(region: str) -> Library:
    if not region:
        return open_library(settings.QINGDAN_HOME)
    with TemporaryDirectory() as folder:  # the opened file is read on when its name is gone
        import_documents(Path(folder), local_documents(region))
        return open_library(settings.QINGDAN_HOME, local=Path(folder))


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


def read_place(title: str, place: str, on: date) -> BasisReading | None:
    """What an instrument says at a place (第五十九条第一款; a bare 59 will do) on a day; None where it names none."""
    locator = article_label(int(place)) if place.isdecimal() and 0 < len(place) < 5 else place
    (readings,) = read_bases_in_law((BasisText(instrument=title, locator=locator),), on)
    return readings[0] if readings and readings[0].place else None


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


def _state(path: Path) -> tuple[Path, int, int, int]:
    """What tells one library file from another put in its place; zeros where there is none."""
    if not path.exists():
        return (path, 0, 0, 0)
    found = path.stat()
    return (path, found.st_mtime_ns, found.st_size, found.st_ino)
