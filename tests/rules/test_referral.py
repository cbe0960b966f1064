"""Two levels, as rules: no day counted twice, a pair counted once, what would be asked for again, stages in order."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.data.calendar import load_calendar
from qingdan.rules.case_clock import ClockMark, case_clock
from qingdan.rules.case_state import CLOSED, CaseState, ClockEffect
from qingdan.rules.case_table import CASE_LIFE
from qingdan.rules.power_item import DayKind, Limit
from qingdan.rules.referral import (
    EXAMINATION,
    RESULTS,
    PairedCase,
    ReferralKind,
    Stage,
    StageFacts,
    asked_again,
    counts,
    is_in_work,
    kind_between,
    legs,
    pair_faults,
    stage_missing,
)

pytestmark = pytest.mark.requirement("RQ-A18", "R-086")
DAY = date(2026, 3, 2)
E = ClockEffect
days = st.integers(min_value=0, max_value=60).map(timedelta)
TWENTY = Limit(days=20, kind=DayKind.WORKING, printed="20个工作日")


@given(first=days, second=days)
def test_clocks_of_a_pair__count_no_day_twice(first: timedelta, second: timedelta) -> None:
    handed = DAY + first
    one, other = legs(begun=DAY, handed_on=handed, ended=handed + second)
    span = [DAY + timedelta(one) for one in range(1, (first + second).days + 1)]

    assert all(one.has(day) != other.has(day) for day in span)


@given(first=days, second=days)
def test_case_clocks__of_both_add_up_to_one_walk(first: timedelta, second: timedelta) -> None:
    handed, ended = DAY + first, DAY + first + second
    here = _clock(
        [ClockMark(effect=E.DECISION_STARTS, on=DAY), ClockMark(effect=E.HANDED_ON, on=handed)], ended
    )
    there = _clock([ClockMark(effect=E.DECISION_STARTS, on=handed)], ended)
    whole = _clock([ClockMark(effect=E.DECISION_STARTS, on=DAY)], ended)

    assert here + there == whole


@given(first=days, back=days, later=days)
def test_first_clock__stands_still_after_handing_on(
    first: timedelta, back: timedelta, later: timedelta
) -> None:
    handed = DAY + first
    marks = [ClockMark(effect=E.DECISION_STARTS, on=DAY), ClockMark(effect=E.HANDED_ON, on=handed)]
    returned = [*marks, ClockMark(effect=E.SERVICE_STARTS, on=handed + back)]

    assert _clock(marks, handed) == _clock(marks, handed + later) == _clock(returned, handed + back + later)


@given(used=st.integers(min_value=0, max_value=30))
def test_moved_case__has_what_was_left_of_its_limit(used: int) -> None:
    marks = [ClockMark(effect=E.CARRIES, on=DAY, days=used), ClockMark(effect=E.DECISION_STARTS, on=DAY)]
    clock = case_clock(load_calendar(), marks, statutory=TWENTY, promised=None, today=DAY)

    assert clock.statutory and clock.statutory.total == max(0, 20 - used)


@given(used=st.integers(min_value=0, max_value=9))
def test_moved_check__has_what_was_left_of_the_five_days(used: int) -> None:
    marks = [ClockMark(effect=E.CARRIES, on=DAY, days=used), ClockMark(effect=E.CHECK_STARTS, on=DAY)]
    clock = case_clock(load_calendar(), marks, statutory=TWENTY, promised=None, today=DAY)
    anew = case_clock(
        load_calendar(),
        [*marks, ClockMark(effect=E.CHECK_STARTS, on=DAY)],
        statutory=TWENTY,
        promised=None,
        today=DAY,
    )

    assert clock.check and clock.check.total == max(0, 5 - used)
    assert anew.check and anew.check.total == 5  # what was filed anew has its own five days


@pytest.mark.parametrize("end", sorted(RESULTS))
def test_every_end__has_a_row_back_to_the_first(end: CaseState) -> None:
    rows = [row for row in CASE_LIFE if row.action == RESULTS[end]]

    assert [row.target for row in rows] == [end]
    assert CaseState.REFERRED in rows[0].sources or end is CaseState.VOIDED


def test_ends__are_all_that_a_carried_case_can_reach() -> None:
    reached = {
        row.target for row in CASE_LIFE if row.target in CLOSED | {CaseState.GRANTED, CaseState.REFUSED}
    }
    own = {CaseState.ARCHIVED, CaseState.RETURNED, CaseState.WITHDRAWN}

    assert reached - own == set(RESULTS)


def test_pair__is_counted_once_whatever_its_states() -> None:
    for here, there in product(CaseState, CaseState):
        first, second = PairedCase(number="1", state=here), PairedCase(number="2", state=there, carries="1")
        if not list(pair_faults(first, second)):
            assert [counts(first), counts(second)].count(True) == 1
            assert [is_in_work(first), is_in_work(second)].count(True) <= 1


@pytest.mark.parametrize(
    ("here", "there", "whole"),
    [
        (CaseState.REFERRED, CaseState.UNDER_REVIEW, True),
        (CaseState.GRANTED, CaseState.RETURNED, True),
        (CaseState.REFERRED, CaseState.RETURNED, False),
        (CaseState.SERVED, CaseState.UNDER_REVIEW, False),
    ],
)
def test_pair__faults_are_named(here: CaseState, there: CaseState, whole: bool) -> None:
    first, second = PairedCase(number="1", state=here), PairedCase(number="2", state=there, carries="1")

    assert (not list(pair_faults(first, second))) is whole


@pytest.mark.parametrize(
    ("there", "kind"),
    [("city", ReferralKind.UP), ("town", ReferralKind.DOWN), ("far", ReferralKind.ACROSS), ("here", None)],
)
def test_kind__is_told_by_the_regions(there: str, kind: ReferralKind | None) -> None:
    assert kind_between("here", there, above="city", below=["town"]) is kind


def test_what_would_be_asked_again__is_what_the_lower_guide_lacks() -> None:
    assert asked_again(["灯笼合格证", "《房屋证明》", "消防意见"], ["房屋证明", "灯笼合格证"]) == (
        "消防意见",
    )
    assert EXAMINATION.days == 20


def test_stages__come_in_order_and_once() -> None:
    facts = StageFacts(reached=frozenset({Stage.TRIAL}), trial_begun=True, trial_ended=True, pairs_over=1)

    assert stage_missing(Stage.TRIAL, facts) == ("reached",)
    assert stage_missing(Stage.FORMAL, facts) == ()
    assert stage_missing(Stage.NETWORKED, facts) == ("before_formal",)
    assert stage_missing(Stage.NETWORKED, StageFacts()) == ("before_formal", "no_pair_over")


def _clock(marks: list[ClockMark], today: date) -> int:
    """Days counted so far."""
    clock = case_clock(load_calendar(), marks, statutory=TWENTY, promised=None, today=today)
    return clock.statutory.used + clock.statutory.over if clock.statutory else 0
