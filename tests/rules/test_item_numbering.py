"""Public codes: each given once; when a listed power may be exercised."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.data.regions import load_regions
from qingdan.rules.codes.identification import Surroundings
from qingdan.rules.identifiers import identify
from qingdan.rules.item_numbering import NumbersUsedUp, may_be_exercised, next_item_code

pytestmark = pytest.mark.requirement("R-006", "R-040")
PREFIX = "36090000102"
DAY = date(2026, 7, 1)


@given(st.lists(st.sampled_from(["", "new", "sibling"]), max_size=40))
def test_codes_given_one_after_the_other__are_all_different(kinds: list[str]) -> None:
    taken: list[str] = []
    for kind in kinds:
        family = next((one[11:15] for one in taken if not one.endswith("00")), "new")
        taken.append(next_item_code(PREFIX, taken, main=family if kind == "sibling" else kind))

    assert len(set(taken)) == len(taken)
    assert all(len(one) == 17 and one.startswith(PREFIX) for one in taken)


def test_a_number_that_was_given__is_not_given_again() -> None:
    """The item of 0001 was abolished long ago: its code is still among those taken."""
    assert next_item_code(PREFIX, [f"{PREFIX}000100", f"{PREFIX}000700"]) == f"{PREFIX}000800"


def test_children__share_the_number_of_their_main_item() -> None:
    first = next_item_code(PREFIX, [], main="new")
    second = next_item_code(PREFIX, [first], main=first[11:15])

    assert (first, second) == (f"{PREFIX}000101", f"{PREFIX}000102")


def test_a_unit_without_numbers_left__is_told() -> None:
    with pytest.raises(NumbersUsedUp):
        next_item_code(PREFIX, [f"{PREFIX}999900"])
    with pytest.raises(NumbersUsedUp):
        next_item_code(PREFIX, [f"{PREFIX}000199"], main="0001")


def test_a_code__is_read_back_by_its_parts() -> None:
    found = identify(next_item_code(PREFIX, []), Surroundings(regions=load_regions()))

    assert found.kind == "item_code" and not found.faults
    assert found.parts["department"] == "001" and found.parts["main_item"] == "0001"


@pytest.mark.parametrize(
    ("disposition", "until", "may"),
    [
        ("retain", None, True),
        ("refer_up", None, True),
        ("abolish", None, False),
        ("consolidate", None, False),
        ("devolve", None, False),
        ("transfer", date(2026, 7, 2), True),
        ("transfer", DAY, False),
        ("devolve", date(2027, 7, 1), True),
    ],
)
def test_a_power__is_exercised_while_kept_or_not_yet_handed_on(
    disposition: str, until: date | None, may: bool
) -> None:
    assert may_be_exercised(disposition, until=until, on=DAY) is may
