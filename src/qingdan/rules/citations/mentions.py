"""Every place where a text names an instrument, a document number or itself (本法, 前款), in order.

A pattern finds what may begin or end a citation, and each kind has a reader of its own that looks only a
bounded way around it. Which of the mentions are citations of the text, and which stand
inside law text that it quotes, is told in `citation_reader`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from qingdan.rules.citations.document_numbers import number_ending_at
from qingdan.rules.citations.names import (
    full_name_at,
    issued_with,
    name_before,
    names_papers,
    only_names,
    read_notes,
    title_at,
)
from qingdan.rules.citations.places import Place, read_places
from qingdan.rules.citations.values import CitationKind, Relation
from qingdan.rules.numerals import NUMERAL
from qingdan.rules.pattern import pattern

_SELF = "法典|法|条例|办法|规定|细则|规则|决定|通则|章程|解释|规范|规程|准则|意见|通知|制度|实施(?:办法|细则|条例)"
_TOKEN = pattern(
    rf"《|[〈＜<]|中华人民共和国|号|第[ \u3000]?{NUMERAL}{{1,9}}+[ \u3000]?[条、,，和至之]"
    rf"|(?<![基根资文版成原样标日副书课剧脚])本(?:(?P<self>{_SELF})|条款|条(?![例件约文])|款(?![项式]))"
    rf"|该(?P<that>法典?|条例|办法|规定|细则|规则|决定)"
    rf"(?=[ \u3000]?第[ \u3000]?{NUMERAL}{{1,9}}+[ \u3000]?[条、,，和至之])"
    rf"|(?<![目以之提此从当日生先年超])[前上](?:[一二两三四五六]?[条款项](?![目件例]))"
)
_RELATIONS = {
    ("本", "条"): Relation.THIS_ARTICLE,
    ("本", "款"): Relation.THIS_PARAGRAPH,
    ("前", "条"): Relation.PRECEDING_ARTICLE,
    ("前", "款"): Relation.PRECEDING_PARAGRAPH,
    ("前", "项"): Relation.PRECEDING_ITEM,
}
_BETWEEN = pattern(r"\s{0,12}+(?:[：:，,、]\s{0,12}+)?(?:[的中](?=第))?")
_NUMBER_CLOSED = pattern(r"文?件?[)）]?")
_DATE = pattern(r"[0-9０-９年月日 \u3000]*")
_TITLE_FOLLOWS = pattern(r"[)）]?[ \u3000]{0,3}+(?=《)")
_SPACES = pattern(r"[ \t\u3000]{0,3}+")
_IN_BRACKETS = pattern(r"\s{0,3}[（(](?=\s?第)")
_SHORT = ("简称", "下称", "统称")
_OPENS_LINE = pattern(rf"[\n\r][\s“\"「]{{0,12}}(?:[（(]?{NUMERAL}{{1,3}}[)）、.．]{{1,2}}\s{{0,3}})?$")
_AFTER_LINE = pattern(r"(?:规定)?(?:[：:\s“\"「]|$)")
_AFTER_SENTENCE = pattern(r"(?:规定)?[：:]")
_TRIAL = pattern(r"[（(][^（）()]{1,8}[)）]$")
_REACH = 24
_LONGEST_BRACKET = 160
_MOST_COMPARED = 400  # places under one title that a heading may repeat


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One naming with the places after it. `heading`: the title is carried on from the mention before.

    `repeats`: a heading that names again an article which the title's own citation has named.
    """

    kind: CitationKind
    start: int
    end: int
    title: str | None = None
    edition: str | None = None
    document_number: str | None = None
    relation: Relation | None = None
    places: tuple[Place, ...] = field(default=())
    heading: bool = False
    repeats: bool = False


def next_mention(text: str, floor: int, group: Sequence[Mention]) -> Mention | None:
    """The next mention that begins at `floor` or later; None where there is none.

    `group`: the last citation with a name of its own and the headings that carried it on, for headings.
    Any text will do; each reader looks only a bounded way around what the pattern finds.
    """
    position = floor
    while token := _TOKEN.search(text, position):
        if mention := _read(text, token, floor, group):
            return mention
        position = token.end()
    return None


def _read(text: str, token: re.Match[str], floor: int, group: Sequence[Mention]) -> Mention | None:
    match token[0][0]:
        case "《" | "〈" | "＜" | "<":
            return _titled(text, token.start(), floor)
        case "中":
            return _fully_named(text, token.start())
        case "号":
            return _numbered(text, token.start(), floor)
        case "该":
            return _that(text, token, group)
        case "第":
            return _named(text, token.start(), floor) or _carried(text, token.start(), floor, group)
        case _:
            return _internal(text, token)


def names_alone(text: str) -> list[Mention]:
    """The instruments of a text that is nothing but names without 《》, one or several."""
    return [
        Mention(kind=CitationKind.INSTRUMENT, start=start, end=start + len(name), title=name)
        for name, start in only_names(text)
    ]


def _titled(text: str, position: int, floor: int) -> Mention | None:
    found = title_at(text, position)
    if found is None or text.endswith(_SHORT, 0, position):
        return None
    if issuing := issued_with(text, floor, position, found[1]):
        title, start, end = issuing
        return _with_notes(text, start, title, end)
    mention = _with_notes(text, position, *found)
    return None if not mention.places and names_papers(found[0]) else mention


def _fully_named(text: str, position: int) -> Mention | None:
    found = full_name_at(text, position)
    return _with_notes(text, position, *found) if found else None


