"""What somebody typed, read for search: what is asked for, other ways to say it, and conditions ever less strict.

A condition is the text of a tsquery. The steps, the strictest first (docs/adr/0028):
 1 `whole`  the name begins with it              5 `sounds`  all sounds, whatever the characters
 2 `name`   all words stand in the name          6 `core`    without the words that stand everywhere
 3 `pairs`  all pairs of characters do           7 `most`    most of the sounds
 4 `text`   in the name or in what else is said  8 `any`     one piece of one word
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from math import ceil

from qingdan.data.search_words import load_speech
from qingdan.editions.queries.lexemes import (
    bigrams,
    folded,
    letters,
    quoted,
    readings,
    sound_pairs,
    syllables,
    words_of,
)

LONGEST = 60  # characters of what is typed that are read
_MOST_WAYS = 10
_MOST_PAIRS, _SHARE = 7, 0.6
_LATIN = re.compile(r"[a-z' ]+")
_PLACE = re.compile(r".{2,}[省市县区镇乡]|.{2,}街道")

Synonyms = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to say what is asked for: its words, the runs of characters they come from, and their sounds."""

    plain: str
    words: tuple[str, ...]
    core: tuple[str, ...]
    sounds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query as read. `plain`: its letters; `ways`: as typed, then with synonyms; `latin`: small letters that may be
    sounds or initials, else empty."""

    plain: str
    ways: tuple[Way, ...]
    latin: str
    spelled: tuple[tuple[str, ...], ...]


def read_query(typed: str, synonyms: Synonyms) -> Asked:
    """What is asked for; nothing at all for marks alone."""
    text = folded(typed[:LONGEST]).strip()
    latin = text if _LATIN.fullmatch(text) and letters(text) else ""
    ways = [_way(text), *(_way(one) for one in _said_otherwise(text, synonyms))]
    return Asked(
        plain=letters(text),
        ways=tuple(dict.fromkeys(one for one in ways if one.words)),
        latin=letters(latin),
        spelled=tuple(tuple(one) for one in readings(latin)) if latin else (),
    )


def conditions(asked: Asked) -> list[tuple[str, str]]:
    """(step, tsquery) in the order to be tried; `text` is asked of all that is said, the others of the name."""
    if not asked.plain:
        return []
    ways, typed = asked.ways, asked.ways[:1]
    steps = [
        ("whole", quoted(f"={asked.plain}", begins=True)),
        ("name", _or(_all(one.words) for one in ways)),
        ("name", quoted(asked.plain, begins=True) if asked.plain.isdecimal() else ""),
    ]
    if asked.latin:
        return _kept([*steps, ("sounds", _or(_spelled(one) for one in asked.spelled))])
    return _kept(
        [
            *steps,
            ("pairs", _or(_pairs_of(one.words) for one in ways)),
            ("text", _or(_pairs_of(one.words) for one in ways)),
            ("sounds", _or(_all(sound_pairs(one.sounds)[:-1] or sound_pairs(one.sounds)) for one in typed)),
            ("core", _or(_pairs_of(one.core) for one in ways if one.core != one.words)),
            ("text", _or(_pairs_of(one.core) for one in ways if one.core != one.words)),
            ("most", _or(_most(sound_pairs(one.sounds)[:-1]) for one in typed)),
            ("any", _or(quoted(pair) for one in ways for word in one.core for pair in bigrams(word)[:4])),
        ]
    )


def _kept(steps: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Without those that ask nothing, or the same of the same again."""
    seen: set[tuple[bool, str]] = set()
    kept = []
    for step, words in steps:
        if words and (step == "text", words) not in seen:
            seen.add((step == "text", words))
            kept.append((step, words))
    return kept


def is_generic(word: str) -> bool:
    """Whether a word stands in very many names, or names a place."""
    return word in load_speech().generic or bool(_PLACE.fullmatch(word))


def _said_otherwise(text: str, synonyms: Synonyms) -> Iterable[str]:
    """The text with other words put for its own, one by one and together; longer words before those inside them."""
    ways, taken = [text], list[str]()
    for word in sorted((one for one in synonyms if folded(one) in text), key=len, reverse=True):
        if not any(word in longer for longer in taken):
            taken.append(word)
            others = [f" {folded(other)} " for other in synonyms[word]]
            ways += [way.replace(folded(word), other) for way in ways for other in others]
    return dict.fromkeys(ways[1:_MOST_WAYS])


def _way(text: str) -> Way:
    left = text
    for phrase in _asking():
        left = left.replace(phrase, " ")
    left = left if letters(left) else text
    every = words_of(left)
    said = [one for one in every if one not in load_speech().single] or every
    words = [one for one in _joined(said) if len(one) > 1] or said
    core = [one for one in words if not is_generic(one)] or words
    return Way(
        plain=letters(left),
        words=tuple(dict.fromkeys(words)),
        core=tuple(dict.fromkeys(core)),
        sounds=tuple(syllables("".join(said))),
    )


def _joined(said: list[str]) -> list[str]:
    """Single characters that stand together are a word that the dictionary does not know."""
    words = [said[0]] if said else []
    for before, one in pairwise(said):
        if len(before) == len(one) == 1:
            words[-1] += one
        else:
            words.append(one)
    return words


@cache
def _asking() -> tuple[str, ...]:
    return load_speech().asking


def _pairs_of(words: Iterable[str]) -> str:
    return " & ".join(_part(one) for word in words for one in bigrams(word))


def _part(piece: str) -> str:
    """A bigram; a character by itself is the beginning of one, or the last of a name."""
    return quoted(piece, begins=len(piece) == 1)


def _all(lexemes: Iterable[str]) -> str:
    return " & ".join(_part(one) for one in lexemes)


def _or(parts: Iterable[str]) -> str:
    return " | ".join(f"({one})" for one in dict.fromkeys(parts) if one)


def _spelled(sounds: tuple[str, ...]) -> str:
    """All pairs of sounds; the last sound may be only begun."""
    pairs = [one.removesuffix("-") for one in sound_pairs(sounds)]
    if len(pairs) == 1:
        return quoted(pairs[0], begins=True)
    *before, last, _ = pairs
    return " & ".join([*(quoted(f"{one}-") for one in before), quoted(last, begins=True)])


def _most(pairs: list[str]) -> str:
    """Six of ten pairs, whichever."""
    some = list(dict.fromkeys(pairs))[:_MOST_PAIRS]
    if len(some) < 2:
        return ""
    return _or(_all(one) for one in combinations(some, max(1, ceil(len(some) * _SHARE))))
