"""Whole judgements on quoted words, with shares, places and certainty; letters stand for clauses."""

import pytest

from qingdan.rules.legal_basis import Verdict
from qingdan.rules.quotation import (
    ArticleTexts,
    HashedClause,
    Judgement,
    Place,
    differing,
    judge,
    judge_by_hash,
    share_of,
)

pytestmark = pytest.mark.requirement("C08")
CITED: Place = (1, 0)
ARTICLES: dict[Place, str] = {
    CITED: "abcdefghijklmnopqrst",
    (2, 0): "ABCDEFGHIJKLMNOPQRST",
    (4, 0): "abcdefghijklmnopqrZZ",
    (5, 1): "xxABCDEFGHIJ",
}
TEXTS = ArticleTexts(ARTICLES)
FOUND, DIFFERS, ELSEWHERE, OTHER = (
    Verdict.TEXT_FOUND, Verdict.TEXT_DIFFERS, Verdict.TEXT_ELSEWHERE, Verdict.TEXT_OTHER,
)  # fmt: skip


@pytest.mark.parametrize(
    ("pieces", "verdict", "share", "places"),
    [
        (["abcdefghij"], FOUND, 1.0, ()),
        (["abcdef", "ABCDEFGHIJKLMN"], OTHER, 0.3, ()),
        (["abcdefghij", "KLMNOPQRST"], DIFFERS, 0.5, ()),
        (["abcdefghi", "KLMNOPQRSTz"], OTHER, 0.45, ()),
        (["ABCDEFGHIJKLMNOPQRST"], ELSEWHERE, 0.0, ((2, 0),)),
        (["ABCDEFGHIJ"], ELSEWHERE, 0.0, ((2, 0), (5, 1))),
        (["ABCD", "IJKLMNOPQRST"], ELSEWHERE, 0.0, ((2, 0),)),
        (["IJKLMNOPQRST", "zzzz"], OTHER, 0.0, ()),
        (["ABCDEFGHIJKLMNOPQRzz"], ELSEWHERE, 0.0, ((2, 0),)),
        (["zzABCDEFGHIJKLMNOPQR"], ELSEWHERE, 0.0, ((2, 0),)),
        (["ABCDEFGHIJKLMNOPQzzz"], OTHER, 0.0, ()),
        (["abcdefghijklmnopqrZy"], ELSEWHERE, 0.9, ((4, 0),)),
        (["abcdefghijklmnopqryy"], DIFFERS, 0.9, ()),
        (["abcdefghijklmnopqrst", "yyyyy"], DIFFERS, 0.8, ()),
    ],
)
def test_judge__whole_judgement(
    pieces: list[str], verdict: Verdict, share: float, places: tuple[Place, ...]
) -> None:
    found = judge(pieces, ARTICLES[CITED], CITED, lambda: TEXTS)

    assert found == Judgement(verdict=verdict, share=pytest.approx(share), places=places)


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("abcdef", [CITED, (4, 0)]),
        ("rst", [CITED]),
        ("ST", [(2, 0)]),
        ("ZZ", [(4, 0)]),
        ("xx", [(5, 1)]),
        ("q", [CITED, (4, 0)]),
    ],
)
def test_holding__every_article_once_in_order(words: str, places: list[Place]) -> None:
    assert TEXTS.holding(words) == places


@pytest.mark.parametrize(
    ("pieces", "share"),
    [
        ([], 0.0),
        (["abcd"], 1.0),
        (["abcdexxxxx"], 0.0),
        (["abcdefxxxx"], 0.6),
        (["abcdefxxhijklmno"], 14 / 16),
        (["abcd", "yyyy"], 0.5),
    ],
)
def test_share_of__whole_pieces_and_runs_of_six(pieces: list[str], share: float) -> None:
    assert share_of(pieces, ARTICLES[CITED]) == pytest.approx(share)


HOLDERS = {1: [CITED], 2: [CITED], 3: [(2, 0)], 4: [(2, 0)], 5: [(3, 0), (2, 0)]}


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        ("1:10 2:10", Judgement(verdict=FOUND, share=1.0)),
        ("1:10 9:10cut", Judgement(verdict=FOUND, share=0.5, certain=False)),
        ("9:10cut", Judgement(verdict=OTHER, share=0.0, certain=False)),
        ("1:10 9:10", Judgement(verdict=DIFFERS, share=0.5, certain=False)),
        ("1:10 8:5 9:5cut", Judgement(verdict=DIFFERS, share=0.5)),
        ("1:5 9:15", Judgement(verdict=DIFFERS, share=0.25, certain=False)),
        ("1:4 9:16", Judgement(verdict=OTHER, share=0.2)),
        ("3:10 4:10", Judgement(verdict=ELSEWHERE, share=0.0, places=((2, 0),))),
        ("5:10", Judgement(verdict=ELSEWHERE, share=0.0, places=((2, 0), (3, 0)))),
        ("3:12 9:8", Judgement(verdict=ELSEWHERE, share=0.0, places=((2, 0),))),
        ("3:11 9:9", Judgement(verdict=OTHER, share=0.0)),
        ("1:5 3:15", Judgement(verdict=ELSEWHERE, share=0.25, places=((2, 0),), certain=False)),
        ("1:8 3:12", Judgement(verdict=DIFFERS, share=0.4, certain=False)),
        ("1:4 3:12 9:4", Judgement(verdict=ELSEWHERE, share=0.2, places=((2, 0),))),
    ],
)
def test_judge_by_hash__whole_judgement(clauses: str, expected: Judgement) -> None:
    read = []
    for words in clauses.split():
        number, _, length = words.partition(":")
        read.append(
            HashedClause(hash=int(number), length=int(length.removesuffix("cut")), cut=length.endswith("cut"))
        )

    assert judge_by_hash(read, {1, 2}, CITED, lambda: HOLDERS) == expected


@pytest.mark.parametrize(
    ("clauses", "pairs"),
    [
        (["abcd"], ()),
        (["abXd"], (("abXd", "abxy"),)),
        (["abcX", "abcX"], (("abcX", "abcx"),)),
        (["mnop", ""], (("mnop", ""),)),
        (["XYab"], (("XYab", "abxy"),)),
    ],
)
def test_differing__each_clause_once_with_the_likest(
    clauses: list[str], pairs: tuple[tuple[str, str], ...]
) -> None:
    assert differing(clauses, "abcdabxyabcx", ["abxy", "abcx", "pqrstuvw"]) == pairs
