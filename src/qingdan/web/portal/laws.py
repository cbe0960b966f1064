"""What the law library says of the bases of an item: read when the page is made, never part of an edition.

The library is that of the desk: the file of the home, the shipped index, and the local texts that the 法制办 of the
region entered, save 三定 provisions. Files that units attached for review are not public (docs/adr/0030).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from qingdan.data.public_law import level_name, verdict_mark
from qingdan.editions.queries.difference import printed_basis
from qingdan.library.library import Library
from qingdan.rules.basis_reader import read_basis
from qingdan.rules.citation import print_citation
from qingdan.rules.legal_basis import BasisFacts, InstrumentLevel
from qingdan.web.shared.law_texts import public_library

LONGEST_TEXT = 4_000  # letters of an article that a page shows


@dataclass(frozen=True, slots=True, kw_only=True)
class LawReading:
    """One citation of a basis: how it is called, what the library says of it, the article as in force that day.

    `mark`: class of the verdict (ok, warn, bad, hint); `text`: "" where only the index is at hand; `quoted` the words
    that the list itself quotes.
    """

    cited: str
    level: str
    since: date | None
    ended_on: date | None
    mark: str
    words: str
    text: str
    quoted: str


def read_laws(bases: Sequence[Mapping[str, Any]], on: date) -> tuple[LawReading, ...]:
    """What the library of the region says of each citation of these bases on a day, in order; in its transaction."""
    with public_library() as library:
        return tuple(found for one in bases for found in _readings(one, library, on))


def _readings(basis: Mapping[str, Any], library: Library, on: date) -> Iterator[LawReading]:
    entries = read_basis(printed_basis(basis))
    if not entries:  # words in which no citation was found
        words = printed_basis(basis)
        mark, said = verdict_mark(None, read=False)
        yield LawReading(
            cited=words, level="", since=None, ended_on=None, mark=mark, words=said, text="", quoted=""
        )
    for entry in entries:
        yield _reading(library.facts(entry, on))


def _reading(facts: BasisFacts) -> LawReading:
    mark, words = verdict_mark(facts.verdict, read=True, ended=facts.repealed)
    text = facts.clause if facts.clause_from_library and facts.level is not InstrumentLevel.MANDATE else ""
    return LawReading(
        cited=print_citation(facts.entry.citation),
        level=level_name(facts.level) if facts.level_certain else "",
        since=facts.version,
        ended_on=facts.repealed_on,
        mark=mark,
        words=words,
        text=text[:LONGEST_TEXT],
        quoted="" if text else facts.entry.quoted[:LONGEST_TEXT],
    )
