import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.rules.vocabulary.similarity import alike, contained, core, longest_common

pytestmark = pytest.mark.requirement("C15")
NAMES = st.text("对未按照灯笼规定擅自的处罚、，（甲）", max_size=24)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("对擅自熄灭灯笼的处罚", "擅自熄灭灯笼行为的行政处罚。"),
        ("对擅自熄灭灯笼的处罚", "关于熄灭灯笼的查处"),
        ("对未按照规定悬挂灯笼的处罚", "对不按规定悬挂灯笼的处罚"),
        ("对未取得灯笼证，擅自从事糊灯活动的处罚", "对无灯笼证开展糊灯活动的处罚"),
        ("对违反《灯笼法》规定，熄灭灯笼的处罚", "对熄灭灯笼的处罚"),
        ("对违反有关规定熄灭灯笼等违法行为的处罚", "对熄灭灯笼的处罚"),
        ("对灯笼、风筝的检查", "对灯笼，风筝的检查"),
        ("对ＡＢ型灯笼的处罚", "对AB型灯笼的处罚"),
    ],
)
def test_core__is_the_same_for_usual_ways_of_saying_it(one: str, other: str) -> None:
    assert core(one) == core(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("对灯笼的处罚", "对风筝的处罚"),
        ("对灯笼的查封", "对灯笼的处罚"),
        ("对灯笼的监督检查", "对灯笼的处罚"),
        ("对未经登记挂灯笼的处罚", "对登记后挂灯笼的处罚"),
    ],
)
def test_core__keeps_what_tells_items_apart(one: str, other: str) -> None:
    assert core(one) != core(other)


@pytest.mark.parametrize("name", ["", "。", "对的处罚", "的"])
def test_core__of_nothing_is_nothing(name: str) -> None:
    assert core(name) == ""


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("甲乙丙", "丙乙甲", 1),
        ("甲乙", "丙丁", 0),
        ("甲甲", "甲", 2 / 3),
        ("甲乙丙丁", "甲乙戊己", 0.5),
        ("", "", 1),
    ],
)
def test_alike__counts_letters_in_any_order(one: str, other: str, expected: float) -> None:
    assert alike(one, other) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("甲丙", "甲乙丙", 1),
        ("丙甲", "甲乙丙", 0.5),
        ("甲乙丙丁", "甲乙", 1),
        ("", "甲", 0),
        ("甲戊", "甲乙丙", 0.5),
    ],
)
def test_contained__counts_letters_in_order(one: str, other: str, expected: float) -> None:
    assert contained(one, other) == expected


@given(NAMES, NAMES)
def test_likeness__is_symmetric_and_a_share(one: str, other: str) -> None:
    assert alike(one, other) == alike(other, one)
    assert contained(one, other) == contained(other, one)
    assert 0 <= alike(one, other) <= 1
    assert 0 <= contained(one, other) <= 1


@given(NAMES, NAMES)
def test_longest_common__agrees_with_the_table_method(one: str, other: str) -> None:
    row = [0] * (len(other) + 1)
    for letter in one:
        before = row[:]
        for place, candidate in enumerate(other, start=1):
            row[place] = before[place - 1] + 1 if letter == candidate else max(before[place], row[place - 1])

    assert longest_common(one, other) == row[-1]


@given(st.text(max_size=60))
def test_core__of_any_text_has_letters_only(name: str) -> None:
    assert not any(letter.isspace() or letter in "，。、（）" for letter in core(name))
