"""Text as search keeps it and asks for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.data.search_words import load_synonyms
from qingdan.editions.queries.lexemes import (
    bigrams,
    blunt,
    folded,
    name_forms,
    quoted,
    readings,
    sound_pairs,
    text_vector,
)
from qingdan.editions.queries.query_words import conditions, read_query

pytestmark = pytest.mark.requirement("G-search")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("點燈許可證", "点灯许可证"), ("ＧＳＰ認證", "gsp认证"), ("灯㈠", "灯(一)"), ("點\ud800燈", "点?灯")],
)
def test_folded__is_simplified_and_plain(typed: str, kept: str) -> None:
    assert folded(typed) == kept


def test_name__is_kept_by_pieces_sounds_words_and_as_a_whole() -> None:
    vector, sounds = name_forms("点灯许可", "36090000101000100")

    assert sounds == "dian deng xu ke"
    for lexeme in ("点灯", "灯许", "可", "许可", "dian-den-", "ke-", "=点灯许可", "#s", "36090000101000100"):
        assert f"'{lexeme}'" in vector


@pytest.mark.parametrize(
    ("sound", "kept"),
    [("zhang", "zan"), ("shi", "si"), ("ning", "lin"), ("nv", "lu"), ("chuan", "cuan")],
)
def test_sounds__that_are_not_told_apart_are_one(sound: str, kept: str) -> None:
    assert blunt(sound) == kept


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("dianlanterns", None),
        ("diandengxuke", ["dian", "deng", "xu", "ke"]),
        ("dian deng", ["dian", "deng"]),
        ("xi'an", ["xi", "an"]),
        ("diandengx", ["dian", "deng", "x"]),
        ("ddxk", None),
    ],
)
def test_latin_letters__are_read_as_sounds_where_they_can_be(typed: str, first: list[str] | None) -> None:
    assert next(iter(readings(typed)), None) == first


@pytest.mark.parametrize(
    ("typed", "core"),
    [
        ("请问怎么办理点灯许可", ("点灯",)),
        ("我要去点灯", ("点灯",)),
        ("许可", ("许可",)),
        ("在哪里办", ("办",)),
        ("临江市点灯", ("点灯",)),
    ],
)
def test_question__is_parted_from_what_is_asked_for(typed: str, core: tuple[str, ...]) -> None:
    assert read_query(typed, {}).ways[0].core == core


def test_synonyms__are_other_ways_one_by_one_and_together() -> None:
    ways = read_query("灯证丢了", {"灯证": ("点灯许可证",), "丢了": ("挂失", "补领")}).ways

    assert [one.plain for one in ways][1:] == [
        "点灯许可证丢了", "灯证挂失", "灯证补领", "点灯许可证挂失", "点灯许可证补领",
    ]  # fmt: skip


def test_shipped_synonyms__are_many_and_none_means_nothing() -> None:
    assert len(load_synonyms()) > 300
    assert all(means and all(means) for means in load_synonyms().values())


@given(st.text(max_size=90))
def test_any_text__is_read_and_kept(text: str) -> None:
    asked = read_query(text, load_synonyms())

    assert all(words.count("'") % 2 == 0 for _, words in conditions(asked))
    assert name_forms(text)[0].count("'") % 2 == 0
    assert text_vector([text, text]).count("'") % 2 == 0


@given(st.text(alphabet="点灯许可笼证", min_size=1, max_size=12))
def test_pieces__of_a_text_put_together_are_the_text(text: str) -> None:
    pieces = bigrams(text)

    assert pieces[0] + "".join(one[-1] for one in pieces[1:]) == text
    assert len(sound_pairs(["dian"] * len(text))) == len(text)


def test_quoted__cannot_end_the_lexeme() -> None:
    assert quoted("a'b\\c\x00") == "'a''b\\\\c'"
