"""The clock of a case: the days of the law, on the calendar as it was."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.data.calendar import load_calendar
from qingdan.rules.calendar import WorkingCalendar
from qingdan.rules.case_clock import CaseClock, ClockMark, DayUse, case_clock, clock_days
from qingdan.rules.case_state import ClockEffect
from qingdan.rules.deadline import Pause
from qingdan.rules.power_item import DayKind, Limit

pytestmark = pytest.mark.requirement("RQ-A11")
CALENDAR = load_calendar()
TWENTY = Limit(days=20, kind=DayKind.WORKING)
E = ClockEffect


def mark(effect: ClockEffect, on: str, days: int = 0, until: str = "") -> ClockMark:
    """A mark on a day."""
    return ClockMark(
        effect=effect,
        on=date.fromisoformat(on),
        days=days,
        until=date.fromisoformat(until) if until else None,
    )


def clock(
    *marks: ClockMark, today: str, calendar: WorkingCalendar = CALENDAR, promised: int = 0
) -> CaseClock:
    """The clock of a case of twenty days."""
    return case_clock(
        calendar,
        marks,
        statutory=TWENTY,
        promised=Limit(days=promised, kind=DayKind.WORKING) if promised else None,
        today=date.fromisoformat(today),
    )


ACCEPTED = (mark(E.CHECK_STARTS, "2015-09-01"), mark(E.DECISION_STARTS, "2015-09-01"))


@pytest.mark.parametrize(
    ("start", "check", "due", "extended"),
    [
        ("2015-09-01", "2015-09-09", "2015-09-30", "2015-10-20"),
        ("2015-09-30", "2015-10-13", "2015-11-03", "2015-11-17"),
        ("2026-02-10", "2026-02-24", "2026-03-16", "2026-03-30"),
        ("2026-04-30", "2026-05-11", "2026-06-01", "2026-06-15"),
        ("2026-09-24", "2026-10-09", "2026-10-29", "2026-11-12"),
    ],
)
def test_limits__of_the_law(start: str, check: str, due: str, extended: str) -> None:
    waiting = clock(mark(E.CHECK_STARTS, start), today=start)
    assert waiting.check and str(waiting.check.ends_on) == check and waiting.statutory is None
    accepted = (mark(E.CHECK_STARTS, start), mark(E.DECISION_STARTS, start))
    running = clock(*accepted, today=start)
    assert running.check is None and running.statutory
    assert (str(running.statutory.ends_on), running.statutory.left) == (due, 20)
    longer = clock(*accepted, mark(E.GROWS, start, days=10), today=start)
    assert longer.statutory and str(longer.statutory.ends_on) == extended


def test_deemed_acceptance__goes_back_to_receipt() -> None:
    """Nothing said by the end of 9 September: accepted as of the 1st, five of twenty days are used."""
    found = clock(
        mark(E.CHECK_STARTS, "2015-09-01"),
        mark(E.DECISION_STARTED_AT_RECEIPT, "2015-09-10"),
        today="2015-09-09",
    )
    assert found.deemed and found.accepted_on == date(2015, 9, 1) and found.statutory
    assert (found.statutory.used, found.statutory.left) == (5, 15)
    assert found.statutory.ends_on == date(2015, 9, 30)


def test_correction__the_five_days_run_anew() -> None:
    told = (mark(E.CHECK_STARTS, "2015-09-01"), mark(E.CHECK_ENDS, "2015-09-02"))
    assert clock(*told, today="2015-09-20").check is None
    again = clock(*told, mark(E.CHECK_STARTS, "2015-09-30"), today="2015-09-30")
    assert again.check and again.check.ends_on == date(2015, 10, 13)


def test_pause__both_limits_stand_together() -> None:
    paused = (*ACCEPTED, mark(E.STANDS, "2015-09-08", until="2015-09-30"))
    during = clock(*paused, today="2015-09-15", promised=10)
    assert during.standing_since == date(2015, 9, 8)
    after = clock(*paused, mark(E.RUNS_AGAIN, "2015-09-18"), today="2015-09-18", promised=10)
    assert after.standing_since is None and after.statutory and after.promised
    assert after.statutory.ends_on == date(2015, 10, 16)
    assert after.promised.ends_on == date(2015, 9, 28)


def test_pause__ends_on_the_day_told_though_nobody_enters_the_result() -> None:
    forgotten = clock(*ACCEPTED, mark(E.STANDS, "2015-09-08", until="2015-09-17"), today="2015-12-01")
    entered = clock(
        *ACCEPTED,
        mark(E.STANDS, "2015-09-08", until="2015-09-17"),
        mark(E.RUNS_AGAIN, "2015-11-30"),
        today="2015-12-01",
    )
    assert forgotten.standing_since is None
    assert forgotten.statutory == entered.statutory and entered.statutory
    assert entered.statutory.ends_on == date(2015, 10, 16) and entered.statutory.over > 0


def test_decision__stops_its_clock_and_starts_that_of_service() -> None:
    decided = clock(*ACCEPTED, mark(E.SERVICE_STARTS, "2015-09-14"), today="2015-12-01")
    assert decided.statutory and (decided.statutory.used, decided.statutory.over) == (8, 0)
    assert decided.service and decided.service.ends_on == date(2015, 9, 28)
    served = clock(
        *ACCEPTED, mark(E.SERVICE_STARTS, "2015-09-14"), mark(E.ENDS, "2015-09-15"), today="2015-12-01"
    )
    assert served.service is None and served.statutory == decided.statutory


def test_calendar__changed_within_the_year() -> None:
    """On 13 May 2015 the days of the parade were given off: two days off and one made up
    move what meets them by a day."""
    before, after = (CALENDAR.known_on(date(2015, 5, day)) for day in (12, 13))
    marks = (mark(E.CHECK_STARTS, "2015-08-25"), mark(E.DECISION_STARTS, "2015-08-25"))
    old, new = (clock(*marks, today="2015-05-13", calendar=one).statutory for one in (before, after))
    assert old and new and (str(old.ends_on), str(new.ends_on)) == ("2015-09-22", "2015-09-23")


def test_months__by_the_calendar() -> None:
    limit = Limit(days=90, kind=DayKind.NATURAL, months=3)
    found = case_clock(
        CALENDAR,
        (mark(E.DECISION_STARTS, "2015-11-30"),),
        statutory=limit,
        promised=None,
        today=date(2015, 12, 1),
    )
    assert found.statutory and found.statutory.ends_on == date(2016, 2, 29)


def test_at_once__ends_on_its_first_day() -> None:
    found = case_clock(
        CALENDAR,
        (mark(E.DECISION_STARTS, "2015-09-01"),),
        statutory=TWENTY,
        promised=Limit(days=0, kind=DayKind.WORKING),
        today=date(2015, 9, 2),
    )
    assert found.promised and (found.promised.ends_on, found.promised.over) == (date(2015, 9, 1), 1)


@given(
    start=st.dates(date(2015, 1, 1), date(2015, 10, 31)),
    length=st.integers(0, 60),
    pauses=st.lists(st.tuples(st.integers(0, 50), st.integers(0, 20)), max_size=4),
)
def test_days__counted_and_stopped_are_those_worked(
    start: date, length: int, pauses: list[tuple[int, int]]
) -> None:
    stood = [
        Pause(start=start + timedelta(days=first), until=start + timedelta(days=first + days))
        for first, days in pauses
    ]
    until = start + timedelta(days=length)
    days = list(clock_days(CALENDAR, start=start, until=until, kind=DayKind.WORKING, pauses=stood))
    worked = [one.day for one in days if CALENDAR.is_working(one.day)]
    assert len(days) == length
    assert worked == [one.day for one in days if one.use is not DayUse.OFF]
    assert [one.number for one in days if one.use is DayUse.COUNTED] == list(
        range(1, 1 + sum(one.use is DayUse.COUNTED for one in days))
    )


@given(used=st.integers(0, 40), pause=st.integers(1, 19), length=st.integers(0, 15))
def test_clock__used_and_left_make_up_the_whole(used: int, pause: int, length: int) -> None:
    first = date(2015, 9, 1) + timedelta(days=pause)
    marks = (
        *ACCEPTED,
        ClockMark(effect=E.STANDS, on=first, until=first + timedelta(days=length)),
        ClockMark(effect=E.RUNS_AGAIN, on=first + timedelta(days=length + 1)),
    )
    today = date(2015, 9, 1) + timedelta(days=used)
    found = clock(*marks, today=today.isoformat()).statutory
    assert found and found.used + found.left == 20
    assert (found.over > 0) <= (today > found.ends_on) and (found.left > 0) <= (today < found.ends_on)
