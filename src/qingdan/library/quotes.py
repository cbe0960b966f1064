"""What the library knows of a basis entry on a day: the verdict on its quotation, and facts for the rules."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from qingdan.library.index import hashes_of, units
from qingdan.library.lookup import InForce, NotYetInForce, NoVersionThatDay, Repealed, UnknownInstrument
from qingdan.library.store import Ending, Instrument, Version
from qingdan.library.structure import narrowed
from qingdan.rules.citation import Citation, CitationKind, article_label
from qingdan.rules.legal_basis import BasisEntry, BasisFacts, InstrumentLevel, Verdict
from qingdan.rules.pattern import pattern
from qingdan.rules.quotation import (
    HashedClause,
    Judgement,
    Place,
    differing,
    judge,
    judge_by_hash,
)
from qingdan.rules.text import clauses, letters, pieces

if TYPE_CHECKING:
    from qingdan.library.library import HeldArticle, Library

_SHORTEST_PIECE = 4
_MOST_PAIRS = 8
_LONG = 24
_WHOLE = Judgement(verdict=Verdict.TEXT_FOUND, share=1.0)
_OMISSION = pattern(r"…+|⋯+|\.{3,}|·{3,}")
_NAMES_EDITION = pattern(r"修|^\d{4}年?(?:版|本)?$")
_EDITION_DAY = pattern(r"(\d{4})年?(?:(\d{1,2})月)?")


Facts = dict[str, object]  # fields of BasisFacts


@dataclass(slots=True)
class Examiner:
    """Answers for entries; remembers what it was asked, because registers repeat themselves."""

    library: "Library"
    _known: dict[tuple[object, ...], Facts] = field(default_factory=dict)

    def facts(self, entry: BasisEntry, on: date) -> BasisFacts:
        """The entry with everything the library knows of it on the day."""
        cited = entry.citation
        key = (
            cited.title,
            cited.article,
            cited.insert,
            cited.paragraph,
            cited.item,
            cited.edition,
            entry.quoted,
            on,
        )
        found = self._known.get(key)
        if found is None:
            if len(self._known) > 10_000:
                self._known.clear()
            found = self._known[key] = self._examine(entry, on)
        return BasisFacts(entry=entry, **found)  # type: ignore[arg-type]

    def _examine(self, entry: BasisEntry, on: date) -> Facts:
        citation = entry.citation
        if citation.kind is not CitationKind.INSTRUMENT or not citation.title:
            return {"clause": entry.quoted}
        answer = self.library.answer(citation.title, on)
        match answer:
            case UnknownInstrument(ending=ending):
                return _unknown(entry, ending, on)
            case NotYetInForce(instrument=instrument) | NoVersionThatDay(instrument=instrument):
                return {
                    **_of_instrument(instrument),
                    "verdict": _if_asked(entry, Verdict.VERSION_UNKNOWN),
                    "not_yet_in_force": isinstance(answer, NotYetInForce),
                    "clause": entry.quoted,
                }
            case InForce(instrument=instrument, version=version):
                return {**_of_instrument(instrument), **self._in_version(entry, version)}
            case Repealed(instrument=instrument, version=version, ending=ending):
                return {
                    **_of_instrument(instrument),
                    **self._in_version(entry, version),
                    "repealed": True,
                    "repealed_on": ending.on,
                    "repeal_dated": not ending.estimated,
                }

    def _in_version(self, entry: BasisEntry, version: Version) -> Facts:
        citation = entry.citation
        judged = self._by_text(entry, version) if version.has_text else self._by_hash(entry, version)
        return {
            "clause": entry.quoted,
            "version": version.dated,
            "superseded_edition": superseded(citation.edition, version),
            "implements": version.implements,
            **judged,
        }

    def _by_text(self, entry: BasisEntry, version: Version) -> Facts:
        citation = entry.citation
        if citation.article is None:
            return self._anywhere(entry, version)
        place = (citation.article, citation.insert or 0)
        held = self.library.held(version, place)
        judgement = self._judgement(entry.quoted, held, place, version)
        facts = _judged(judgement)
        if held is None:
            return facts
        if judgement.verdict is Verdict.TEXT_DIFFERS:
            pairs = differing(clauses(entry.quoted), held.letters, clauses(held.text))
            facts["difference"] = pairs[:_MOST_PAIRS]
        clause = narrowed(held.text, citation.paragraph, citation.item)
        facts |= _of_shape(held.shape, citation)
        return {**facts, "clause": clause, "clause_from_library": True, "article_text": held.text}

    def _judgement(
        self, quoted: str, held: "HeldArticle | None", place: Place, version: Version
    ) -> Judgement:
        if held is not None and len(quoted) > _LONG:
            if quoted in held.text:
                return _WHOLE
            whole = letters(quoted)
            if len(whole) > _LONG and whole in held.letters:
                return _WHOLE  # every piece of it stands there too; most quotations are of this kind
        cited = held.letters if held else None
        return judge(quoted_pieces(quoted), cited, place, lambda: self.library.texts(version))

    def _anywhere(self, entry: BasisEntry, version: Version) -> Facts:
        """Words quoted under a title alone: judged only when one article holds them all."""
        wanted = quoted_pieces(entry.quoted)
        if not wanted:
            return {}
        texts = self.library.texts(version)
        found = [
            place
            for place in texts.holding(max(wanted, key=len))
            if all(piece in texts.letters[place] for piece in wanted)
        ]
        if not found:
            return {}
        return {"verdict": Verdict.TEXT_FOUND, "found_at": tuple(article_label(*place) for place in found)}

    def _by_hash(self, entry: BasisEntry, version: Version) -> Facts:
        citation = entry.citation
        if citation.article is None:
            return {}
        indexed = self.library.indexed(version)
        place = (citation.article, citation.insert or 0)
        cited = indexed.article(place)
        quoted = _broken(entry.quoted, cited.hashes) if cited else entry.quoted
        judgement = judge_by_hash(
            _hashed(quoted),
            cited.hashes if cited else None,
            place,
            lambda: self.library.holders(version),
        )
        facts = _judged(judgement)
        if cited is None:
            return facts
        if judgement.verdict is Verdict.TEXT_DIFFERS:
            pairs = tuple((words, "") for words in _unknown_units(quoted, cited.hashes))
            facts["difference"] = pairs[:_MOST_PAIRS]
        return {**facts, **_of_shape(cited.shape, citation)}


def _judged(judgement: Judgement) -> Facts:
    return {
        "verdict": judgement.verdict,
        "certain": judgement.certain,
        "share": judgement.share,
        "found_at": tuple(article_label(*place) for place in judgement.places),
    }


def _of_shape(shape: tuple[int, ...], citation: Citation) -> Facts:
    """How many 款 the article has, which of them have 项, the last 项 of the cited one (of the longest, if none is)."""
    paragraph = citation.paragraph or 0
    items = shape[paragraph - 1] if 1 <= paragraph <= len(shape) else max(shape, default=0)
    listed = tuple(number for number, last in enumerate(shape, 1) if last)
    return {"paragraph_count": len(shape), "item_count": items, "listed_paragraphs": listed}


def _hashed(quoted: str) -> list[HashedClause]:
    """The units of a quotation; those beside an omission mark are marked as cut."""
    parts = [hashes_of(part) for part in _OMISSION.split(quoted)]
    found = []
    for number, part in enumerate(parts):
        for place, (value, length) in enumerate(part):
            cut = (place == 0 and number > 0) or (place == len(part) - 1 and number < len(parts) - 1)
            found.append(HashedClause(hash=value, length=length, cut=cut))
    return found


def _broken(quoted: str, hashes: Collection[int]) -> str:
    """The quotation with its line breaks made clause ends, where that makes more of its clauses known.

    A wrapped line breaks within a clause, a broken off paragraph between two whose mark is missing.
    """
    if "\n" not in quoted:
        return quoted
    broken = quoted.replace("\n", "。")
    fewer = len(_unknown_units(broken, hashes)) < len(_unknown_units(quoted, hashes))
    return broken if fewer else quoted


def _unknown_units(quoted: str, hashes: Collection[int]) -> list[str]:
    return [unit for unit in units(quoted) if hashes_of(unit)[0][0] not in hashes]


@lru_cache(maxsize=4096)
def quoted_pieces(quoted: str) -> tuple[str, ...]:
    """The pieces of a quotation that are looked for: letters only, four or more."""
    return tuple(piece for piece in pieces(quoted) if len(piece) >= _SHORTEST_PIECE) if quoted else ()


def _unknown(entry: BasisEntry, ending: Ending | None, on: date) -> Facts:
    """An instrument that is not here; a law or regulation here may still say that it is repealed."""
    told = ending is not None and ending.on is not None and ending.on <= on and _binding(ending)
    return {
        "verdict": _if_asked(entry, Verdict.INSTRUMENT_UNKNOWN),
        "clause": entry.quoted,
        "repealed": told,
        "repealed_on": ending.on if told and ending else None,
        "repeal_dated": not (told and ending and ending.estimated),
    }


def _binding(ending: Ending) -> bool:
    return ending.by_level in (InstrumentLevel.LAW, InstrumentLevel.ADMINISTRATIVE_REGULATION)


def _if_asked(entry: BasisEntry, verdict: Verdict) -> Verdict | None:
    return verdict if entry.citation.article is not None or quoted_pieces(entry.quoted) else None


def _of_instrument(instrument: Instrument) -> Facts:
    return {
        "full_title": instrument.title,
        "level": instrument.level,
        "level_certain": instrument.level is not InstrumentLevel.UNKNOWN,
        "issuer": instrument.issuer,
    }


def superseded(edition: str | None, version: Version) -> str | None:
    """The printed edition (2011年修正) when the version of the day is a later one.

    Only a year alone or a note on an amendment names an edition: the day of the first publication or of coming
    into force identifies the instrument, whatever its edition. A year alone is compared with the version's year.
    Reading chosen for texts passed at the end of a year and published at the start of the next: an edition of
    the year before then still means this version.
    """
    found = _EDITION_DAY.findall(edition) if edition and _NAMES_EDITION.search(edition) else []
    if not found or version.dated is None:
        return None
    year, month = max((int(year), int(month or 0)) for year, month in found)
    dated = version.dated
    if year < dated.year:
        spans_new_year = year == dated.year - 1 and dated.month <= 2 and (month == 0 or month >= 10)
        return None if spans_new_year else edition
    if month and year == dated.year and (dated.month - month) > 3:
        return edition
    return None
