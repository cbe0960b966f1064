"""What the public sees on a day is what was published by then and in effect (R-004, R-006)."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders import CITY, TODAY, a_city
from tests.builders_comments import VISITOR
from tests.builders_editions import (
    CODES,
    PLASTIC_CODE,
    REWARD_CODE,
    UNLIT_CODE,
    a_power,
    an_edition,
    duties_of,
    two_editions,
)

from qingdan.base.refusal import Missing
from qingdan.base.snapshots.queries import thaw
from qingdan.base.transactions import reading
from qingdan.editions.models import Edition
from qingdan.editions.queries.entries import contents_of, entries_on, saying, units_of
from qingdan.editions.queries.items import Item, item_on
from qingdan.editions.queries.shown import in_force, shown_editions, turning_day
from qingdan.rules.review import ListKind

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-004", "R-006")]
POWER = ListKind.POWER
DAY = timedelta(days=1)
PLANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(-10, 30), st.sets(st.integers(0, 4), min_size=1)), max_size=5
)


@pytest.fixture(autouse=True)
def city() -> None:
    a_city()


def standing(day: date) -> dict[str, str]:
    """Code → digest of what may be exercised on a day, as pages read it."""
    with reading(VISITOR):
        edition = in_force(shown_editions(CITY), POWER, day)
        return {one.code: one.digest for one in entries_on(edition, day) if one.stands} if edition else {}


def item_of(code: str, day: date) -> Item:
    with reading(VISITOR):
        return item_on(shown_editions(CITY), code, day)


@given(PLANS)
@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_view_of_each_day_of_a_year__is_that_days_snapshot(plans: list[tuple[int, int, set[int]]]) -> None:
    """Shown one after the other; each takes effect before that, at once or later."""
    with transaction.atomic():
        written, on = [], TODAY
        for wait, delay, chosen in plans:
            on += wait * DAY
            entries = [a_power(CODES[one], fee=f"{len(written)}元") for one in sorted(chosen)]
            written.append((an_edition(entries, shown_on=on, effective_on=on + delay * DAY), on))
        wrong = [
            day for day in (TODAY + n * DAY for n in range(-1, 364)) if standing(day) != _then(written, day)
        ]
        transaction.set_rollback(True)

    assert wrong == []


def _then(written: list[tuple[Edition, date]], day: date) -> dict[str, str]:
    """The manifest of the last edition that was shown and in effect."""
    past = [one for one, shown_on in written if shown_on <= day and one.effective_on <= day]
    with reading(VISITOR):
        found: dict[str, str] = thaw(past[-1].digest)["entries"] if past else {}
    return found


def test_in_force__not_before_it_is_shown_and_in_effect() -> None:
    an_edition([a_power()], effective_on=TODAY, shown_on=TODAY + 3 * DAY)
    an_edition([a_power(fee="不收费")], effective_on=TODAY + 9 * DAY, shown_on=TODAY + 5 * DAY)
    an_edition([a_power(fee="免")], effective_on=TODAY, shown_on=None)

    with reading(VISITOR):
        editions = shown_editions(CITY)
    days = [TODAY + n * DAY for n in (0, 2, 3, 8, 9)]
    numbers = [found.number if (found := in_force(editions, POWER, day)) else 0 for day in days]
    assert numbers == [0, 0, 1, 1, 2]


def test_entry__handed_on_stands_until_its_day() -> None:
    until = TODAY + 10 * DAY
    an_edition([a_power(disposition="transfer", transition_until=until.isoformat()), a_power(PLASTIC_CODE)])

    assert [len(standing(TODAY + n * DAY)) for n in (0, 9, 10)] == [2, 2, 1]
    with reading(VISITOR):
        editions = shown_editions(CITY)
        days = [turning_day(editions, TODAY + n * DAY) for n in (-1, 0, 9, 10, 99)]
    assert days == [None, TODAY, TODAY, until, until]


def test_units__are_named_and_counted_as_the_edition_has_them() -> None:
    two_editions()

    with reading(VISITOR):
        edition = in_force(shown_editions(CITY), POWER, TODAY)
        assert edition
        units = units_of(entries_on(edition, TODAY))
    assert [(one.name, one.stand, one.ended) for one in units] == [("市灯笼局", 2, 1), ("市河道局", 1, 0)]


@pytest.mark.parametrize(("words", "count"), [("塑料", 1), ("灯笼管理条例", 4), ("护灯", 1), ("没有的词", 0)])
def test_entries__are_found_by_name_and_basis(words: str, count: int) -> None:
    two_editions()

    with reading(VISITOR):
        edition = in_force(shown_editions(CITY), POWER, TODAY)
        assert edition
        lines = entries_on(edition, TODAY)
        found = saying(lines, words)
        assert all(words in str(one) for one in contents_of(found).values())
    assert len(found) == count


def test_item__has_a_version_for_each_change() -> None:
    two_editions()
    an_edition([duties_of(a_power())], kind=ListKind.RESPONSIBILITY)

    now, then = item_of(UNLIT_CODE, TODAY), item_of(UNLIT_CODE, TODAY - DAY)
    same = item_of(REWARD_CODE, TODAY)
    assert [(one.number, one.edition.number) for one in now.versions] == [(1, 1), (2, 2)]
    assert (now.version.number, now.newest, now.stands) == (2, True, True)
    assert (then.version.number, then.newest, then.stands, then.duties) == (1, False, True, None)
    assert (len(same.versions), same.version.number) == (1, 1)
    assert now.duties and now.duties["duties"][0]["step"] == "审核"


def test_item__that_was_abolished_keeps_its_address() -> None:
    two_editions()
    an_edition([a_power()], effective_on=TODAY + DAY, shown_on=TODAY + DAY)

    today, later = item_of(PLASTIC_CODE, TODAY), item_of(PLASTIC_CODE, TODAY + DAY)
    assert (today.listed, today.stands, today.edition.number) == (True, False, 2)
    assert (later.listed, later.stands, later.edition.number) == (False, False, 2)


def test_item__to_come_is_said_to_come() -> None:
    an_edition([a_power()], effective_on=TODAY + 9 * DAY)

    assert (item_of(UNLIT_CODE, TODAY).coming, item_of(UNLIT_CODE, TODAY).stands) == (True, False)
    assert item_of(UNLIT_CODE, TODAY + 9 * DAY).stands


def test_item__that_was_never_published_or_not_yet_is_missing() -> None:
    an_edition([a_power()])

    for code, day in ((PLASTIC_CODE, TODAY), (UNLIT_CODE, TODAY - DAY)):
        with pytest.raises(Missing):
            item_of(code, day)
