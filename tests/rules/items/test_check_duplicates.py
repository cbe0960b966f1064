from itertools import count
from typing import Any

import pytest
from tests.rules.items.lantern_items import CONTEXT, item, keys, register

from qingdan.rules.checks.duplicates import filed_once
from qingdan.rules.power_item import Category, Disposition, PowerItemFacts
from qingdan.rules.problem import Certainty, Problem, Severity
from qingdan.rules.vocabulary.similarity import core

pytestmark = [pytest.mark.requirement("C15"), pytest.mark.requirement("R-041")]
PLACE = "灯笼法|9||1|2"


def _found(*items: PowerItemFacts) -> list[Problem]:
    return filed_once([register(*items)], CONTEXT)


def _item(name: str, *cited: str, **facts: Any) -> PowerItemFacts:
    return item(name=name, cited=cited, **facts)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("对熄灭灯笼的处罚", "对熄灭灯笼的处罚", ["C15.same"]),
        ("对熄灭、毁坏灯笼的处罚", "对毁坏，熄灭灯笼的处罚。", ["C15.same"]),
        ("对未按照规定悬挂灯笼的处罚", "对不按规定悬挂灯笼的处罚", ["C15.same"]),
        ("对熄灭灯笼的处罚", "对熄灭、毁坏灯笼，或者涂改灯谜的处罚", ["C15.similar"]),
        ("对未经登记悬挂大型灯笼的处罚", "对未登记就悬挂大型灯笼的处罚", ["C15.similar"]),
        ("对熄灭灯笼的处罚", "对涂改灯谜的处罚", []),
        ("对灯笼的处罚", "对大灯笼、小风筝的处罚", []),  # two letters are no part
        ("", "", []),
    ],
)
def test_duplicates__names_of_one_place(one: str, other: str, expected: list[str]) -> None:
    assert keys(_found(_item(one, PLACE), _item(other, PLACE))) == expected


@pytest.mark.parametrize(
    ("one", "other", "same", "near"),
    [
        ((PLACE,), (PLACE,), True, True),
        ((PLACE,), ("灯笼法|9|||2",), True, True),
        ((PLACE,), ("灯笼法|9|||",), True, True),
        ((PLACE,), ("灯笼法|9||1|3",), True, False),
        ((PLACE,), ("灯笼法|9||2|",), True, False),
        ((PLACE,), ("灯笼法|9||1|",), True, True),
        (("灯笼法|9||1|",), ("灯笼法|9||2|1",), True, False),
        (("灯笼法|9||1|",), ("灯笼法|9|||2",), True, True),
        ((PLACE,), ("灯笼法|9|1||",), True, False),
        ((PLACE,), ("灯笼法|8||1|2",), True, False),
        ((PLACE,), ("灯笼法||||",), True, True),
        ((PLACE,), ("风筝法||||",), False, False),
        ((PLACE,), ("风筝法|8||1|2",), False, False),
        ((PLACE,), ("灯法|9||1|2",), True, False),
        ((PLACE,), (), True, False),
        ((), (), True, True),
        (("|5|||",), ("|5|||",), True, True),
        (("|5|||",), (PLACE,), True, False),
        ((PLACE, "灯笼法|2|||"), ("灯笼法|2|||", "灯笼法|9||1|3"), True, False),
        ((PLACE, "灯笼法|9||1|3"), (PLACE,), True, True),
        ((PLACE, "|5|||"), ("灯笼法|8|||", "|5|||"), True, False),
    ],
)
def test_duplicates__by_what_they_cite(
    one: tuple[str, ...], other: tuple[str, ...], same: bool, near: bool
) -> None:
    name, nearly = "对未经登记悬挂大型灯笼影响航行的处罚", "对未登记就悬挂大型灯笼影响航行的处罚"

    assert bool(_found(_item(name, *one), _item(name, *other))) is same
    assert bool(_found(_item(name, *one), _item(nearly, *other))) is near


