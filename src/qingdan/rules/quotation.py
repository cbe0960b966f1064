"""Verdicts on quoted words (引用核对): do they stand in the cited article of the version in force?

Source: the project's reading "Verdicts on citations" §2–3. Only letters and numerals are compared
(`rules.text.letters`); the unit is the article, a wrong 款 or 项 within it is no matter of text.
Quotations may begin in the middle, skip items and join paragraphs; therefore the quotation is cut into
pieces and each is looked for by itself, in any order.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from qingdan.rules.legal_basis import Verdict

RUN = 6  # shortest common run of characters that counts towards a share
SAME_ARTICLE = 0.50
OTHER_ARTICLE = 0.90
# A clause with one wrong character has another hash: of a quotation that merely differs, fewer characters
# stand under known hashes. A trial on real registers put the gap around a quarter.
SAME_ARTICLE_BY_HASH = 0.25
OTHER_ARTICLE_BY_HASH = 0.60

Place = tuple[int, int]  # article 条 and insert 之 (0 when none)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The verdict on one quotation; `places`: (article, insert) of other articles that hold it.

    `share` of the cited article in 0–1; `certain` False where hashes alone cannot settle the matter.
    """

    verdict: Verdict
    share: float | None = None
    places: tuple[Place, ...] = ()
    certain: bool = True


class ArticleTexts:
    """The letters of all articles of a version, joined for quick search."""

    __slots__ = ("_joined", "_places", "_starts", "letters")

    def __init__(self, letters: Mapping[Place, str]) -> None:
        self.letters = letters
        self._places = list(letters)
        self._starts: list[int] = []
        position = 0
        for text in letters.values():
            self._starts.append(position)
            position += len(text) + 1
        self._joined = "\n".join(letters.values())

    def holding(self, words: str) -> list[Place]:
        """Articles in which the words stand, in order."""
        found: list[Place] = []
        position = self._joined.find(words)
        while position >= 0:
            place = bisect_right(self._starts, position) - 1
            found.append(self._places[place])
            if place + 1 >= len(self._starts):
                break
            position = self._joined.find(words, self._starts[place + 1])
        return found


def judge(
    pieces: Sequence[str],
    cited: str | None,
    place: Place,
    texts: Callable[[], ArticleTexts],
) -> Judgement:
    """Rules 1–7 in order, the first that fits.

    `pieces`: letters of each piece of the quotation (4 characters or more); `cited`: letters of the cited
    article, None when the version has none; `texts` is asked for the whole version only when the cited
    article does not hold every piece.
    """
    if cited is None:
        return Judgement(verdict=Verdict.ARTICLE_MISSING)
    if not pieces:
        return Judgement(verdict=Verdict.ARTICLE_EXISTS)
    if all(piece in cited for piece in pieces):
        return Judgement(verdict=Verdict.TEXT_FOUND, share=1.0)
    return _judge_differing(pieces, cited, place, texts())


def _judge_differing(pieces: Sequence[str], cited: str, place: Place, texts: ArticleTexts) -> Judgement:
    share = share_of(pieces, cited)
    whole = _holding_all(pieces, place, texts)
    if whole:
        return Judgement(verdict=Verdict.TEXT_ELSEWHERE, share=share, places=whole)
    near = _near(pieces, place, texts)
    best = max(near.values(), default=0.0)
    places = tuple(other for other, found in near.items() if found == best)
    if share >= SAME_ARTICLE and not (best >= OTHER_ARTICLE and best > share):
        return Judgement(verdict=Verdict.TEXT_DIFFERS, share=share)
    if best >= OTHER_ARTICLE:
        return Judgement(verdict=Verdict.TEXT_ELSEWHERE, share=share, places=places)
    return Judgement(verdict=Verdict.TEXT_OTHER, share=share)


def _holding_all(pieces: Sequence[str], place: Place, texts: ArticleTexts) -> tuple[Place, ...]:
    longest = max(pieces, key=len)
    return tuple(
        other
        for other in texts.holding(longest)
        if other != place and all(piece in texts.letters[other] for piece in pieces)
    )


