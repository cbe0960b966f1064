"""The end of a limit: counted against the vectors of the domain report and against a naive walk."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.data.calendar import load_calendar
from qingdan.data.wording import note_words
from qingdan.rules.calendar import WorkingCalendar
from qingdan.rules.deadline import Deadline, DeadlineStatus, Pause, deadline
from qingdan.rules.power_item import DayKind

pytestmark = pytest.mark.requirement("I-deadline")

DAY = timedelta(1)
STARTS = st.dates(min_value=date(2004, 1, 1), max_value=date(2026, 12, 31))
PAUSES = st.lists(
    st.tuples(st.integers(-40, 120), st.integers(0, 60)), max_size=4
)  # days from the start to the pause, days it lasts
LIMITS = st.integers(1, 80)
KINDS = st.sampled_from(DayKind)


def days(text: str) -> date:
    return date.fromisoformat(text)


def worked(start: str, count: int, extension: int = 0, *pauses: tuple[str, str], known: str = "") -> Deadline:
    calendar = load_calendar().known_on(days(known)) if known else load_calendar()
    return deadline(
        calendar,
        start=days(start),
        days=count,
        extension=extension,
        kind=DayKind.WORKING,
        pauses=[Pause(start=days(one), until=days(other)) for one, other in pauses],
    )


def natural(start: str, count: int, *pauses: tuple[str, str]) -> Deadline:
    return deadline(
        load_calendar(),
        start=days(start),
        days=count,
        kind=DayKind.NATURAL,
        pauses=[Pause(start=days(one), until=days(other)) for one, other in pauses],
    )


def steps(found: Deadline) -> list[tuple[str, ...]]:
    """The explanation: key after the dot, then the facts in order of their names; all can be put in words."""
    assert all(note_words(note) for note in found.explanation)
    return [
        (note.key.removeprefix("deadline."), *(str(note.params[name]) for name in sorted(note.params)))
        for note in found.explanation
    ]


VECTORS = {
    "2015-09-01": "2015-09-09 2015-09-16 2015-09-30 2015-10-20 2015-11-10 2015-12-01",
    "2015-09-30": "2015-10-13 2015-10-20 2015-11-03 2015-11-17 2015-12-08 2015-12-29",
    "2026-02-10": "2026-02-24 2026-03-02 2026-03-16 2026-03-30 2026-04-21 2026-05-14",
    "2026-04-30": "2026-05-11 2026-05-18 2026-06-01 2026-06-15 2026-07-07 2026-07-28",
    "2026-09-24": "2026-10-09 2026-10-15 2026-10-29 2026-11-12 2026-12-03 2026-12-24",
}


@pytest.mark.parametrize("start", VECTORS)
def test_working_days__vectors_of_the_domain_report(start: str) -> None:
    lengths = [(5, 0), (10, 0), (20, 0), (20, 10), (45, 0), (45, 15)]
    ends = [str(worked(start, count, extension).ends_on) for count, extension in lengths]

    assert ends == VECTORS[start].split()


def test_deemed_acceptance__five_days_then_twenty_from_receipt() -> None:
    """Received 2015-09-01 and nothing said by 2015-09-09: accepted as of receipt, five of twenty days used."""
    assert worked("2015-09-01", 5).ends_on == date(2015, 9, 9)
    assert worked("2015-09-01", 20).ends_on == worked("2015-09-09", 15).ends_on == date(2015, 9, 30)


def test_pause__expert_review() -> None:
    found = worked("2015-09-01", 20, 0, ("2015-09-08", "2015-09-18"))

    assert (found.ends_on, found.paused_days) == (date(2015, 10, 16), 10)


@pytest.mark.parametrize(
    ("pauses", "end", "paused"),
    [
        ([], "2024-03-29", 0),
        ([("2024-03-12", "2024-03-14")], "2024-04-02", 2),
        ([("2024-03-12", "2024-03-14"), ("2024-03-12", "2024-03-14")], "2024-04-02", 2),  # the same twice
        ([("2024-03-12", "2024-03-14"), ("2024-03-13", "2024-03-15")], "2024-04-03", 3),  # overlapping
        ([("2024-03-13", "2024-03-15"), ("2024-03-12", "2024-03-13")], "2024-04-03", 3),  # adjacent
        ([("2024-03-12", "2024-03-12")], "2024-03-29", 0),  # empty
        ([("2024-02-01", "2024-03-01")], "2024-03-29", 0),  # over at the start
        ([("2024-02-01", "2024-03-02")], "2024-03-29", 0),  # the start itself is never counted
        ([("2024-02-01", "2024-03-05")], "2024-04-01", 3),  # Saturday to Monday
        ([("2024-03-30", "2024-04-30")], "2024-03-29", 0),  # after the end
        ([("2024-03-29", "2024-04-01")], "2024-04-01", 3),  # from the last day on
        ([("2024-03-09", "2024-03-11")], "2024-03-29", 2),  # a weekend
    ],
)
def test_working_days__with_pauses(pauses: list[tuple[str, str]], end: str, paused: int) -> None:
    found = worked("2024-03-01", 20, 0, *pauses)

    assert (str(found.ends_on), found.paused_days) == (end, paused)


@pytest.mark.parametrize(
    ("start", "count", "pauses", "end"),
    [
        ("2015-08-24", 10, [], "2015-09-06"),  # holiday moves to a Sunday that is worked
        ("2015-08-24", 13, [], "2015-09-06"),  # on the worked Sunday itself
        ("2024-03-01", 8, [], "2024-03-11"),  # Saturday
        ("2024-03-01", 9, [], "2024-03-11"),  # Sunday
        ("2024-03-01", 10, [], "2024-03-11"),
        ("2024-03-01", 8, [("2024-03-10", "2024-03-13")], "2024-03-11"),  # all days counted before the pause
        ("2024-03-01", 8, [("2024-03-09", "2024-03-13")], "2024-03-13"),
        ("2024-03-01", 8, [("2024-02-25", "2024-03-04"), ("2024-03-03", "2024-03-05")], "2024-03-12"),
    ],
)
def test_natural_days__end_on_a_working_day(
    start: str, count: int, pauses: list[tuple[str, str]], end: str
) -> None:
    assert str(natural(start, count, *pauses).ends_on) == end


@pytest.mark.parametrize(
    ("known", "end", "status"),
    [
        ("2015-05-12", "2015-09-08", "published"),
        ("2015-05-13", "2015-09-09", "published"),
        ("2014-12-15", "2015-09-08", "provisional"),
        ("2014-12-16", "2015-09-08", "published"),
    ],
)
def test_as_known_on__notices_of_that_day(known: str, end: str, status: str) -> None:
    found = worked("2015-09-01", 5, known=known)

    assert (str(found.ends_on), found.status) == (end, status)


def test_fixed_holiday__is_left_out_before_its_notice_and_explained() -> None:
    found = deadline(load_calendar(), start=days("2027-09-30"), days=1, kind=DayKind.WORKING)

    assert (str(found.ends_on), found.status) == ("2027-10-04", DeadlineStatus.PROVISIONAL)
    assert ("holiday", "3", "2027-10-01", "2027-10-03", "国务院令第795号") in steps(found)


@pytest.mark.parametrize(
    ("start", "kind", "count", "end", "status"),
    [
        ("2026-12-24", DayKind.WORKING, 5, "2026-12-31", "published"),
        ("2026-12-24", DayKind.WORKING, 6, "2027-01-04", "provisional"),
        ("2026-12-24", DayKind.NATURAL, 7, "2026-12-31", "published"),
        ("2026-12-24", DayKind.NATURAL, 9, "2027-01-04", "provisional"),
        ("2026-12-24", DayKind.NATURAL, 12, "2027-01-05", "provisional"),
        ("2003-12-30", DayKind.WORKING, 1, "2003-12-31", "provisional"),
        ("2003-12-30", DayKind.WORKING, 3, "2004-01-05", "provisional"),
        ("2003-12-31", DayKind.WORKING, 1, "2004-01-02", "published"),
        ("2003-12-01", DayKind.NATURAL, 60, "2004-01-30", "published"),  # only the end needs a calendar
    ],
)
def test_status__provisional_where_a_year_needed_is_not_published(
    start: str, kind: DayKind, count: int, end: str, status: str
) -> None:
    found = deadline(load_calendar(), start=days(start), days=count, kind=kind)

    assert (str(found.ends_on), found.status) == (end, status)


def test_natural_days__moved_into_an_unpublished_year() -> None:
    calendar = load_calendar().known_on(date(2021, 1, 1))  # 2022 not yet arranged
    found = deadline(calendar, start=date(2022, 1, 1), days=1, kind=DayKind.NATURAL)

    assert (found.ends_on, found.status) == (date(2022, 1, 3), DeadlineStatus.PROVISIONAL)


def naive(start: date, count: int, kind: DayKind, pauses: list[Pause], calendar: WorkingCalendar) -> date:
    """An independent computation: which days count is decided for a whole stretch at once, then picked."""
    stretch = [start + DAY * n for n in range(1, 1200)]
    standing = {pause.start + DAY * n for pause in pauses for n in range((pause.until - pause.start).days)}
    counted = [
        one
        for one in stretch
        if one not in standing and (kind is DayKind.NATURAL or calendar.is_working(one))
    ]
    return next(one for one in stretch if one >= counted[count - 1] and calendar.is_working(one))


@given(STARTS, LIMITS, KINDS, PAUSES)
def test_deadline__as_a_naive_count(
    start: date, count: int, kind: DayKind, shifts: list[tuple[int, int]]
) -> None:
    pauses = [Pause(start=start + DAY * a, until=start + DAY * (a + b)) for a, b in shifts]
    found = deadline(load_calendar(), start=start, days=count, kind=kind, pauses=pauses)

    assert found.ends_on == naive(start, count, kind, pauses, load_calendar())
    assert found.paused_days <= sum(length for _, length in shifts)


@given(STARTS, LIMITS, st.integers(0, 30), KINDS)
def test_extension__is_days_of_the_same_kind(start: date, count: int, extension: int, kind: DayKind) -> None:
    whole = deadline(load_calendar(), start=start, days=count + extension, kind=kind)
    extended = deadline(load_calendar(), start=start, days=count, extension=extension, kind=kind)

    assert extended.ends_on == whole.ends_on


@given(STARTS, LIMITS)
def test_working_days__counted_back(start: date, count: int) -> None:
    end = deadline(load_calendar(), start=start, days=count, kind=DayKind.WORKING).ends_on
    between = [start + DAY * n for n in range(1, (end - start).days + 1)]

    assert sum(load_calendar().is_working(one) for one in between) == count
    assert load_calendar().is_working(end)


@given(STARTS, LIMITS, KINDS, st.integers(0, 20))
def test_deadline__never_earlier_for_a_later_start_or_a_longer_limit(
    start: date, count: int, kind: DayKind, later: int
) -> None:
    end = deadline(load_calendar(), start=start, days=count, kind=kind).ends_on

    assert deadline(load_calendar(), start=start + DAY * later, days=count, kind=kind).ends_on >= end
    assert deadline(load_calendar(), start=start, days=count + later, kind=kind).ends_on >= end


@given(STARTS, LIMITS, st.integers(1, 60), st.integers(1, 40))
def test_pause__of_natural_days_shifts_by_its_length(
    start: date, count: int, after: int, length: int
) -> None:
    pause = Pause(start=start + DAY * after, until=start + DAY * (after + length))
    found = deadline(load_calendar(), start=start, days=count, kind=DayKind.NATURAL, pauses=[pause])
    shifted = count + (length if after <= count else 0)

    assert found.ends_on == load_calendar().next_working(start + DAY * shifted)


def test_deadline__past_the_last_year_overflows() -> None:
    with pytest.raises(OverflowError):
        deadline(load_calendar(), start=date(9999, 12, 1), days=60, kind=DayKind.WORKING)


def test_explanation__every_day_left_out_and_by_which_notice() -> None:
    parade, year = "国发明电〔2015〕1号", "国办发明电〔2014〕28号"

    assert steps(
        worked("2015-09-01", 20, 10, ("2015-09-10", "2015-09-11"), ("2015-09-10", "2015-09-12"))
    ) == [
        ("working", "20", "2015-09-01"),
        ("extended", "10", "30"),
        ("paused", "1", "2015-09-10", "2015-09-11"),
        ("paused", "2", "2015-09-10", "2015-09-12"),
        ("holiday", "3", "2015-09-03", "2015-09-05", parade),
        ("holiday", "7", "2015-10-01", "2015-10-07", year),
        ("weekends", "9"),
        ("made_up", "2015-09-06", parade),
        ("made_up", "2015-10-10", year),
        ("last_working", "2015-10-22", "2015-10-22", "30"),
    ]


def test_explanation__single_day_off_and_pause_outside() -> None:
    found = worked("2024-06-07", 2, 0, ("2024-07-01", "2024-07-09"), ("2024-06-01", "2024-06-08"))

    assert steps(found) == [
        ("working", "2", "2024-06-07"),
        ("pause_without_effect", "0", "2024-06-01", "2024-06-08"),
        ("pause_without_effect", "0", "2024-07-01", "2024-07-09"),
        ("holiday", "3", "2024-06-08", "2024-06-10", "国办发明电〔2023〕7号"),
        ("last_working", "2024-06-12", "2024-06-12", "2"),
    ]
    assert steps(worked("2014-12-31", 2))[1] == (
        "holiday", "3", "2015-01-01", "2015-01-03", "国办发明电〔2014〕28号"
    )  # fmt: skip
    assert steps(worked("2023-04-04", 1))[1] == (
        "day_off", "1", "2023-04-05", "2023-04-05", "国办发明电〔2022〕16号"
    )  # fmt: skip


def test_explanation__natural_days() -> None:
    assert steps(natural("2024-03-01", 8)) == [
        ("natural", "8", "2024-03-01"),
        ("moved", "2024-03-11", "2024-03-09", "8"),
    ]
    assert steps(natural("2024-03-01", 10)) == [
        ("natural", "10", "2024-03-01"),
        ("last_natural", "2024-03-11", "2024-03-11", "10"),
    ]
    assert steps(natural("2026-12-24", 9))[2] == ("provisional", "2027")


@pytest.mark.parametrize(
    ("kind", "start", "count", "numbers"),
    [
        (DayKind.WORKING, "2015-08-28", 2, ["国办发明电〔2014〕28号"]),
        (DayKind.WORKING, "2015-09-01", 2, ["国办发明电〔2014〕28号", "国发明电〔2015〕1号"]),
        (DayKind.NATURAL, "2015-08-24", 13, ["国办发明电〔2014〕28号", "国发明电〔2015〕1号"]),
        (DayKind.NATURAL, "2015-09-01", 14, ["国办发明电〔2014〕28号"]),
        (DayKind.WORKING, "2004-03-01", 5, [""]),
        (DayKind.WORKING, "2018-12-24", 4, ["国办发明电〔2017〕12号"]),
        (DayKind.WORKING, "2018-12-24", 5, ["国办发明电〔2017〕12号", "国办发明电〔2018〕15号"]),
    ],
)
def test_notices__those_needed(kind: DayKind, start: str, count: int, numbers: list[str]) -> None:
    found = deadline(load_calendar(), start=days(start), days=count, kind=kind)

    assert [notice.number for notice in found.notices] == numbers


def test_explanation__two_days_off_are_a_span() -> None:
    assert steps(worked("2007-01-01", 1))[1] == (
        "holiday", "2", "2007-01-02", "2007-01-03", "国办发明电〔2006〕49号"
    )  # fmt: skip
