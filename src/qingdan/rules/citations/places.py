"""Where in an instrument a citation points: 第六条第一款第（二）至（四）项、第八条之一, 附件第193项.

Source: "Verdicts on citations" §5. Lists and ranges are expanded to one leaf each. 第六、十一、十四条第一款
is 6, 11 and (14,1): what follows a list refines its last number only.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from qingdan.rules.numerals import NUMERAL, number_of
from qingdan.rules.pattern import pattern

LONGEST_RANGE = 200  # a longer range is a misprint, or means a whole book: its ends are kept
_SPACE = r"[ \t\xa0\u3000]{0,3}+"
_RANGE = "至|到|[-–—－~～―]{1,2}"
_NUMBER = rf"(?:{NUMERAL}{{1,9}}+|[①-⑳⑴-⒇㈠-㈩])"
_ELEMENT = (
    rf"(?:第{_SPACE})?[（(]?{_SPACE}{_NUMBER}"
    rf"(?:之[一二三四五六七八九十]{{1,2}}+(?=条))?{_SPACE}[)）]?"
)
_JOINT = rf"(?:{_SPACE}(?:[、,，和与及或]|{_RANGE}){_SPACE}|(?=[（(]))"
_GROUP = pattern(rf"({_ELEMENT}(?:{_JOINT}{_ELEMENT}){{0,60}}+){_SPACE}([条款项目])(?!目)")
_INSERT = pattern(rf"{_SPACE}之{_SPACE}([一二三四五六七八九十0-9]{{1,2}}+)(?![条款项目])")
_FURTHER_INSERT = pattern(
    rf"{_SPACE}(?:(?P<range>{_RANGE})|[、,，和与及或]){_SPACE}之{_SPACE}(?P<number>[一二三四五六七八九十0-9]{{1,2}}+)(?![条款项目])"
)
_BRACKETED = pattern(
    rf"{_SPACE}[（(]{_SPACE}((?:第{_SPACE}(?:{_NUMBER}|[（(]{_NUMBER}[)）]){_SPACE}[款项][、，,和]?){{1,6}}+){_SPACE}[)）]"
)
_EACH = pattern(r"[的之]?各[款项目]")
_CONNECTOR = pattern(
    rf"{_SPACE}(?:(?P<range>{_RANGE})|(?P<list>[、，,]?(?:以及|或者|[和与及或])|、)|(?P<loose>[，,；;])"
    rf"|[之的中]{{1,2}}(?=第))?{_SPACE}"
)
_PART = pattern(rf"(?:{_SPACE}第{_SPACE}{NUMERAL}{{1,4}}+{_SPACE}[编章节]){{1,3}}{_SPACE}")
_ANNEX = pattern(
    rf"附[件表录]{_SPACE}(?:{NUMERAL}{{1,3}}+|[（(]{NUMERAL}{{1,3}}[)）])?{_SPACE}[：:，,]?{_SPACE}"
    rf"(?:《[^《》]{{1,80}}》|[\u4e00-\u9fff]{{0,12}}?目录)?[中的之]?{_SPACE}(?={_ELEMENT})"
)
_NUMBERS = pattern(
    rf"({_RANGE})?{_SPACE}((?:第{_SPACE})?[（(]?{_SPACE}({_NUMBER})(?:之([一二三四五六七八九十]{{1,2}}))?"
    rf"{_SPACE}[)）]?)"
)
_LEVELS = {"条": 0, "款": 1, "项": 2, "目": 3}


class Place(NamedTuple):
    """One leaf within an instrument; `start`/`end` are positions of its part in the text."""

    article: int | None = None
    insert: int | None = None
    paragraph: int | None = None
    item: int | None = None
    subitem: int | None = None
    annex_item: int | None = None
    start: int = 0
    end: int = 0

    def number(self, level: int) -> int | None:
        """Its number on a level: 0 条, 1 款, 2 项, 3 目."""
        return (self.article, self.paragraph, self.item, self.subitem)[level]

    def depth(self) -> int:
        """The level of its deepest part; -1 where it has none."""
        for level in (3, 2, 1, 0):
            if self.number(level) is not None:
                return level
        return -1

    def at(self, level: int, number: int, insert: int | None, start: int, end: int) -> "Place":
        """This place with another number on one level and nothing below it."""
        return Place(
            article=number if level == 0 else self.article,
            insert=insert if level == 0 else self.insert,
            paragraph=number if level == 1 else self.paragraph if level > 1 else None,
            item=number if level == 2 else self.item if level > 2 else None,
            subitem=number if level == 3 else None,
            start=start,
            end=end,
        )


class _Number(NamedTuple):
    number: int
    insert: int | None
    start: int
    end: int


def read_places(text: str, position: int) -> tuple[list[Place], int]:
    """The places named at a position, and where they end; ([], position) where none is.

    Leading chapters (第三章) are passed over. 各款, 各项 stand for the article or paragraph itself.
    """
    part = _PART.match(text, position)
    begin = part.end() if part else position
    places, end = _annex(text, begin)
    if not places:
        places, end = _articles(text, begin)
    return (places, end) if places else ([], position)


def _annex(text: str, begin: int) -> tuple[list[Place], int]:
    annex = _ANNEX.match(text, begin)
    group = _GROUP.match(text, annex.end()) if annex else None
    numbers: list[_Number] = []
    end = begin
    while group and group[2] == "项":
        numbers += [one for one in _expanded(group, None) if one.number]
        end = group.end()
        connector = _CONNECTOR.match(text, end)
        group = _GROUP.match(text, connector.end()) if connector and connector["list"] else None
    places = [Place(annex_item=one.number, start=one.start, end=one.end) for one in numbers]
    if places:
        places[0] = places[0]._replace(start=begin)
        places[-1] = places[-1]._replace(end=end)
    return places, end


def _articles(text: str, begin: int) -> tuple[list[Place], int]:
    places: list[Place] = []
    connector: re.Match[str] | None = None
    end = position = begin
    while group := _GROUP.match(text, position):
        level = _LEVELS[group[2]]
        if connector and not _goes_on(places[-1], level, connector, group[1]):
            break
        insert = _INSERT.match(text, group.end()) if level == 0 else None
        numbers = _numbers(group, level, insert, places[-1] if connector and connector["range"] else None)
        if not all(one.number for one in numbers):
            break
        end = insert.end() if insert else group.end()
        if insert:
            end = _add_inserts(text, numbers, end)
        each = _EACH.match(text, end)
        end = each.end() if each else end
        _add(places, level, numbers, end)
        end = _refine(text, places, end)
        connector = _CONNECTOR.match(text, end)
        position = connector.end() if connector else end
    return places, end


def _goes_on(last: Place, level: int, connector: re.Match[str], printed: str) -> bool:
    """Whether a group of numbers goes on from the places read so far.

    Quoted words may follow without a mark: without 第 a group needs 、 or, one level down, a bracket; and a
    number that only repeats the article opens the quotation.
    """
    if connector["list"] or connector["range"]:
        return True
    if printed.startswith("第"):
        return bool(connector["loose"]) or level > 0 or number_of(printed) != last.article
    return not connector["loose"] and level > last.depth() and printed.startswith(("（", "("))


def _numbers(
    group: re.Match[str], level: int, insert: re.Match[str] | None, since: Place | None
) -> list[_Number]:
    """The numbers of a group; `since` begins a range that the first of them ends."""
    numbers = list(_expanded(group, since.number(level) if since else None))
    if not insert:
        return numbers
    last = numbers[-1]._replace(insert=number_of(insert[1]))
    if since and since.insert and level == 0 and [one.number for one in numbers] == [since.article]:
        between = range(since.insert + 1, last.insert or 0)
        return [*(last._replace(insert=one) for one in between), last]
    return [*numbers[:-1], last]


def _add_inserts(text: str, numbers: list[_Number], end: int) -> int:
    """Add 至之六, 、之三 to an article's 之一; where they end."""
    numbers[-1] = numbers[-1]._replace(end=end)
    while more := _FURTHER_INSERT.match(text, end):
        last, insert = numbers[-1], number_of(more["number"])
        begin, end = more.start("number") - 1, more.end()
        since = (last.insert or 0) + 1 if more["range"] else insert
        numbers += [_Number(last.number, one, begin, end) for one in (*range(since, insert), insert)]
    return end


