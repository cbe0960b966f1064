"""Items filed twice, within a department or across departments: C15.

Only items that cite the same article, or lack one, or have the same name are looked at together; what they cite is
read from `item.cited`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from qingdan.rules.checks.base import Check, found
from qingdan.rules.checks.context import CheckContext
from qingdan.rules.checks.sources import STANDARD
from qingdan.rules.power_item import Disposition, PowerItemFacts, RegisterFacts
from qingdan.rules.problem import Certainty, Problem, Severity
from qingdan.rules.vocabulary.similarity import (
    alike,
    contained,
    core,
    deeds_differ,
    most_in_common,
    numerals_differ,
)

ALIKE, CLOSELY_ALIKE, EQUAL, HELD = 0.82, 0.9, 1.0, 0.95
_NEVER = 2.0
_TELLING = 12  # letters of a core that is no common name (对发生一般事故的处罚)
_OF_LETTERS = 6  # letters of a core from which the order of its words may differ
_SHORTEST_PART = 4  # letters of a core that counts as part of another
_NEAREST = 3  # of a hundred equal rows each names its nearest, not all the others
_FEW = 40  # members of a group that are compared each with each
_COMMON = 30  # two letters that more members of a group have tell nothing
_RAREST = 5  # two-letter sequences by which a member of a large group finds others

_Item = PowerItemFacts
_Place = tuple[str, str]  # 款, 项; "" where the citation does not name it


def filed_once(registers: Sequence[RegisterFacts], context: CheckContext) -> list[Problem]:
    """C15. The same or nearly the same item is filed once: within a register, and across those of a run.

    Source: the plan's standard for 整合 (内容相同或者相近的事项). Readings: items are alike when they cite the same
    条、款、项 and their names hold the same letters but for synonyms, order and form, or one name is part of the
    other; where one of them leaves 款、项 or the article open the letters must agree more closely. Another 款 or 项 is
    another item, unless long names are the same: likely one number is wrong. Another instrument is another item (the
    same deed with a licence of another law), unless names and all numbers agree: likely a title is misprinted. An
    item to be merged (整合) has its answer. Reported once for each pair, on the later row.
    """
    items = [
        item
        for register in registers
        for item in register.items
        if item.disposition is not Disposition.CONSOLIDATE
    ]
    nearest: dict[int, dict[int, tuple[float, str]]] = defaultdict(dict)
    by_article, untitled = _by_article(items)
    for one, other in _with_like_bases(items, by_article, untitled):
        likeness = _likeness(items[one], items[other], context)
        if likeness:
            key = "C15.same" if likeness == EQUAL else "C15.similar"
            nearest[max(one, other)][min(one, other)] = likeness, key
    for one, other in _with_one_name(items):
        needed, exact = _needed(items[one], items[other]), _name(items[one]) == _name(items[other])
        if needed < EQUAL:
            nearest[other][one] = EQUAL, "C15.same"
        elif needed == EQUAL and exact and len(core(items[one].name)) >= _TELLING:
            nearest[other][one] = EQUAL, "C15.same_name"
    return [
        _problem(items[later], items[earlier], likeness, key)
        for later, others in sorted(nearest.items())
        for earlier, (likeness, key) in sorted(others.items(), key=lambda pair: (-pair[1][0], pair[0]))[
            :_NEAREST
        ]
    ]


def _by_article(items: Sequence[_Item]) -> tuple[dict[str, list[int]], list[int]]:
    """Places of items by the article they cite ("title|99|", "title||" where no article), and of those citing none."""
    by_article: dict[str, list[int]] = defaultdict(list)
    untitled = []
    for number, item in enumerate(items):
        articles = {
            key.rsplit("|", 2)[0] for key in item.cited if key[0] != "|"
        }  # 本条例第五条 names nothing
        if not articles:
            untitled.append(number)
        for article in articles:
            by_article[article].append(number)
    return by_article, untitled


def _with_like_bases(
    items: Sequence[_Item], by_article: dict[str, list[int]], untitled: list[int]
) -> Iterator[tuple[int, int]]:
    """Pairs that cite the same article, or of which one cites none of an instrument that both cite, or both nothing."""
    by_title: dict[str, set[int]] = {article[:-1]: set() for article in by_article if article.endswith("||")}
    for article, members in by_article.items():
        title = article[: article.index("|", 1) + 1]
        if title in by_title:
            by_title[title].update(members)
    for group in (*by_article.values(), *map(sorted, by_title.values()), untitled):
        if len(group) <= _FEW:
            yield from combinations(group, 2)
        else:
            yield from _sharing_rare_letters({number: core(items[number].name) for number in group})


def _sharing_rare_letters(cores: dict[int, str]) -> Iterator[tuple[int, int]]:
    """Of a large group the pairs that share one of the rarest two-letter sequences of either."""
    twos_of = {number: {a + b for a, b in pairwise(word)} for number, word in cores.items()}
    count = Counter(two for twos in twos_of.values() for two in twos)
    holders: dict[str, list[int]] = defaultdict(list)
    for number, twos in twos_of.items():
        rarest = sorted((two for two in twos if 1 < count[two] <= _COMMON), key=lambda two: (count[two], two))
        for two in rarest:
            holders[two].append(number)
        twos_of[number] = set(rarest[:_RAREST])
    for number, twos in twos_of.items():
        for two in twos:
            yield from ((number, other) for other in holders[two] if other != number)


def _with_one_name(items: Sequence[_Item]) -> Iterator[tuple[int, int]]:
    """Pairs of the same name, earlier first; of longer names those whose cores have the same letters in any order."""
    by_name: dict[str, list[int]] = defaultdict(list)
    for number, item in enumerate(items):
        name = _name(item)
        letters = core(name)
        same = by_name["".join(sorted(letters)) if len(letters) >= _OF_LETTERS else name] if name else []
        yield from ((earlier, number) for earlier in same[-_FEW:])
        same.append(number)


def _name(item: _Item) -> str:
    return "".join((item.name + item.sub_item if item.sub_item else item.name).split())


def _likeness(one: _Item, other: _Item, context: CheckContext) -> float:
    """How alike two items with like bases are, 0 where they are different ones."""
    needed = _needed(one, other)
    words = _words(one, other) if needed < EQUAL else None
    if words is None:
        return 0
    short, both = min(map(len, words)), sum(map(len, words))
    enough = min(needed * both / 2, HELD * short)  # letters in common, for either way of being alike
    if most_in_common(*words) < enough:
        return 0
    likeness = alike(*words)
    part = short >= _SHORTEST_PART and likeness * both / 2 >= HELD * short and _is_part(words, one, other)
    if likeness < needed and not part:
        return 0
    if likeness < EQUAL and (
        numerals_differ(*words) or deeds_differ(*words) or not _of_one_category(one, other, context)
    ):
        return 0
    return max(likeness, ALIKE)


def _is_part(words: tuple[str, str], one: _Item, other: _Item) -> bool:
    """Whether one name is part of the other, and both cite the same article."""
    return bool(_places(one.cited).keys() & _places(other.cited).keys()) and contained(*words) >= HELD


def _of_one_category(one: _Item, other: _Item, context: CheckContext) -> bool:
    filed = [item.category and context.scheme.filed_as(item.category) for item in (one, other)]
    return filed[0] is filed[1]


def _words(one: _Item, other: _Item) -> tuple[str, str] | None:
    """The words that tell two items apart: of sub-items of one main item those of the sub-items.

    None where there are none, and for a main item beside its own sub-item.
    """
    if one.name == other.name and one.sub_item != other.sub_item:
        words = core(one.sub_item), core(other.sub_item)
    else:
        words = core(one.name + one.sub_item), core(other.name + other.sub_item)
    return words if all(words) else None


def _needed(one: _Item, other: _Item) -> float:
    """How alike the names of two items must be, as they cite the same place, perhaps the same, or another."""
    some, others = _places(one.cited), _places(other.cited)
    shared = some.keys() & others.keys()
    if shared:
        meets = [_meet(some[article], others[article]) for article in shared]
        return max(meets)
    titles, other_titles = _titles(one), _titles(other)
    if not (titles and other_titles):
        return CLOSELY_ALIKE
    if titles & other_titles:
        return EQUAL if some and others else CLOSELY_ALIKE
    return EQUAL if some and _numbers(some) == _numbers(others) else _NEVER


def _meet(some: list[_Place], others: list[_Place]) -> float:
    """How alike names must be whose items cite these places of one article."""
    if not set(some).isdisjoint(others):
        return ALIKE
    open_ones = any(
        (a[0] == b[0] or not a[0] or not b[0]) and (a[1] == b[1] or not a[1] or not b[1])
        for a in some
        for b in others
    )
    return CLOSELY_ALIKE if open_ones else EQUAL


@lru_cache(maxsize=65536)
def _places(cited: tuple[str, ...]) -> dict[str, list[_Place]]:
    """What is cited of each article, by article ("title|99|"); instruments cited without an article are left out."""
    places: dict[str, list[_Place]] = {}
    for key in cited:
        article, paragraph, point = key.rsplit("|", 2)
        if article[0] != "|" and not article.endswith("||"):
            places.setdefault(article, []).append((paragraph, point))
    return places


def _titles(item: _Item) -> set[str]:
    return {key.partition("|")[0] for key in item.cited if key[0] != "|"}


def _numbers(places: dict[str, list[_Place]]) -> set[tuple[str, _Place]]:
    return {(article.partition("|")[2], place) for article, found in places.items() for place in found}


def _problem(item: _Item, other: _Item, likeness: float, key: str) -> Problem:
    """The finding on the later of two items. `place` is empty where the other stands in the same sheet."""
    same_file = item.path == other.path
    file = "" if same_file else other.path.replace("\\", "/").rpartition("/")[2]
    sheet = "" if same_file and item.sheet == other.sheet else other.sheet
    return found(
        item,
        key=key,
        field="name",
        severity=Severity.WARNING,
        authority=STANDARD,
        certainty=Certainty.SURE if key == "C15.same" else Certainty.LIKELY,
        data={
            "other": {"path": other.path, "sheet": other.sheet, "row": other.row, "name": other.name},
            "similarity": round(likeness, 2),
        },
        other=other.name,
        place="".join(f"{part} " for part in (file, sheet) if part),
        row=other.row,
    )


CHECKS = (Check(code="C15", severity=Severity.WARNING, authority=STANDARD, batch=filed_once),)