@pytest.mark.parametrize(
    ("other", "cited", "expected"),
    [
        ("对毁坏、熄灭大型灯笼的处罚。", (), ["C15.same"]),
        ("毁坏，熄灭大型灯笼行为的查处", ("灯笼法||||",), ["C15.same"]),
        ("对毁坏、熄灭大型灯笼的处罚", ("灯笼法|8|||",), []),
        ("对毁坏、熄灭大型灯笼的处罚", ("风筝法||||",), []),
        ("对毁坏、熄灭小型灯笼的处罚", (), []),
    ],
)
def test_duplicates__same_letters_where_one_lacks_its_basis(
    other: str, cited: tuple[str, ...], expected: list[str]
) -> None:
    assert keys(_found(_item("对熄灭、毁坏大型灯笼的处罚", PLACE), _item(other, *cited))) == expected


def test_duplicates__short_names_agree_as_they_stand() -> None:
    assert keys(_found(_item("灯笼、灯谜管理", PLACE), _item("灯谜、灯笼管理"))) == ["C15.same"]
    assert not _found(_item("灯笼管理", PLACE), _item("笼灯管理"))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("施工单位使用不合格的大型灯笼", "建设单位明示或者暗示施工单位使用不合格的大型灯笼", []),
        ("对教唆他人毁坏大型灯笼的处罚", "对引诱、教唆他人毁坏大型灯笼的处罚", ["C15.similar"]),
        ("对无灯笼证悬挂大型灯笼的处罚", "对未按照灯笼证的规定悬挂大型灯笼的处罚", []),
        ("对无灯笼证悬挂大型灯笼的处罚", "对没有取得灯笼证就悬挂大型灯笼的处罚", ["C15.similar"]),
    ],
)
def test_duplicates__another_deed_in_nearly_the_same_words(one: str, other: str, expected: list[str]) -> None:
    assert keys(_found(_item(one, PLACE), _item(other, PLACE))) == expected


def test_duplicates__an_article_of_no_instrument_is_no_place() -> None:
    one, other = "对未按规定报告熄灭大型灯笼的处罚", "对未按规定报告毁坏大型灯笼的处罚"

    assert _found(_item(one, PLACE), _item(other, PLACE))
    assert not _found(_item(one, "|5|||"), _item(other, "|5|||"))


@pytest.mark.parametrize("cited", ["灯笼法|9|||", "灯笼法||||"])
def test_duplicates__where_a_place_is_left_open_names_agree_closely(cited: str) -> None:
    one, other = _item("对未按规定报告熄灭灯笼的处罚", PLACE), _item("对未按规定报告毁坏灯笼的处罚", cited)
    part = _item("对未按规定报告熄灭灯笼，涂改灯谜的处罚", cited)

    assert not _found(one, other)
    assert bool(_found(one, part)) is cited.startswith("灯笼法|9")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"category": Category.PENALTY}, {"category": Category.COMPULSION}, []),
        ({"category": Category.OTHER}, {"category": Category.INSPECTION}, ["C15.similar"]),
        ({"category": None}, {"category": None}, ["C15.similar"]),
        ({}, {"disposition": Disposition.CONSOLIDATE}, []),
        (
            {"name": "灯笼登记", "sub_item": "大型灯笼首次登记"},
            {"name": "灯笼登记", "sub_item": "补领标牌"},
            [],
        ),
        ({"name": "灯笼登记", "sub_item": ""}, {"name": "灯笼登记", "sub_item": "补领标牌"}, []),
        ({"name": "灯笼登记", "sub_item": "甲"}, {"name": "灯笼登记", "sub_item": "甲"}, ["C15.same"]),
    ],
)
def test_duplicates__category_disposition_sub_item(
    one: dict[str, Any], other: dict[str, Any], expected: list[str]
) -> None:
    nearly = {"name": "对未登记就悬挂大型灯笼的处罚", "cited": (PLACE,)}
    first = item(**({"name": "对未经登记悬挂大型灯笼的处罚", "cited": (PLACE,)} | one))

    assert keys(_found(first, item(**(nearly | other)))) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("对第一类灯笼未登记就悬挂的处罚", "对第二类灯笼未登记就悬挂的处罚", []),
        ("对3米以上灯笼未登记就悬挂的处罚", "对灯笼未登记就悬挂的处罚", ["C15.similar"]),
    ],
)
def test_duplicates__numerals_tell_items_apart(one: str, other: str, expected: list[str]) -> None:
    assert keys(_found(_item(one, PLACE), _item(other, PLACE))) == expected