def _named(text: str, position: int, floor: int) -> Mention | None:
    found = name_before(text, floor, position)
    if found is None or "该" in found[0]:
        return None
    name, start, end = found
    mention = _with_notes(text, start, name, end)
    return mention if mention.places else None


def _with_notes(text: str, start: int, title: str, end: int) -> Mention:
    notes = read_notes(text, end)
    number, end = _number_after(text, notes.end) if notes.document_number is None else (None, notes.end)
    places, end = _places_after(text, end)
    return Mention(
        kind=CitationKind.INSTRUMENT,
        start=start,
        end=end,
        title=title,
        edition=notes.edition,
        document_number=notes.document_number or number,
        places=_beginning(places, start),
    )


def _number_after(text: str, end: int) -> tuple[str | None, int]:
    """A document number right after the title, without brackets, with the date before it if there is one."""
    position = text.find("号", end, end + _REACH)
    printed = number_ending_at(text, end, position) if position > 0 else None
    if printed is None or not _DATE.fullmatch(text, end, printed.start):
        return None, end
    return printed.of_title(), printed.end


def _places_after(text: str, end: int) -> tuple[list[Place], int]:
    between = _BETWEEN.match(text, end)
    begin = between.end() if between else end
    places, after = read_places(text, begin)
    if places:
        return places, after
    if bracket := _IN_BRACKETS.match(text, end):
        places, after = read_places(text, bracket.end())
        if places and text[after : after + 1] in {")", "）"}:
            return places, after + 1
    return [], end


def _beginning(places: list[Place], start: int) -> tuple[Place, ...]:
    """Places under a name: the first begins with the name, and 项 without 条 are those of its annex."""
    placed = [_annexed(place) for place in places]
    return (placed[0]._replace(start=start), *placed[1:]) if placed else ()


def _annexed(place: Place) -> Place:
    if place.item is None or place.article is not None or place.paragraph is not None:
        return place
    return Place(annex_item=place.item, start=place.start, end=place.end)


def _numbered(text: str, position: int, floor: int) -> Mention | None:
    printed = number_ending_at(text, floor, position)
    if printed is None:
        return None
    if named := _named_before_bracket(text, printed.start, floor):
        return named
    title = _TITLE_FOLLOWS.match(text, printed.end)
    titled = _titled(text, title.end(), title.end()) if title else None
    if titled and not titled.document_number:
        places = _beginning(list(titled.places), printed.start)
        return replace(titled, document_number=printed.of_title(), start=printed.start, places=places)
    closed = _NUMBER_CLOSED.match(text, printed.end)
    places_after, end = _places_after(text, closed.end() if closed else printed.end)
    end = end if places_after else printed.end
    return Mention(
        kind=CitationKind.DOCUMENT_NUMBER,
        start=printed.start,
        end=end,
        document_number=printed.number,
        places=_beginning(places_after, printed.start),
    )


def _named_before_bracket(text: str, position: int, floor: int) -> Mention | None:
    """灯笼管理条例（国务院令第900号）第三条: a name without 《》 whose brackets hold the number found."""
    begin = max(floor, position - _LONGEST_BRACKET)
    opened = max(text.rfind("（", begin, position), text.rfind("(", begin, position))
    return _named(text, opened, floor) if opened > 0 else None


def _internal(text: str, token: re.Match[str]) -> Mention:
    word = token[0]
    relation = Relation.THIS_INSTRUMENT
    if not token["self"]:
        relation = _RELATIONS["本" if word[0] == "本" else "前", word[-1]]
    between = _SPACES.match(text, token.end())
    places, end = read_places(text, between.end() if between else token.end())
    end = end if places else token.end()
    return Mention(
        kind=CitationKind.INTERNAL,
        start=token.start(),
        end=end,
        relation=relation,
        places=(places[0]._replace(start=token.start()), *places[1:]) if places else (),
    )


def _that(text: str, token: re.Match[str], group: Sequence[Mention]) -> Mention | None:
    """该法第八条, under the title before if that is of the kind named."""
    title = group[0].title if group else None
    if title is None or not _TRIAL.sub("", title).endswith(token["that"]):
        return None
    between = _SPACES.match(text, token.end())
    places, end = read_places(text, between.end() if between else token.end())
    if not places or places[0].article is None:
        return None
    placed = _beginning(places, token.start())
    return replace(group[0], start=token.start(), end=end, places=placed, heading=False, repeats=False)


def _carried(text: str, position: int, floor: int, group: Sequence[Mention]) -> Mention | None:
    """A heading: 第八条： or 第八条　 at the start of a line, or 第八条： after 。, under the title before."""
    if not group:
        return None
    begin = max(floor, position - _REACH)
    before = text[begin:position] if begin else "\n" + text[:position]
    after = _AFTER_LINE if _OPENS_LINE.search(before) else _AFTER_SENTENCE if before.endswith("。") else None
    if after is None:
        return None
    places, end = read_places(text, position)
    if not places or not after.match(text, end):
        return None
    named = {one for place in _first_places(group) for one in (_key(place), _key(place)[:2])}
    repeated = all((_key(place) if place.depth() else _key(place)[:2]) in named for place in places)
    return replace(group[0], start=position, end=end, places=tuple(places), heading=True, repeats=repeated)


def _first_places(group: Sequence[Mention]) -> Iterator[Place]:
    return islice((place for mention in group for place in mention.places), _MOST_COMPARED)


def _key(place: Place) -> tuple[int | None, ...]:
    return (place.article, place.insert, place.paragraph, place.item, place.subitem)
