"""What follows by itself: who waited for another begins or ends, silence accepts, the days of the whole are kept."""

import logging
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import Refused
from qingdan.base.transactions import writing
from qingdan.cases.models import Case, CaseMark
from qingdan.joints.services.branches import (
    Whole,
    append_joint,
    keep_days,
    program,
    queue_days,
    take,
    whole_of,
)
from qingdan.joints.services.checking import accept
from qingdan.rules.calendar import ONE_DAY
from qingdan.rules.case_state import CaseState, ClockEffect
from qingdan.rules.joint_run import NOT_BEGUN, UNDECIDED, accepts_itself, moved_on

log = logging.getLogger(__name__)


def move_on(*, number: str, by: Actor, at: datetime) -> int:
    """All that follows from how the branches stand; how many steps were taken. Done again it does no more."""
    with writing(by):
        whole = whole_of(by, number)
        steps = _move(whole, by, at)
        if accepts_itself(whole.branches):
            accept(whole, day_of(at), by=program(by), at=at)
            steps += _move(whole, by, at)
        if not steps and queue_days(whole) != (whole.joint.open, whole.joint.due_on):
            keep_days(whole)
            append_joint("JointKept", whole.joint, {}, by=by, at=at)
        return steps


def _move(whole: Whole, by: Actor, at: datetime) -> int:
    """Who waited begins, whose condition failed ends."""
    steps = moved_on(whole.branches)
    if steps:
        take(whole, steps, by=by, at=at)
        append_joint("JointMovedOn", whole.joint, {"items": [one.item for one in steps]}, by=by, at=at)
    return len(steps)


def run_joint_timers(*, by: Actor, at: datetime) -> int:
    """Silence for five working days accepts all (Art. 32(4)); nothing is left waiting that could go on. How many."""
    yesterday = day_of(at) - ONE_DAY
    return sum(_one(number, yesterday, by=by, at=at) for number in _to_look_at(yesterday, by))


def _to_look_at(yesterday: date, by: Actor) -> list[str]:
    """Where a limit is over, none runs, or a branch has not begun beside one that is done."""
    done = Case.objects.filter(joint=OuterRef("joint")).exclude(state__in=UNDECIDED)
    silent = Q(check_due_on=None) | Q(check_due_on__lte=yesterday)
    cases = Case.objects.filter(region_id=by.region).exclude(joint="")
    found = cases.filter((Q(state=CaseState.RECEIVED) & silent) | (Q(state__in=NOT_BEGUN) & Exists(done)))
    with writing(by):
        return list(found.order_by("joint").values_list("joint", flat=True).distinct())


def _one(number: str, yesterday: date, *, by: Actor, at: datetime) -> bool:
    """A person who was quicker has won. One application never keeps the others back."""
    try:
        moved = move_on(number=number, by=by, at=at)
        with writing(by):
            whole = whole_of(by, number)
            if overdue := _let_pass(whole, yesterday):
                accept(whole, overdue, deemed=True, by=program(by), at=at)
        return bool(move_on(number=number, by=by, at=at) + moved) or overdue is not None
    except Refused as refused:
        log.error("timer: joint application %s: %s", number, refused)
        return False


def _let_pass(whole: Whole, yesterday: date) -> date | None:
    """From which day on all counts as accepted, where a department let the five days pass; None none did."""
    received = [one for one in whole.cases.values() if one.state == CaseState.RECEIVED]
    over = [one for one in received if one.check_due_on and one.check_due_on <= yesterday]
    if not over or any(one.state == CaseState.CORRECTING for one in whole.cases.values()):
        return None
    began = CaseMark.objects.filter(case__in=received, effect=ClockEffect.CHECK_STARTS)
    return max(began.values_list("on", flat=True))
