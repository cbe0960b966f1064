"""What a person types finds what the lists hold, best first; steps, filters, the hurry, the index."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.builders import CITY, COUNTY, NOW, SETTER, TODAY, a_city
from tests.builders_editions import CODES, a_power, an_edition, two_editions

from qingdan.base.events.models import Event
from qingdan.base.events.services import Happened
from qingdan.base.transactions import reading, writing
from qingdan.editions.models import SearchEntry, Synonym
from qingdan.editions.queries import search as module
from qingdan.editions.queries.search import search
from qingdan.editions.reactions import index_shown
from qingdan.editions.services.indexing import fill_index, index_region, search_entry, write_rows

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G-search")]
NAMES = (
    "沿街点灯许可", "点灯人资格认定", "灯笼纸生产许可", "对不点亮沿街灯笼的处罚", "灯笼大会举办审批", "河灯放流备案",
    "灯笼艺人补贴发放", "灯油零售许可证核发",
)  # fmt: skip


@pytest.fixture
def names() -> None:
    _index(NAMES)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("沿街点灯许可", "沿街点灯许可"),
        ("請問怎麼辦理燈籠紙生產許可", "灯笼纸生产许可"),
        ("点灯仁资格", "点灯人资格认定"),
        ("灯龙大会", "灯笼大会举办审批"),
        ("hedengfangliu", "河灯放流备案"),
        ("hedengfangl", "河灯放流备案"),
        ("hdflba", "河灯放流备案"),
        ("灯油", "灯油零售许可证核发"),
        ("许可生产灯笼纸", "灯笼纸生产许可"),
        ("艺人补贴灯笼", "灯笼艺人补贴发放"),
        ("灯笼艺补贴", "灯笼艺人补贴发放"),
        ("市灯笼局 大会", "灯笼大会举办审批"),
        ("临江市灯笼管理条例 河灯", "河灯放流备案"),
        ("核", "灯油零售许可证核发"),
        ("36090000100000600", "河灯放流备案"),
    ],
)
def test_search__finds_it_first(names: None, typed: str, first: str) -> None:
    assert _found(typed)[0] == first


@pytest.mark.parametrize(
    "typed", ["", "   ", "，。！", "%", "'", "\\", "a'b", "&|!():*", "\x00", "x" * 500, "灯" * 500]
)
def test_search__answers_whatever_is_typed(names: None, typed: str) -> None:
    assert len(_found(typed)) <= 5


def test_no_answer__where_nothing_is_alike(names: None) -> None:
    assert _found("轮船") == []


def test_penalties__come_after_what_one_can_ask_for(names: None) -> None:
    _index(["对违法放流河灯的处罚"], start=50)

    assert _found("放流河灯")[0] == "河灯放流备案"
    assert _found("放流河灯处罚")[0] == "对违法放流河灯的处罚"


def test_synonym__kept_by_the_city_takes_the_place_of_the_shipped_one(names: None) -> None:
    assert _found("执照")[:1] != ["河灯放流备案"]
    with writing(SETTER):
        Synonym.objects.create(region_id=CITY, word="执照", means="河灯放流", by="office", at=NOW)

    assert _found("执照")[0] == "河灯放流备案"


def test_region_and_kind__are_filters(names: None) -> None:
    _index(["沿街点灯许可"], region=COUNTY)
    _index(["沿街点灯指南"], kind="guide", start=70)
    with reading(SETTER):
        both = search("沿街点灯", limit=10)
        county = search("沿街点灯", limit=10, region=COUNTY)
        guides = search("沿街点灯", limit=10, kind="guide")

    assert {one.region for one in both} == {CITY, COUNTY}
    assert [one.region for one in county] == [COUNTY]
    assert [(one.kind, one.name) for one in guides] == [("guide", "沿街点灯指南")]


def test_limit__is_kept_and_has_an_end(names: None) -> None:
    assert len(_found("灯", limit=2)) == 2
    assert len(_found("灯", limit=10**9)) <= module.MOST


def test_slow_step__ends_the_search_and_leaves_the_transaction_whole(
    names: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_COLUMNS", f"{module._COLUMNS}, pg_sleep(0.05)")
    monkeypatch.setattr(module, "_WITHIN", "20ms")
    with reading(SETTER), connection.cursor() as cursor:
        assert search("点灯", limit=5) == []
        cursor.execute("SELECT current_setting('statement_timeout'), current_setting('enable_seqscan')")
        assert cursor.fetchone() == ("0", "on")


def test_search__costs_few_statements(names: None, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        _found("轮船过河许可")


def test_index__is_used(names: None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT * FROM editions_searchentry WHERE name_words @@ '点灯'::tsquery")
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "search_name" in plan, "a wall before the table would keep the index from being used"


def test_index__holds_what_is_in_force_and_nothing_else() -> None:
    a_city()
    two_editions()
    index_region(region=CITY, by=SETTER, at=NOW)

    assert set(SearchEntry.objects.values_list("code", flat=True)) == {
        CODES[0],
        CODES[2],
        "36090000308000100",
    }
    assert _found("灯笼纸") == [] or "塑料" not in _found("灯笼纸")[0]
    assert search_one("损坏沿街灯笼").address == f"/items/{CODES[2]}"


def test_index__made_again_is_the_same() -> None:
    a_city()
    two_editions()
    index_region(region=CITY, by=SETTER, at=NOW)
    before = list(SearchEntry.objects.order_by("code").values("code", "name_words", "text_words"))
    index_region(region=CITY, by=SETTER, at=NOW)

    assert list(SearchEntry.objects.order_by("code").values("code", "name_words", "text_words")) == before


def test_shown_edition__is_found_at_once() -> None:
    a_city()
    edition = an_edition([a_power()])
    shown = Event(kind="EditionShown", subject=f"edition:{edition.code}", region=CITY)
    for _ in range(2):
        with writing(SETTER):
            index_shown([Happened(event=shown, by=SETTER, at=NOW)])

    assert [one.code for one in SearchEntry.objects.all()] == [CODES[0]]


def test_edition_of_a_later_day__is_found_from_that_day() -> None:
    a_city()
    an_edition([a_power()], effective_on=TODAY + timedelta(days=9))
    with writing(SETTER):
        today, then = fill_index(CITY, TODAY), fill_index(CITY, TODAY + timedelta(days=9))

    assert (today, then) == (0, 1)


def test_sample__of_everyday_questions_is_answered(shared_data: Path) -> None:
    names = [json.loads(line) for line in (shared_data / "item_names.jsonl").read_text("utf-8").splitlines()]
    with writing(SETTER):
        write_rows(
            search_entry(
                region=CITY,
                kind="power_item",
                code=f"{number:017d}",
                name=one["name"],
                unit_name=one["department"],
                address="/",
                texts=[one["category"]],
            )
            for number, one in enumerate(names)
        )
    sample = [
        json.loads(line) for line in (shared_data / "search_sample.jsonl").read_text("utf-8").splitlines()
    ]
    missed = [one["q"] for one in sample if not set(_found(one["q"], limit=3)) & set(one["accept"])]

    assert len(missed) <= 0.07 * len(sample), missed


class TestAnyWords(TestCase):
    @given(st.text(max_size=70))
    def test_search__of_any_text_is_answered(self, typed: str) -> None:
        _index(NAMES[:2])
        assert len(_found(typed)) <= 5


def search_one(typed: str) -> module.Found:
    """The first answer."""
    with reading(SETTER):
        return search(typed, limit=1)[0]


def _found(typed: str, limit: int = 5) -> list[str]:
    with reading(SETTER):
        return [one.name for one in search(typed, limit=limit)]


def _index(names: object, *, region: str = CITY, kind: str = "power_item", start: int = 1) -> None:
    with writing(SETTER):
        if not SearchEntry.objects.exists() and region == CITY:
            a_city()
        write_rows(
            search_entry(
                region=region,
                kind=kind,
                code=f"{region}001{number:06d}00",
                name=name,
                unit_name="市灯笼局",
                address=f"/items/{number}",
                texts=["临江市灯笼管理条例"],
            )
            for number, name in enumerate(names, start)  # type: ignore[call-overload]
        )
