"""Keeping the synonyms of a region: whoever keeps one for a word keeps its others with it, nothing is lost unsaid."""

from collections.abc import Sequence
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.data.search_words import load_synonyms
from qingdan.editions.models import Synonym
from qingdan.editions.queries.lexemes import folded, letters
from qingdan.editions.queries.synonyms import kept_in
from qingdan.rules.problem import Problem

LONGEST, SHORTEST = 40, 2
MOST_MEANINGS, MOST_WORDS = 8, 2_000


def add_synonym(*, word: str, means: str, by: Actor, at: datetime) -> None:
    """People who say `word` find what the lists call `means` too. Raises Refused, each problem beside its field."""
    with writing(by):
        said, other = _as_kept(word), means.strip()
        refuse_if(_unfit(said, "word"), _unfit(other, "means"))
        now = _means_now(said, by)
        refuse_if(
            refusal("search.same", "means") if folded(said) == folded(other) else None,
            refusal("search.known", "means") if other in now else None,
            refusal("search.many_meanings", "means", most=MOST_MEANINGS)
            if len(now) >= MOST_MEANINGS
            else None,
            refusal("search.many_words", "word", most=MOST_WORDS) if _is_full(said, by) else None,
        )
        _keep(said, (*now, other), by=by, at=at)
        _record("SynonymAdded", said, other, by, at)


def remove_synonym(*, word: str, means: str, by: Actor, at: datetime) -> None:
    """`word` no longer finds `means`; a word of the program with no meaning left is not used here. Raises Missing."""
    with writing(by):
        now = _means_now(word, by)
        if means not in now:
            raise Missing
        _keep(word, [one for one in now if one != means], by=by, at=at)
        _record("SynonymRemoved", word, means, by, at)


def restore_word(*, word: str, by: Actor, at: datetime) -> None:
    """A word of the program means again what came with it; done twice it does no more. Raises Missing."""
    if word not in load_synonyms():
        raise Missing
    with writing(by):
        gone, _ = Synonym.objects.filter(region=by.region, word=word).delete()
        if gone:
            _record("SynonymsRestored", word, "", by, at)


def _means_now(word: str, by: Actor) -> tuple[str, ...]:
    kept = kept_in(by.region)
    return kept[word] if word in kept else load_synonyms().get(word, ())


def _keep(word: str, means: Sequence[str], *, by: Actor, at: datetime) -> None:
    """In place of what was kept; nothing for a word that is nobody's any more."""
    Synonym.objects.filter(region=by.region, word=word).delete()
    left = means or ([""] if word in load_synonyms() else [])
    Synonym.objects.bulk_create(
        Synonym(region_id=by.region, word=word, means=one, by=by.username, at=at) for one in left
    )


def _as_kept(word: str) -> str:
    """The word as search compares it; one of the program in its own spelling, whose place it takes."""
    said = folded(word.strip())
    return next((one for one in load_synonyms() if folded(one) == said), said)


def _unfit(text: str, field: str) -> Problem | None:
    if not text:
        return refusal("desk.required", field)
    short = len(letters(folded(text))) < SHORTEST
    return refusal("search.short", field, least=SHORTEST) if short else too_long(text, field, LONGEST)


def _is_full(word: str, by: Actor) -> bool:
    kept = kept_in(by.region)
    return word not in kept and len(kept) >= MOST_WORDS


def _record(kind: str, word: str, means: str, by: Actor, at: datetime) -> None:
    append(kind, f"synonyms:{by.region}", by=by, at=at, data={"word": word, "means": means})
