"""Numbers as laws print them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.rules.numerals import number_of, numeral

pytestmark = pytest.mark.requirement("I-cite")


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("一", 1), ("两", 2), ("十", 10), ("十二", 12), ("二十", 20), ("九十九", 99), ("一百", 100),
        ("一百零五", 105),
        ("一百〇二", 102), ("一百○二", 102), ("一百一十", 110), ("一百一十六", 116), ("一一六", 116),
        ("一千零五", 1005),
        ("一千二百六十", 1260), ("12", 12), ("１２", 12), ("一百2", 102), ("0", 0), ("零", 0), ("", 0), ("甲", 0),
    ],
)  # fmt: skip
def test_number_of__chinese_arabic_and_mixed(printed: str, number: int) -> None:
    assert number_of(printed) == number


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        (1, "一"), (9, "九"), (10, "十"), (11, "十一"), (19, "十九"), (20, "二十"), (21, "二十一"), (100, "一百"),
        (101, "一百零一"), (110, "一百一十"), (111, "一百一十一"), (1000, "一千"), (1001, "一千零一"),
        (1010, "一千零一十"),
        (1200, "一千二百"), (9999, "九千九百九十九"), (10_000, "10000"),
    ],
)  # fmt: skip
def test_numeral__as_articles_print_it(number: int, printed: str) -> None:
    assert numeral(number) == printed


@given(st.integers(1, 99_999))
def test_numeral__reads_back(number: int) -> None:
    assert number_of(numeral(number)) == number


@given(st.text(max_size=12))
def test_number_of__any_text(text: str) -> None:
    assert number_of(text) >= 0
