"""What a basis cell (设定依据) cites and quotes: `read_basis`.

Source: "Verdicts on citations" §2. A quotation runs from the end of the locator to the next citation; list
numbers, source labels (【法律】) and a repetition of the article number are no part of it. A quotation after
several leaves (第一款第二项、第二款) belongs to each of them. Citations inside the quoted law text are no
basis. Most cells hold one citation with one quotation: these are read by one pattern, to the same result.
"""

import re
from itertools import pairwise

from qingdan.rules.citation_places import Place
from qingdan.rules.citation_reader import Cited, leaves_of, read_cited
from qingdan.rules.citation_values import CitationKind
from qingdan.rules.legal_basis import BasisEntry
from qingdan.rules.numerals import NUMERAL, number_of

_OPENING = re.compile(r"[\s：:，,、。；;]*+(?:的?规定[：:，,](?:[\s：:]*+))?")
_REPETITION = re.compile(
    rf"第\s?({NUMERAL}{{1,9}}+)\s?条(?:之([一二三四五六七八九十]{{1,2}}))?"
    rf"(?:第\s?[（(]?{NUMERAL}{{1,4}}+[)）]?\s?[款项])*+(?:规定)?[\s：:]++"
)
_FILLER = re.compile(r"(?:的?规定|等|有关|相关)")
_FEWEST = 4  # fewer letters are no quotation


def read_basis(printed: str) -> list[BasisEntry]:
    """The citations of a basis cell in order, each leaf with the words quoted for it. Any text will do."""
    found: list[BasisEntry] = []
    group = 0
    cited = [*read_cited(printed), None]
    for one, after in pairwise(cited):
        if one is None or one.mention.kind is CitationKind.INTERNAL:
            continue
        quoted = _quoted(printed, one, after) if one.quotes else ""
        if one.mention.repeats:
            found[group:] = [_with(entry, one, quoted) for entry in found[group:]]
            continue
        if not one.mention.heading:
            group = len(found)
        label = one.label or (found[group].level_tag if one.mention.heading and found else None)
        found += [
            BasisEntry(citation=leaf, quoted=quoted, level_tag=label) for leaf in leaves_of(one.mention)
        ]
    return found


def _quoted(printed: str, one: Cited, after: Cited | None) -> str:
    words = printed[one.mention.end : after.begins if after else len(printed)]
    begin = _end(_OPENING, words, 0)
    while repeated := _REPETITION.match(words, begin):
        if not _names(one.mention.places, repeated):
            break
        begin = _end(_OPENING, words, repeated.end())
    words = words[begin:].strip()
    few = len(words) < 24 and sum(map(str.isalnum, _FILLER.sub("", words))) < _FEWEST
    return "" if few else words


def _end(pattern: re.Pattern[str], words: str, begin: int) -> int:
    found = pattern.match(words, begin)
    return found.end() if found else begin


def _names(places: tuple[Place, ...], repeated: re.Match[str]) -> bool:
    named = (number_of(repeated[1]), number_of(repeated[2]) if repeated[2] else None)
    return any((place.article, place.insert) == named for place in places)


def _with(entry: BasisEntry, heading: Cited, quoted: str) -> BasisEntry:
    """The entry with the words under a heading that names its article again."""
    named = {(place.article, place.insert) for place in heading.mention.places}
    if (entry.citation.article, entry.citation.insert) not in named:
        return entry
    words = "\n".join(filter(None, (entry.quoted, quoted)))
    return BasisEntry(citation=entry.citation, quoted=words, level_tag=entry.level_tag)
