"""Verdicts on quoted words, on an invented law."""

from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingdan.rules.legal_basis import Verdict
from qingdan.rules.quotation import (
    ArticleTexts,
    HashedClause,
    Judgement,
    differing,
    judge,
    judge_by_hash,
    share_of,
)

pytestmark = pytest.mark.requirement("C08")

ARTICLES = {
    (1, 0): "挂灯笼应当向市灯火局登记登记不收费",
    (2, 0): "夜间不点亮沿街灯笼的由市灯火局责令改正处五百元以上二千元以下的罚款",
    (3, 0): "灯笼铺未按季清点存货由街道办事处予以警告造成火灾的责令停业七日",
}


def verdict(pieces: list[str], place: tuple[int, int] = (2, 0)) -> Judgement:
    return judge(pieces, ARTICLES.get(place), place, lambda: ArticleTexts(ARTICLES))


@pytest.mark.parametrize(
    ("pieces", "place", "expected", "places"),
    [
        (["夜间不点亮沿街灯笼的"], (9, 0), Verdict.ARTICLE_MISSING, ()),
        ([], (2, 0), Verdict.ARTICLE_EXISTS, ()),
        (["夜间不点亮沿街灯笼的", "处五百元以上"], (2, 0), Verdict.TEXT_FOUND, ()),
        (["处五百元以上", "夜间不点亮"], (2, 0), Verdict.TEXT_FOUND, ()),
        (["灯笼铺未按季清点存货"], (2, 0), Verdict.TEXT_ELSEWHERE, ((3, 0),)),
        (
            ["夜间不点亮沿街灯笼的由市灯火局责令改正处三百元以上二千元以下的罚款"],
            (2, 0),
            Verdict.TEXT_DIFFERS,
            (),
        ),
        (
            ["灯笼铺未按季清点存货由街道办事处予以警告造成火灾的责令停业七日整"],
            (2, 0),
            Verdict.TEXT_ELSEWHERE,
            ((3, 0),),
        ),
        (["船只入港应当鸣笛三声并且减速"], (2, 0), Verdict.TEXT_OTHER, ()),
    ],
)
def test_judge__first_rule_that_fits(
    pieces: list[str], place: tuple[int, int], expected: Verdict, places: tuple[tuple[int, int], ...]
) -> None:
    found = verdict(pieces, place)
    assert (found.verdict, found.places) == (expected, places)


@pytest.mark.parametrize(("kept", "expected"), [(10, Verdict.TEXT_DIFFERS), (9, Verdict.TEXT_OTHER)])
def test_judge__half_of_the_characters_is_the_boundary(kept: int, expected: Verdict) -> None:
    piece = ARTICLES[2, 0][:kept] + "甲乙丙丁戊己庚辛壬癸"[: 20 - kept]
    piece += "子" * (20 - len(piece))
    assert verdict([piece]).verdict is expected


def test_share_of__runs_shorter_than_six_do_not_count() -> None:
    assert share_of(["夜间不点亮甲乙丙丁戊"], ARTICLES[2, 0]) == 0.0
    assert share_of(["夜间不点亮沿甲乙丙丁"], ARTICLES[2, 0]) == 0.6


def test_holding__words_do_not_run_over_from_one_article_to_the_next() -> None:
    texts = ArticleTexts(ARTICLES)
    assert texts.holding("不收费夜间") == []
    assert texts.holding("灯笼") == [(1, 0), (2, 0), (3, 0)]


def hashed(*clauses: str, cut: int | None = None) -> list[HashedClause]:
    return [
        HashedClause(hash=crc32(clause.encode()), length=len(clause), cut=place == cut)
        for place, clause in enumerate(clauses)
    ]


HASHES = {
    (1, 0): frozenset(one.hash for one in hashed("挂灯笼应当登记", "登记不收费")),
    (2, 0): frozenset(one.hash for one in hashed("夜间不点亮灯笼的", "责令改正", "处五百元罚款")),
}


def holders() -> dict[int, list[tuple[int, int]]]:
    values = {value for held in HASHES.values() for value in held}
    return {value: [place for place, held in HASHES.items() if value in held] for value in values}


@pytest.mark.parametrize(
    ("clauses", "expected", "certain"),
    [
        (hashed(), Verdict.ARTICLE_EXISTS, True),
        (hashed("夜间不点亮灯笼的", "责令改正"), Verdict.TEXT_FOUND, True),
        (hashed("夜间不点亮灯笼的", "责令改正", "处三百元罚款"), Verdict.TEXT_DIFFERS, False),
        (hashed("夜间不点亮", "责令改正", "处三百元罚款", "处五百元罚款"), Verdict.TEXT_DIFFERS, True),
        (hashed("点亮灯笼的", "责令改正", cut=0), Verdict.TEXT_FOUND, False),
        (hashed("挂灯笼应当登记", "登记不收费"), Verdict.TEXT_ELSEWHERE, True),
        (hashed("船只入港应当鸣笛", "并且减速"), Verdict.TEXT_OTHER, True),
    ],
)
def test_judge_by_hash__single_unknown_clause_is_not_certain(
    clauses: list[HashedClause], expected: Verdict, certain: bool
) -> None:
    found = judge_by_hash(clauses, HASHES[2, 0], (2, 0), holders)
    assert (found.verdict, found.certain) == (expected, certain)


def test_judge_by_hash__no_such_article() -> None:
    assert judge_by_hash(hashed("责令改正"), None, (9, 0), dict).verdict is Verdict.ARTICLE_MISSING


def test_differing__names_the_likest_clause_of_the_article() -> None:
    clauses = ["夜间不点亮灯笼的", "处五百元以上罚款"]
    pairs = differing(["夜间不点亮灯笼的", "处三百元以上罚款", "鸣笛减速"], "".join(clauses), clauses)
    assert pairs == (("处三百元以上罚款", "处五百元以上罚款"), ("鸣笛减速", ""))


@settings(max_examples=50, derandomize=True, deadline=None)
@given(
    st.text(alphabet="灯笼火局登记处罚元", min_size=8, max_size=60), st.integers(0, 30), st.integers(4, 40)
)
def test_judge__any_part_of_an_article_is_found_in_it(article: str, start: int, length: int) -> None:
    piece = article[start : start + length]
    found = judge(
        [piece] if len(piece) >= 4 else [], article, (1, 0), lambda: ArticleTexts({(1, 0): article})
    )
    assert found.verdict in {Verdict.TEXT_FOUND, Verdict.ARTICLE_EXISTS}


def test_judge__hostile_text_takes_linear_time() -> None:
    article = "灯笼" * 20_000
    found = judge(["灯笼火" * 20_000], article, (1, 0), lambda: ArticleTexts({(1, 0): article}))
    assert found.verdict is Verdict.TEXT_OTHER
