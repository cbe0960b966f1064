"""At once against one after the other: never longer, and the way that decides is the longest."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.rules.joint_compare import compared, middle

pytestmark = pytest.mark.requirement("R-084", "R-119")
ITEMS = tuple("abcdefghijkl")


@st.composite
def plans(draw: st.DrawFn) -> tuple[dict[str, frozenset[str]], dict[str, int]]:
    """Matters that wait for earlier ones only, with their days."""
    items = ITEMS[: draw(st.integers(min_value=1, max_value=12))]
    needs = {
        item: frozenset(draw(st.sets(st.sampled_from(items[:place]))) if place else ())
        for place, item in enumerate(items)
    }
    return needs, {item: draw(st.integers(min_value=1, max_value=45)) for item in items}


def test_compared__names_what_is_saved_and_who_decides() -> None:
    needs = {"land": frozenset[str](), "river": frozenset[str](), "build": frozenset({"land"})}

    found = compared(needs, {"land": 10, "river": 15, "build": 20})

    assert found
    assert (found.serial, found.parallel, found.saved) == (45, 30, 15)
    assert (found.way, found.slowest) == (("land", "build"), ("build",))


def test_the_slowest__are_all_that_decide_and_take_as_long() -> None:
    needs = {one: frozenset[str]() for one in ("land", "river", "short")} | {"build": frozenset({"short"})}

    found = compared(needs, {"land": 10, "river": 10, "short": 2, "build": 8})

    assert found and found.slowest == ("land", "river")


def test_compared__of_a_circle_is_nothing() -> None:
    assert compared({"a": frozenset("b"), "b": frozenset("a")}, {"a": 1, "b": 1}) is None
    assert compared({}, {}) is None


@given(plans())
def test_at_once__is_never_longer_and_its_way_adds_up(
    plan: tuple[dict[str, frozenset[str]], dict[str, int]],
) -> None:
    needs, days = plan

    found = compared(needs, days)

    assert found
    assert found.parallel <= found.serial == sum(days.values())
    assert sum(days[item] for item in found.way) == found.parallel
    assert all(before in needs[item] for before, item in pairwise(found.way))
    begun = {one.item: one.parallel_from for one in found.turns}
    assert all(begun[item] >= begun[one] + days[one] for item in needs for one in needs[item])


def test_middle__of_nothing_is_nothing() -> None:
    assert middle([]) is None
    assert middle([3, 1, 2, 4]) == 2.5