def test_duplicates__same_name_for_two_places_counts_where_it_is_telling() -> None:
    short, long = "对灯会期间不点亮走马灯笼的处罚", "对灯会期间不点亮走马灯笼架的处罚"
    problems = _found(*(_item(name, place) for name in (short, long) for place in (PLACE, "灯笼法|8|||")))

    named = [one for one in problems if one.key == "C15.same_name"]

    assert [len(core(name)) for name in (short, long)] == [11, 12]
    assert [(one.where.item, one.certainty) for one in named] == [(long, Certainty.LIKELY)]


def test_duplicates__reported_on_the_later_row_with_its_partner() -> None:
    first = _item("对熄灭灯笼的处罚", PLACE, row=7, path="报\\甲/灯笼局.xlsx", sheet="处罚")
    later = _item("对熄灭灯笼的处罚", PLACE, row=3, path="甲/风筝局.csv", sheet=None)
    (problem,) = filed_once([register(first), register(later)], CONTEXT)

    assert (problem.where.path, problem.where.row) == ("甲/风筝局.csv", 3)
    assert problem.data["other"] == {"path": first.path, "sheet": "处罚", "row": 7, "name": first.name}
    assert problem.data["similarity"] == 1
    assert problem.params == {"other": first.name, "place": "灯笼局.xlsx 处罚 ", "row": 7}
    assert problem.certainty is Certainty.SURE


def test_duplicates__likeness_and_place_within_a_file() -> None:
    first = _item("对未经登记悬挂大型灯笼的处罚", PLACE, sheet="甲")
    later = _item("对未登记就悬挂大型灯笼的处罚", PLACE, sheet="乙")
    (problem,) = _found(first, later)

    assert problem.data["similarity"] == 0.95
    assert problem.params["place"] == "甲 "
    assert problem.certainty is Certainty.LIKELY
    assert (problem.severity, problem.where.field) == (Severity.WARNING, "name")


def test_duplicates__in_one_sheet_the_row_is_enough() -> None:
    (problem,) = _found(_item("对熄灭灯笼的处罚", PLACE), _item("对熄灭\n灯笼的处罚", PLACE))

    assert problem.params["place"] == ""


def test_duplicates__names_the_nearest_first() -> None:
    names = ["未登记就悬挂灯笼", "未登记就悬挂大灯笼", "未登记就悬挂大红灯笼", "未登记就先悬挂大红灯笼"]
    problems = _found(*(_item(name, PLACE, row=row) for row, name in enumerate(names)))

    assert [one.data["other"]["row"] for one in problems] == [0, 1, 0, 2, 1, 0]


def test_duplicates__of_many_equal_rows_each_names_its_nearest() -> None:
    problems = _found(*(_item("对熄灭灯笼的处罚", PLACE, row=row) for row in range(60)))

    assert len(problems) == 0 + 1 + 2 + 57 * 3


def test_duplicates__large_group_finds_what_shares_rare_letters() -> None:
    number = count()
    deeds = ["".join(chr(0x4E00 + 7 * next(number)) for _ in range(6)) for _ in range(90)]
    items = [_item(f"对{deed}灯笼的处罚", PLACE) for deed in deeds]
    again = _item(f"对{deeds[50]}大灯笼的处罚", PLACE)
    problems = _found(*items, again)

    assert keys(problems) == ["C15.similar"]
    assert problems[0].data["other"]["name"] == items[50].name
