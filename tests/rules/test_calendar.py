"""The working calendar: notices, versions, and the data we ship."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.data.calendar import load_calendar
from qingdan.rules.calendar import Notice, calendar_of

pytestmark = pytest.mark.requirement("I-deadline")

DAYS = st.dates(min_value=date(2003, 1, 1), max_value=date(2028, 12, 31))
FIRST = Notice(
    year=2031,
    number="甲",
    issued=date(2030, 12, 1),
    off=frozenset({date(2030, 12, 31), date(2031, 5, 1), date(2031, 5, 2)}),
    worked=frozenset({date(2031, 5, 4)}),
)
CHANGE = Notice(
    year=2031,
    number="乙",
    issued=date(2031, 3, 1),
    changes=True,
    off=frozenset({date(2031, 5, 4)}),
    worked=frozenset({date(2031, 5, 2)}),
)
UNDATED = Notice(year=2032, off=frozenset({date(2032, 1, 1)}))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2031, 4, 30), True),  # Wednesday
        (date(2031, 5, 1), False),  # Thursday off
        (date(2031, 5, 2), False),
        (date(2031, 5, 3), False),  # Saturday, of which no notice speaks
        (date(2031, 5, 4), True),  # Sunday worked
        (date(2031, 5, 5), True),
        (date(2030, 12, 31), False),  # December, by the next year's notice
        (date(2033, 5, 2), True),  # a year without notice: Monday
        (date(2033, 5, 1), False),  # Sunday
    ],
)
def test_is_working__weekdays_and_what_the_notice_says(day: date, working: bool) -> None:
    assert calendar_of([FIRST]).is_working(day) is working


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2027-01-01", False),
        ("2027-01-02", False),  # Saturday
        ("2027-01-04", True),  # whether it is made up for is not known
        ("2028-05-01", False),
        ("2028-05-02", False),  # since 2025
        ("2028-05-03", True),
        ("2027-10-01", False),
        ("2028-10-03", False),
        ("2028-10-04", True),
        ("2001-05-03", False),  # three days then
        ("1999-05-03", True),  # before the measures
        ("2021-10-08", True),  # published: the notice decides
    ],
)
def test_fixed_holidays__are_off_in_a_year_without_notice(day: str, working: bool) -> None:
    assert load_calendar().is_working(date.fromisoformat(day)) is working


def test_fixed_holidays__by_the_measures_known_on_the_day() -> None:
    before, after = (load_calendar().known_on(date(2024, 11, one)) for one in (9, 10))
    day = date(2028, 5, 2)

    assert (before.is_working(day), after.is_working(day)) == (True, False)
    assert not before.is_working(date(2028, 5, 1))


def test_later_notice__overrules_the_earlier_in_any_order() -> None:
    for notices in ([FIRST, CHANGE], [CHANGE, FIRST]):
        calendar = calendar_of(notices)
        assert calendar.is_working(date(2031, 5, 2))
        assert not calendar.is_working(date(2031, 5, 4))
        assert calendar.notice_of(date(2031, 5, 4)) is CHANGE
        assert calendar.notice_of(date(2031, 5, 1)) is FIRST
        assert calendar.notice_of(date(2031, 5, 3)) is None


def test_change_of_the_same_day__comes_after_the_arrangement() -> None:
    change = Notice(year=2032, changes=True, worked=frozenset({date(2032, 1, 1)}))

    assert calendar_of([change, UNDATED]).is_working(date(2032, 1, 1))


@pytest.mark.parametrize(
    ("known_on", "published", "sunday_worked"),
    [
        (date(2030, 11, 30), False, False),
        (date(2030, 12, 1), True, True),
        (date(2031, 2, 28), True, True),
        (date(2031, 3, 1), True, False),
    ],
)
def test_known_on__notices_up_to_that_day(known_on: date, published: bool, sunday_worked: bool) -> None:
    calendar = calendar_of([FIRST, CHANGE]).known_on(known_on)

    assert calendar.is_published(date(2031, 7, 1)) is published
    assert calendar.is_working(date(2031, 5, 4)) is sunday_worked


def test_undated_notice__known_from_the_first_day_of_its_year() -> None:
    calendar = calendar_of([UNDATED])

    assert not calendar.known_on(date(2031, 12, 31)).is_published(date(2032, 6, 1))
    assert calendar.known_on(date(2032, 1, 1)).is_published(date(2032, 6, 1))


def test_change_alone__does_not_publish_a_year() -> None:
    assert not calendar_of([CHANGE]).is_published(date(2031, 5, 1))
    assert calendar_of([FIRST]).published == {2031}


@pytest.mark.parametrize(
    ("day", "next_working"),
    [
        (date(2031, 4, 30), date(2031, 4, 30)),
        (date(2031, 5, 1), date(2031, 5, 4)),
        (date(2031, 5, 10), date(2031, 5, 12)),
    ],
)
def test_next_working__the_day_itself_or_the_first_after(day: date, next_working: date) -> None:
    assert calendar_of([FIRST]).next_working(day) == next_working


@pytest.mark.parametrize(
    ("first", "last", "numbers"),
    [
        (date(2031, 6, 1), date(2031, 6, 2), ["甲"]),
        (date(2031, 5, 2), date(2031, 5, 2), ["甲", "乙"]),
        (date(2031, 5, 4), date(2031, 5, 4), ["甲", "乙"]),
        (date(2030, 12, 31), date(2030, 12, 31), ["甲"]),
        (date(2030, 12, 30), date(2030, 12, 30), []),
        (date(2030, 12, 1), date(2032, 1, 5), ["甲", "乙", ""]),
        (date(2032, 1, 2), date(2032, 1, 5), [""]),
    ],
)
def test_notices_between__that_arrange_or_speak(first: date, last: date, numbers: list[str]) -> None:
    calendar = calendar_of([UNDATED, CHANGE, FIRST])

    assert [notice.number for notice in calendar.notices_between(first, last)] == numbers


@given(DAYS)
def test_shipped_calendar__knows_no_more_earlier(day: date) -> None:
    calendar = load_calendar()
    before = calendar.known_on(day)

    assert before.published <= calendar.published
    assert set(before.notices) <= set(calendar.notices)
    assert set(before.known_on(day - timedelta(1)).notices) == set(
        calendar.known_on(day - timedelta(1)).notices
    )


def test_shipped_calendar__covers_2004_to_2026_without_contradiction() -> None:
    calendar = load_calendar()

    assert calendar.published == set(range(2004, 2027))
    for notice in calendar.notices:
        assert not notice.off & notice.worked
        assert all(day.weekday() >= 5 for day in notice.worked)
        assert all(day.weekday() < 5 for day in notice.off) or notice.changes
        assert {day.year for day in notice.off | notice.worked} <= {notice.year - 1, notice.year}
        assert notice.issued is None or notice.issued < max(notice.off | notice.worked)
        assert bool(notice.number) == bool(notice.title) == bool(notice.issued)


@pytest.mark.parametrize(
    ("year", "off", "worked"),
    [
        (2004, 16, 6),
        (2007, 19, 7),
        (2013, 23, 12),
        (2015, 17, 5),
        (2019, 17, 6),
        (2020, 19, 6),
        (2026, 19, 6),
    ],
)
def test_shipped_calendar__days_of_a_year(year: int, off: int, worked: int) -> None:
    calendar = load_calendar()
    days = [date(year, 1, 1) + timedelta(n) for n in range(366)]
    days = [day for day in days if day.year == year]

    assert sum(day.weekday() < 5 and not calendar.is_working(day) for day in days) == off
    assert sum(day.weekday() >= 5 and calendar.is_working(day) for day in days) == worked


@pytest.mark.parametrize(
    ("day", "before", "after", "changed_on"),
    [
        (date(2015, 9, 3), True, False, date(2015, 5, 13)),
        (date(2015, 9, 4), True, False, date(2015, 5, 13)),
        (date(2015, 9, 5), False, False, date(2015, 5, 13)),
        (date(2015, 9, 6), False, True, date(2015, 5, 13)),
        (date(2019, 5, 2), True, False, date(2019, 3, 22)),
        (date(2019, 5, 5), False, True, date(2019, 3, 22)),
        (date(2020, 1, 31), True, False, date(2020, 1, 26)),
        (date(2020, 2, 1), True, False, date(2020, 1, 26)),
    ],
)
def test_shipped_calendar__changes_within_a_year(
    day: date, before: bool, after: bool, changed_on: date
) -> None:
    calendar = load_calendar()

    assert calendar.known_on(changed_on - timedelta(1)).is_working(day) is before
    assert calendar.known_on(changed_on).is_working(day) is after
    assert calendar.is_working(day) is after