def _refine(text: str, places: list[Place], end: int) -> int:
    """Put the 款 and 项 of a bracket after an article, 第四条（第二款）, to it; where they end."""
    bracket = _BRACKETED.match(text, end) if places[-1].depth() == 0 else None
    inner, after = _articles(text, bracket.start(1)) if bracket else ([], end)
    if not bracket or not inner or after < bracket.end(1):
        return end
    last = places.pop()
    places += [one._replace(article=last.article, insert=last.insert) for one in inner]
    places[-len(inner)] = places[-len(inner)]._replace(start=last.start)
    places[-1] = places[-1]._replace(end=bracket.end())
    return bracket.end()


def _expanded(group: re.Match[str], since: int | None) -> Iterator[_Number]:
    before, ranged = since, since is not None
    for match in _NUMBERS.finditer(group[1]):
        number, insert = number_of(match[3]), number_of(match[4]) if match[4] else None
        start, end = group.start() + match.start(2), group.start() + match.end(2)
        if before is not None and (ranged or match[1]) and 0 < number - before <= LONGEST_RANGE:
            yield from (_Number(between, None, start, end) for between in range(before + 1, number))
        yield _Number(number, insert, start, end)
        before, ranged = number, False


def _add(places: list[Place], level: int, numbers: list[_Number], end: int) -> None:
    """Append the group's leaves; a lower level refines the last leaf and takes its place."""
    last = places[-1] if places else Place()
    start = numbers[0].start
    if places and level > last.depth():
        start = places.pop().start
    for place, one in enumerate(numbers):
        begin = one.start if place else start
        places.append(last.at(level, one.number, one.insert, begin, one.end))
    places[-1] = places[-1]._replace(end=end)
