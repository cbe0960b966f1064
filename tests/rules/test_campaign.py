"""When things fall due, on the plan's dates and on others."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.data.calendar import load_calendar
from qingdan.data.campaigns import load_campaign
from qingdan.data.wording import note_words, render, wording
from qingdan.rules.calendar import ONE_DAY
from qingdan.rules.campaign import (
    Due,
    PhaseState,
    Remaining,
    Schedule,
    days_left,
    due,
    is_late,
    is_overdue,
    may_open,
    notice_on_for,
    schedule,
)
from qingdan.rules.campaign_template import Happening

CITY, CALENDAR = load_campaign(), load_calendar()
FILING = Due(on=date(2015, 4, 15))


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _shifted(notice_on: date) -> Schedule:
    return schedule(CITY, calendar=CALENDAR, notice_on=notice_on)


@pytest.mark.requirement("R-121")
@pytest.mark.parametrize(
    ("obligation", "on"),
    [
        ("contacts", "2015-03-27"),
        ("filing", "2015-04-15"),
        ("county_plan", "2015-04-20"),
        ("consultation", "2015-05-30"),  # a Saturday, as printed
        ("power_list_published", "2015-06-30"),
        ("responsibility_filing", "2015-07-15"),
        ("responsibility_list_published", "2015-09-30"),
    ],
)
def test_due__on_the_plans_own_dates(obligation: str, on: str) -> None:
    plan = schedule(CITY, calendar=CALENDAR)

    assert plan.dues[obligation].on == _day(on)
    assert not (plan.is_shifted or plan.is_provisional)


@pytest.mark.requirement("R-121")
@pytest.mark.parametrize(
    ("received", "on"),
    [
        (None, "2015-03-27"),
        ("2015-03-24", "2015-03-27"),
        ("2015-03-26", "2015-03-31"),
        ("2015-04-03", "2015-04-09"),  # over 清明
        ("2015-03-20", "2015-03-27"),  # before the notice: bound from the notice
    ],
)
def test_contacts__three_working_days_from_receipt(received: str | None, on: str) -> None:
    plan = schedule(CITY, calendar=CALENDAR)
    day = _day(received) if received else None

    assert due(plan, "contacts", calendar=CALENDAR, received_on=day).on == _day(on)


def test_receipt__moves_no_fixed_date() -> None:
    plan = schedule(CITY, calendar=CALENDAR)

    assert due(plan, "filing", calendar=CALENDAR, received_on=_day("2015-04-10")).on == _day("2015-04-15")


@pytest.mark.requirement("R-051", "R-121")
@pytest.mark.parametrize(
    ("obligation", "joined", "received", "on"),
    [
        ("contacts", "2015-04-07", None, "2015-04-10"),
        ("contacts", "2015-04-07", "2015-04-09", "2015-04-14"),
        ("contacts", "2015-03-20", None, "2015-03-27"),  # before the notice
        ("filing", "2015-03-30", None, "2015-04-15"),  # before its phase: the plan's day
        ("filing", "2015-04-01", None, "2015-04-15"),
        ("filing", "2015-04-02", None, "2015-04-16"),  # 14 days, as from 1 to 15 April
        ("filing", "2015-04-10", None, "2015-04-24"),
        ("filing", "2015-04-11", None, "2015-04-27"),  # the 25th is a Saturday
        ("filing", "2015-08-03", None, "2015-08-17"),  # the phase was over long ago
        ("responsibility_filing", "2015-05-20", None, "2015-07-15"),
        ("county_plan", "2015-04-18", None, "2015-04-22"),
        ("unit_plan", "2015-04-18", None, None),
    ],
)
def test_who_joins_later__has_the_time_of_the_others(
    obligation: str, joined: str, received: str | None, on: str | None
) -> None:
    plan, day = schedule(CITY, calendar=CALENDAR), _day(received) if received else None
    found = due(plan, obligation, calendar=CALENDAR, received_on=day, joined_on=_day(joined))

    assert found.on == (_day(on) if on else None)
    assert all(note_words(one) for one in found.explanation)


@pytest.mark.requirement("R-051")
@given(st.dates(date(2015, 3, 1), date(2016, 6, 1)), st.sampled_from([one.code for one in CITY.obligations]))
def test_who_joins_later__is_never_earlier_due_than_the_others_nor_late_at_once(
    joined: date, obligation: str
) -> None:
    plan = schedule(CITY, calendar=CALENDAR)
    found, others = due(plan, obligation, calendar=CALENDAR, joined_on=joined), plan.dues[obligation]

    assert (found.on is None) == (others.on is None)
    assert found.on is None or others.on is None or found.on >= others.on
    assert not is_overdue(joined, found)


@pytest.mark.requirement("R-051")
@pytest.mark.parametrize(
    ("filed", "late"),
    [
        ("2015-04-15T09:00:00+08:00", False),
        ("2015-04-15T23:59:59+08:00", False),
        ("2015-04-15T15:59:59+00:00", False),
        ("2015-04-15T16:00:00+00:00", True),  # past midnight in China
        ("2015-04-16T00:00:00+08:00", True),
    ],
)
def test_filing__is_late_after_the_last_minute_of_the_day(filed: str, late: bool) -> None:
    assert is_late(datetime.fromisoformat(filed), FILING) is late


def test_no_date__is_never_late() -> None:
    plan = schedule(CITY, calendar=CALENDAR)

    assert plan.dues["unit_plan"].on is None
    assert not is_late(datetime(2099, 1, 1, tzinfo=UTC), plan.dues["unit_plan"])
    assert not is_overdue(date(2099, 1, 1), plan.dues["unit_plan"])


@pytest.mark.requirement("R-051")
@pytest.mark.parametrize(("today", "overdue"), [("2015-04-15", 0), ("2015-04-16", 5)])
def test_late_list__five_units_have_not_filed(today: str, overdue: int) -> None:
    filed = [True] * 64 + [False] * 5

    assert sum(not one and is_overdue(_day(today), FILING) for one in filed) == overdue


@pytest.mark.parametrize(
    ("today", "due_on", "natural", "working"),
    [
        ("2015-04-13", "2015-04-15", 2, 2),
        ("2015-04-15", "2015-04-15", 0, 0),
        ("2015-04-03", "2015-04-15", 12, 7),  # without the weekends and 04-06
        ("2015-04-17", "2015-04-15", -2, -2),
        ("2015-04-20", "2015-04-17", -3, -1),  # late over a weekend
    ],
)
def test_days_left__today_is_used(today: str, due_on: str, natural: int, working: int) -> None:
    left = days_left(_day(today), _day(due_on), CALENDAR)

    assert left == Remaining(natural=natural, working=working)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2015-03-31", PhaseState.NOT_BEGUN),
        ("2015-04-01", PhaseState.CURRENT),
        ("2015-04-15", PhaseState.CURRENT),
        ("2015-04-16", PhaseState.OVER),
    ],
)
def test_phase_state__first_and_last_day_are_in(today: str, state: PhaseState) -> None:
    plan = schedule(CITY, calendar=CALENDAR)

    assert plan.phase("self_check").state(_day(today)) is state


@pytest.mark.parametrize(
    ("today", "phase"),
    [("2015-03-23", None), ("2015-04-15", "self_check"), ("2015-05-31", None), ("2015-10-01", None)],
)
def test_current_phase__may_be_none(today: str, phase: str | None) -> None:
    current = schedule(CITY, calendar=CALENDAR).current(_day(today))

    assert (current.phase.code if current else None) == phase


@pytest.mark.parametrize(
    ("notice", "filing", "contacts"),
    [
        ("2025-03-24", "2025-04-15", "2025-03-27"),
        ("2025-04-08", "2025-04-30", "2025-04-11"),
        ("2025-04-10", "2025-05-06", "2025-04-15"),  # 22 days on is 05-02, a holiday until 05-05
        ("2025-09-28", "2025-10-20", "2025-10-09"),  # a Sunday worked; 国庆 to 10-08
    ],
)
def test_shifted__keeps_calendar_days_and_moves_off_days_off(notice: str, filing: str, contacts: str) -> None:
    plan = _shifted(_day(notice))

    assert (plan.dues["filing"].on, plan.dues["contacts"].on) == (_day(filing), _day(contacts))
    assert plan.is_shifted


def test_shifted__so_that_the_filing_is_ten_days_away() -> None:
    today = date(2025, 6, 10)

    notice_on = notice_on_for(CITY, "filing", due_on=today + timedelta(days=10))

    assert _shifted(notice_on).dues["filing"].on == date(2025, 6, 20)


def test_notice_for__what_has_no_fixed_date() -> None:
    with pytest.raises(ValueError, match="contacts"):
        notice_on_for(CITY, "contacts", due_on=date(2025, 6, 20))


def test_shifted__into_a_year_not_published_is_provisional() -> None:
    plan = _shifted(date(2026, 11, 15))
    provisional = {one.phase.code for one in plan.phases if one.status == "provisional"}

    assert plan.is_provisional
    assert not plan.dues["filing"].is_provisional
    assert plan.dues["consultation"].is_provisional
    assert "self_check" not in provisional
    assert "power_review" in provisional
    assert wording()["campaign.provisional"]["message"].startswith("暂定")


def test_own_dates__are_never_provisional() -> None:
    """What the plan prints is a date, whatever becomes of the holidays."""
    bare = load_calendar().known_on(date(1990, 1, 1))

    assert not schedule(CITY, calendar=bare).dues["filing"].is_provisional
    assert schedule(CITY, calendar=bare).dues["contacts"].is_provisional


@pytest.mark.requirement("R-042")
def test_county__shifted_with_the_city() -> None:
    assert CITY.county
    plan = schedule(CITY.county, calendar=CALENDAR)
    later = schedule(CITY.county, calendar=CALENDAR, notice_on=date(2015, 3, 31))

    assert plan.dues["county_power_list_published"].on == date(2015, 7, 31)
    assert later.dues["county_power_list_published"].on == date(2015, 8, 7)


@pytest.mark.requirement("R-043")
@pytest.mark.parametrize(
    ("phase", "happened", "keys"),
    [
        ("responsibility_drafting", [], ["R-043.power_list_adopted"]),
        ("responsibility_drafting", [Happening.POWER_LIST_ADOPTED], []),
        ("power_decision", [Happening.POWER_LIST_ADOPTED], ["R-109.legality_reviewed"]),
        ("power_decision", [Happening.LEGALITY_REVIEWED], []),
        ("self_check", [], []),
    ],
)
def test_gate__opens_when_it_has_happened(phase: str, happened: Iterable[Happening], keys: list[str]) -> None:
    problems = may_open(CITY, phase, frozenset(happened))

    assert [one.key for one in problems] == keys
    assert all(CITY.phase(phase).name in render(one).message for one in problems)


def test_gate_of_an_unknown_phase__is_a_fault_of_the_caller() -> None:
    with pytest.raises(KeyError):
        may_open(CITY, "lantern_phase", frozenset())


def test_explanations__have_words() -> None:
    for plan in (schedule(CITY, calendar=CALENDAR), _shifted(date(2025, 4, 10))):
        for one in (*plan.dues.values(), *plan.milestones.values()):
            assert all(note_words(note) for note in one.explanation)
            assert one.explanation


@given(st.dates(min_value=date(2010, 1, 1), max_value=date(2040, 1, 1)))
def test_shifted_phases__follow_each_other_and_end_on_working_days(notice_on: date) -> None:
    plan = _shifted(notice_on)

    for before, after in zip(plan.phases, plan.phases[1:], strict=False):
        assert before.starts_on <= before.ends_on < after.starts_on
        assert after.starts_on - before.ends_on <= 10 * ONE_DAY
    if plan.is_shifted:
        assert all(CALENDAR.is_working(one.ends_on) for one in plan.phases)


@given(
    st.dates(min_value=date(2005, 1, 1), max_value=date(2030, 1, 1)),
    st.integers(min_value=-60, max_value=60),
)
def test_days_left__agrees_with_the_calendar(today: date, days: int) -> None:
    due_on = today + timedelta(days=days)
    left = days_left(today, due_on, CALENDAR)

    assert left.natural == days
    assert abs(left.working) <= abs(days)
    assert is_overdue(today, Due(on=due_on)) is (left.natural < 0)
