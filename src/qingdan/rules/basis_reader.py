"""What a basis cell (设定依据) cites and quotes: `read_basis`.

Source: "Verdicts on citations" §2. A quotation runs from the end of the locator to the next citation; list
numbers, source labels (【法律】) and a repetition of the article number are no part of it. A quotation after
several leaves (第一款第二项、第二款) belongs to each of them. Citations inside the quoted law text are no
basis. Most cells hold one citation with one quotation: these are read by one pattern, to the same result.
"""

import re
from functools import lru_cache
from itertools import pairwise

from qingdan.rules.citations.names import TITLE, Notes, read_notes
from qingdan.rules.citations.places import Place, read_places
from qingdan.rules.citations.reader import LEVELS, Cited, leaves_of, read_cited
from qingdan.rules.citations.values import Citation, CitationKind
from qingdan.rules.legal_basis import BasisEntry
from qingdan.rules.numerals import NUMERAL, number_of
from qingdan.rules.pattern import pattern

_OPENING = pattern(r"[\s：:，,、。；;]*+(?:[的中]?规定(?:[：:，,]|(?=[“\"「『]))(?:[\s：:]*+))?")
_REPETITION = pattern(
    rf"第\s?({NUMERAL}{{1,9}}+)\s?条(?:之([一二三四五六七八九十]{{1,2}}))?"
    rf"(?:第\s?[（(]?{NUMERAL}{{1,4}}+[)）]?\s?[款项])*+(?:规定)?[\s：:]++"
)
# One citation, its mark, and words in which nothing may end the quotation: see `_quick`.
_QUICK = pattern(
    rf"(?P<label>【(?:{LEVELS})】)?《(?P<title>{TITLE})》(?P<note>（[^（）《》\n]{{1,60}}+）)?\s{{0,8}}+"
    rf"(?P<places>第[第条款项、（）()之{NUMERAL[1:-1]}]{{2,60}}+)"
    r"(?P<mark>[：:\n\u3000][：:\s]*+(?!第|的?规定))?(?![和与及或至到之的中各第所目]|以及|有关规定|另有规定|规定)(?=[^\W_])"
)
# What stands before a mark is looked at behind it, so that the search runs from mark to mark.
_MAY_END = pattern(
    r"[《〈＜<](?<![有依按照合反对用和与].)(?<![》条款项]、.)"
    rf"|号(?<=[{NUMERAL[1:-1]}\s]号)|中华人民共和国(?<!《中华人民共和国)"
    r"|第(?<=[\s。“\"「、.．)）〉＞>”法典例则办定决程释]第)(?<!本法第)(?<!本条例第)(?<!本办法第)(?<!本规定第)"
    rf"(?<!本细则第)(?<![条款项]、第)[ \u3000]?{NUMERAL}{{1,9}}+[ \u3000]?[条、,，和至之]"
)
_FILLER = pattern(r"(?:的?规定|等|有关|相关)")
_ENOUGH = 24
_FEWEST = 4  # fewer letters are no quotation


def read_basis(printed: str) -> list[BasisEntry]:
    """The citations of a basis cell in order, each leaf with the words quoted for it. Any text will do."""
    return list(_entries(printed))


@lru_cache(maxsize=8192)
def _entries(printed: str) -> tuple[BasisEntry, ...]:
    """A cell is read by the checks, then taken apart for the register: and a register repeats its cells."""
    quick = _quick(printed)
    return tuple(_read(printed) if quick is None else quick)


def _quick(printed: str) -> list[BasisEntry] | None:
    """The entries of a cell with one citation and one quotation; None for any other cell."""
    head = _QUICK.match(printed)
    if head is None or _MAY_END.search(printed, head.end()):
        return None
    if printed.count("《", head.end()) != printed.count("》", head.end()):
        return None
    places, notes = _places(head["places"]), _notes(head["note"] or "")
    words = printed[head.end() :].rstrip()
    if not places or notes is None or len(words) < _ENOUGH:
        return None
    title, begin, shift = head["title"].strip(), head.start("title") - 1, head.start("places")
    return [
        BasisEntry(
            citation=Citation(
                kind=CitationKind.INSTRUMENT,
                title=title,
                edition=notes.edition,
                document_number=notes.document_number,
                article=place.article,
                insert=place.insert,
                paragraph=place.paragraph,
                item=place.item,
                start=place.start + shift if number else begin,
                end=place.end + shift,
            ),
            quoted=words,
            level_tag=head["label"],
        )
        for number, place in enumerate(places)
    ]


@lru_cache(maxsize=4096)
def _places(words: str) -> tuple[Place, ...]:
    """The places of which the words consist; () where they are more than that, or name no article."""
    places, end = read_places(words, 0)
    return tuple(places) if end == len(words) and places[0].article else ()


@lru_cache(maxsize=1024)
def _notes(words: str) -> Notes | None:
    """What a title's brackets tell; None where they are not all notes."""
    notes = read_notes(words, 0)
    return notes if notes.end == len(words) else None


def _read(printed: str) -> list[BasisEntry]:
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
    few = len(words) < _ENOUGH and sum(map(str.isalnum, _FILLER.sub("", words))) < _FEWEST
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
