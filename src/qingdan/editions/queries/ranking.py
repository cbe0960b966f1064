"""How well a name answers what was asked: one number, the higher the better. Pure.

What counts, in this order: how much of what was asked stands in the name (words by their length, those that stand
everywhere lightly), else how many of its sounds do; how much of the name was asked for, so that the short name comes
before the long one that holds it; the same beginning. Who asks for no penalty wants none: 处罚 comes after the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass

from qingdan.editions.queries.lexemes import bigrams, blunt, folded, letters, sound_pairs
from qingdan.editions.queries.query_words import Asked, Way, is_generic

_SYNONYM, _SOUND, _SCATTERED, _ELSEWHERE = 0.97, 0.93, 0.8, 0.6
_GENERIC = 0.35
_PENALTY, _UNASKED = "罚", 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A candidate: its name, sounds with spaces between, and whether it was found by what else is said of it."""

    name: str
    sounds: str
    beside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """A way of asking, made ready: each word with its weight and pieces, the pairs of sounds, how far it is trusted."""

    plain: str
    words: tuple[tuple[str, float, tuple[str, ...]], ...]
    whole: float
    pairs: tuple[str, ...]
    sounds: int
    trust: float


def ranker(asked: Asked) -> Callable[[Named], float]:
    """The measure for one query, about 0 to 160; a name that comes again is not measured again."""
    wanted = [_wanted(way, 1.0 if number == 0 else _SYNONYM) for number, way in enumerate(asked.ways)]
    known: dict[tuple[str, bool], float] = {}

    def measure(one: Named) -> float:
        key = (one.name, one.beside)
        if key not in known:
            known[key] = _measured(asked, wanted, one)
        return known[key]

    return measure


def _wanted(way: Way, trust: float) -> _Wanted:
    weights = [(word, len(word) * (_GENERIC if is_generic(word) else 1.0)) for word in way.words]
    return _Wanted(
        plain=way.plain,
        words=tuple((word, weight, tuple(bigrams(word))) for word, weight in weights),
        whole=sum(weight for _, weight in weights) or 1.0,
        pairs=tuple(sound_pairs(way.sounds)[:-1]),
        sounds=len(way.sounds),
        trust=trust,
    )


def _measured(asked: Asked, wanted: list[_Wanted], one: Named) -> float:
    plain = letters(folded(one.name))
    heard = frozenset(sound_pairs(one.sounds.split()))
    best = max((_by_words(way, plain, heard, one.beside) for way in wanted), default=0.0)
    if asked.latin:
        best = max(best, _by_spelling(asked, one.sounds.split()))
    return best - (_UNASKED if _PENALTY in plain and _PENALTY not in asked.plain else 0.0)


def _by_words(way: _Wanted, plain: str, heard: frozenset[str], beside: bool) -> float:
    covered = matched = 0.0
    for word, weight, pieces in way.words:
        stands = 1.0 if word in plain else _SCATTERED * sum(one in plain for one in pieces) / len(pieces)
        covered += weight * (stands or (_ELSEWHERE if beside else 0.0))
        matched += len(word) * stands
    covered /= way.whole
    if covered < _SOUND and way.pairs:
        share = sum(pair in heard for pair in way.pairs) / len(way.pairs)
        if share * _SOUND > covered:
            covered, matched = share * _SOUND, share * way.sounds
    return way.trust * (100 * covered + _closeness(way.plain, plain, matched))


def _closeness(asked: str, plain: str, matched: float) -> float:
    """0 to 60: the same; contained, at the beginning; how little else the name says."""
    if asked == plain:
        return 60.0
    spread = 25 * min(1.0, matched / max(len(plain), 1))
    return spread + (10 if asked in plain else 0) + (8 if asked and plain.startswith(asked) else 0)


def _by_spelling(asked: Asked, sounds: list[str]) -> float:
    typed, joined = asked.latin, "".join(sounds)
    initials = "".join(sound[:1] for sound in sounds)
    share = 25 * min(1.0, len(asked.spelled[0] if asked.spelled else typed) / max(len(sounds), 1))
    if asked.spelled and typed in joined:
        return 100 + share + (8 if joined.startswith(typed) else 0)
    if asked.spelled and "".join(map(blunt, asked.spelled[0])) in "".join(map(blunt, sounds)):
        return 92 + share
    if typed in initials:
        return 88 + 25 * len(typed) / len(initials) + (10 if initials.startswith(typed) else 0)
    return 40 + share
