"""The stretches of a lane: what each day of a branch was, without a gap and without a day twice."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.rules.case_clock import ClockMark
from qingdan.rules.case_state import CaseState, ClockEffect
from qingdan.rules.joint_lanes import LaneUse, stretches

pytestmark = pytest.mark.requirement("R-084", "RQ-A8")
MONDAY = date(2015, 11, 2)
E, S, U = ClockEffect, CaseState, LaneUse


def _mark(effect: ClockEffect, day: int, until: int | None = None) -> ClockMark:
    told = MONDAY + timedelta(days=until) if until is not None else None
    return ClockMark(effect=effect, on=MONDAY + timedelta(days=day), until=told)


RECEIVED = _mark(E.CHECK_STARTS, 0)
CASES = (
    ("checked till today, the rest is left", [RECEIVED], S.RECEIVED, 2, 7, [("check", 0, 2), ("left", 2, 7)]),
    ("late", [RECEIVED], S.RECEIVED, 9, 7, [("check", 0, 7), ("late", 7, 9)]),
    (
        "the applicant corrects",
        [RECEIVED, _mark(E.CHECK_ENDS, 2)],
        S.CORRECTING, 5, 20,
        [("check", 0, 2), ("correction", 2, 5)],
    ),
    (
        "complete, the others are corrected",
        [RECEIVED, _mark(E.CHECK_ENDS, 2)],
        S.RECEIVED, 5, None,
        [("check", 0, 2), ("waiting", 2, 5)],
    ),
    (
        "corrected and checked again",
        [RECEIVED, _mark(E.CHECK_ENDS, 2), _mark(E.CHECK_STARTS, 6)],
        S.RECEIVED, 7, None,
        [("check", 0, 2), ("correction", 2, 6), ("check", 6, 7)],
    ),
    (
        "waits for another matter, then reviews",
        [RECEIVED, _mark(E.CHECK_ENDS, 1), _mark(E.DECISION_STARTS, 8)],
        S.UNDER_REVIEW, 10, 15,
        [("check", 0, 1), ("waiting", 1, 8), ("review", 8, 10), ("left", 10, 15)],
    ),
    (
        "a pause that ran out goes on by itself",
        [RECEIVED, _mark(E.DECISION_STARTS, 1), _mark(E.STANDS, 3, until=5)],
        S.UNDER_REVIEW, 9, None,
        [("check", 0, 1), ("review", 1, 2), ("pause", 2, 5), ("review", 5, 9)],
    ),
    (
        "decided and served",
        [RECEIVED, _mark(E.DECISION_STARTS, 1), _mark(E.SERVICE_STARTS, 6), _mark(E.ENDS, 8)],
        S.SERVED, 30, None,
        [("check", 0, 1), ("review", 1, 6), ("service", 6, 8)],
    ),
)  # fmt: skip


@pytest.mark.parametrize(("marks", "state", "today", "due", "expected"), [one[1:] for one in CASES],
                         ids=[one[0] for one in CASES])  # fmt: skip
def test_stretches__say_what_each_day_was(
    marks: list[ClockMark],
    state: CaseState,
    today: int,
    due: int | None,
    expected: list[tuple[str, int, int]],
) -> None:
    on = MONDAY + timedelta(days=today)
    due_on = MONDAY + timedelta(days=due) if due is not None else None

    found = stretches(marks, state=state, today=on, due_on=due_on)

    days = [(one.use.value, (one.first - MONDAY).days, (one.last - MONDAY).days) for one in found]
    assert days == expected


@given(
    effects=st.lists(st.sampled_from([one for one in E if one not in {E.NONE, E.GROWS}]), max_size=12),
    gaps=st.lists(st.integers(min_value=1, max_value=9), min_size=12, max_size=12),
    after=st.integers(min_value=0, max_value=40),
    state=st.sampled_from(list(S)),
)
def test_stretches__of_any_marks_never_overlap(
    effects: list[ClockEffect], gaps: list[int], after: int, state: CaseState
) -> None:
    days = [sum(gaps[: place + 1]) for place in range(len(effects))]
    marks = [_mark(effect, day) for effect, day in zip(effects, days, strict=True)]
    today = MONDAY + timedelta(days=(days[-1] if days else 0) + after)

    found = stretches(marks, state=state, today=today, due_on=today)

    assert all(one.first <= one.last for one in found)
    assert all(before.last <= one.first for before, one in pairwise(found))
