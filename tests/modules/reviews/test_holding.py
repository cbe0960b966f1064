"""卡在哪里: every item has exactly one holder and a last day; all holders together have all items."""

from datetime import timedelta

import pytest
from tests.builders_filings import LATER, OFFICE
from tests.builders_lists import a_city_of, the_reviews
from tests.builders_review_desk import MUCH_LATER, a_coordinator, a_member, acted, changed, supplemented
from tests.builders_reviews import the_review

from qingdan.base.clock import day_of
from qingdan.base.transactions import reading
from qingdan.reviews.models import GroupUnit, Review
from qingdan.reviews.queries.holding import Holding, held_by, holding_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-094", "R-056")]
NAMES = ("对偷灯笼的处罚", "对毁坏灯笼的处罚", "对乱挂灯笼的处罚", "对灯笼过暗的处罚")
MOVES = (("pass",), ("return",), ("return", "amend"), ("refer",))


@pytest.fixture
def spread(law_home: None, db: None) -> list[Review]:
    """Five items, each in other hands, with people at every desk."""
    numbers = [one.number for one in a_city_of(*NAMES)]
    a_member()
    a_coordinator()
    for number, moves in zip(numbers, MOVES, strict=False):
        for action in moves:
            acted(action, number=number)
    return the_reviews()


def _holding(days: int = 0) -> Holding:
    with reading(OFFICE):
        return holding_of(OFFICE, on=day_of(LATER + timedelta(days=days)))


def test_holders__together_have_every_item_once(spread: list[Review]) -> None:
    holding = _holding()

    assert sum(one.items for one in holding.lines) + holding.published == holding.total == len(spread)
    assert len({one.holder for one in holding.lines}) == len(holding.lines)


def test_the_lists_of_all_holders__name_every_item_once(spread: list[Review]) -> None:
    with reading(OFFICE):
        on = day_of(LATER)
        found = [held_by(OFFICE, one.holder.address, on=on) for one in holding_of(OFFICE, on=on).lines]
    numbers = [item.number for one in found if one for item in one.items if item.thing == "item"]

    assert sorted(numbers) == sorted(one.number for one in spread)


def test_every_item__has_a_last_day_and_somebody_to_call(spread: list[Review]) -> None:
    assert all(one.due_on and one.since for one in spread)
    assert [one.holder.address for one in _holding().lines if one.items and not one.people] == []


def test_overdue__is_counted_from_the_day_after(spread: list[Review]) -> None:
    assert (_holding().overdue, _holding(90).overdue) == (0, len(spread) + 1)  # and a chart


def test_a_unit_without_group__is_in_the_hands_of_the_office(item: Review) -> None:
    with reading(OFFICE):
        assert [one.holder.address for one in _holding().lines][-1] == "group-review_group_1"
    GroupUnit.objects.all().delete()

    assert "establishment_office" in [one.holder.address for one in _holding().lines]


def test_items__keep_one_holder_through_a_whole_round(item: Review) -> None:
    for action, at in (("return", LATER), ("amend", LATER)):
        acted(action, at=at)
        assert _one_item()
    changed()
    supplemented()
    assert _one_item()
    acted("return")
    acted("take_up", at=MUCH_LATER)
    assert _one_item() and the_review().holder == "coordination_group"


def _one_item() -> bool:
    return [one.items for one in _holding().lines if one.items] == [1]
