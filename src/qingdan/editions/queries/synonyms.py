"""The synonyms that search uses in a region: those that came with the program, and what the region keeps instead."""

from collections.abc import Mapping
from dataclasses import dataclass

from qingdan.base.actor import Actor
from qingdan.data.search_words import load_synonyms
from qingdan.editions.models import Synonym
from qingdan.editions.queries.lexemes import folded

KEPT, SHIPPED, OFF = "kept", "shipped", "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word as people say it, and what the lists call it. `origin`: shipped, kept (in place of what was shipped),
    off (shipped, and not used here). `shipped`: one can go back to what came with the program.
    """

    word: str
    means: tuple[str, ...]
    origin: str
    shipped: bool


def words_of(actor: Actor, find: str = "") -> tuple[Word, ...]:
    """The words of the own region, what is kept here first; `find`: only those that say or mean it."""
    kept, shipped = kept_in(actor.region), load_synonyms()
    words = [_word(word, means) for word, means in kept.items()]
    words += [
        Word(word=word, means=means, origin=SHIPPED, shipped=True)
        for word, means in shipped.items()
        if word not in kept
    ]
    wanted = folded(find.strip())
    return tuple(one for one in words if any(wanted in folded(text) for text in (one.word, *one.means)))


def kept_in(region: str) -> Mapping[str, tuple[str, ...]]:
    """Word → what it means, as the region keeps it, the newest word first; no meaning: it is not used."""
    found: dict[str, tuple[str, ...]] = {}
    rows = Synonym.objects.filter(region=region).order_by("pk").values_list("word", "means")
    for word, means in rows:
        found[word] = (*found.get(word, ()), *([means] if means else []))
    return dict(reversed(found.items()))


def _word(word: str, means: tuple[str, ...]) -> Word:
    return Word(word=word, means=means, origin=KEPT if means else OFF, shipped=word in load_synonyms())