def _near(pieces: Sequence[str], place: Place, texts: ArticleTexts) -> dict[Place, float]:
    """Shares of the other articles that may reach the threshold.

    An article with a share of 0.90 holds long runs of the quotation; probes of RUN characters laid end to
    end find it without measuring every article.
    """
    hits: dict[Place, int] = {}
    probes = 0
    for piece in pieces:
        for start in range(0, max(len(piece) - RUN + 1, 1), RUN):
            probes += 1
            for other in texts.holding(piece[start : start + RUN]):
                hits[other] = hits.get(other, 0) + 1
    enough = max(1, probes // 3)
    return {
        other: share_of(pieces, texts.letters[other])
        for other, count in hits.items()
        if other != place and count >= enough
    }


def share_of(pieces: Sequence[str], article: str) -> float:
    """Part of the pieces' characters that stands in the article: whole pieces, else runs of at least RUN."""
    total = sum(map(len, pieces))
    if not total:
        return 0.0
    runs = {article[start : start + RUN] for start in range(len(article) - RUN + 1)}
    covered = sum(len(piece) if piece in article else _covered(piece, runs) for piece in pieces)
    return covered / total


def _covered(piece: str, runs: Collection[str]) -> int:
    covered = reached = 0
    for start in range(len(piece) - RUN + 1):
        if piece[start : start + RUN] in runs:
            covered += start + RUN - max(start, reached)
            reached = start + RUN
    return covered


@dataclass(frozen=True, slots=True, kw_only=True)
class HashedClause:
    """A clause of the quotation: its hash, how many characters it has, and whether …… stands beside it.

    A clause beside …… may be cut short and then has a hash of its own.
    """

    hash: int
    length: int
    cut: bool = False


def judge_by_hash(
    clauses: Sequence[HashedClause],
    cited: Collection[int] | None,
    place: Place,
    holders: Callable[[], Mapping[int, Collection[Place]]],
) -> Judgement:
    """The same rules on clause hashes, where the text itself is not at hand.

    `holders` tells of each hash which articles of the version hold it.

    Where only clauses beside …… are unknown to the article, the words are taken to be there. Where a single
    clause is unknown, the quotation may as well begin or end within it. Both verdicts are not certain.
    """
    if cited is None:
        return Judgement(verdict=Verdict.ARTICLE_MISSING)
    if not clauses:
        return Judgement(verdict=Verdict.ARTICLE_EXISTS)
    unknown = [position for position, clause in enumerate(clauses) if clause.hash not in cited]
    if not unknown:
        return Judgement(verdict=Verdict.TEXT_FOUND, share=1.0)
    share = _hashed_share(clauses, cited)
    if share > 0 and all(clauses[position].cut for position in unknown):
        return Judgement(verdict=Verdict.TEXT_FOUND, share=share, certain=False)
    shares = _shares_of_others(clauses, place, holders())
    best = max(shares.values(), default=0.0)
    places = tuple(other for other, found in shares.items() if found == best)
    certain = len(unknown) > 1
    if best == 1.0:
        return Judgement(verdict=Verdict.TEXT_ELSEWHERE, share=share, places=places)
    if share >= SAME_ARTICLE_BY_HASH and best <= max(share, OTHER_ARTICLE_BY_HASH):
        return Judgement(verdict=Verdict.TEXT_DIFFERS, share=share, certain=certain)
    if best >= OTHER_ARTICLE_BY_HASH:
        return Judgement(verdict=Verdict.TEXT_ELSEWHERE, share=share, places=places, certain=certain)
    return Judgement(verdict=Verdict.TEXT_OTHER, share=share, certain=len(clauses) > 1)


def _hashed_share(clauses: Sequence[HashedClause], held: Collection[int]) -> float:
    total = sum(clause.length for clause in clauses)
    return sum(clause.length for clause in clauses if clause.hash in held) / total


def _shares_of_others(
    clauses: Sequence[HashedClause], place: Place, holders: Mapping[int, Collection[Place]]
) -> dict[Place, float]:
    total = sum(clause.length for clause in clauses)
    lengths: dict[Place, int] = {}
    for clause in clauses:
        for other in holders.get(clause.hash, ()):
            if other != place:
                lengths[other] = lengths.get(other, 0) + clause.length
    return {other: length / total for other, length in sorted(lengths.items())}


def differing(
    clauses: Sequence[str], article: str, article_clauses: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """Clauses of the quotation that the article does not hold, each with the article's likest clause.

    All in letters. The second is "" where no clause of the article shares a third of its pairs of characters.
    """
    pairs: list[tuple[str, str]] = []
    measured = [(clause, _bigrams(clause)) for clause in article_clauses]
    for clause in clauses:
        if clause and clause not in article:
            wanted = _bigrams(clause)
            alike = [(_likeness(wanted, bigrams), text) for text, bigrams in measured]
            score, text = max(alike, default=(0.0, ""))
            pairs.append((clause, text if score >= 1 / 3 else ""))
    return tuple(dict.fromkeys(pairs))


def _bigrams(text: str) -> set[str]:
    return {text[start : start + 2] for start in range(len(text) - 1)}


def _likeness(first: set[str], second: set[str]) -> float:
    return 2 * len(first & second) / ((len(first) + len(second)) or 1)
