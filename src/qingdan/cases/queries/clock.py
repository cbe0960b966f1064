"""The clocks of a case, worked out from the marks that its steps left."""

from collections.abc import Iterable, Sequence
from datetime import date

from qingdan.base.rows import rows
from qingdan.cases.models import Case, CaseMark
from qingdan.cases.queries.frozen import frozen
from qingdan.data.calendar import load_calendar
from qingdan.guides.queries.content import Content, limit_of
from qingdan.rules.case_clock import CaseClock, ClockMark, JointLimit, case_clock
from qingdan.rules.case_state import ClockEffect
from qingdan.rules.power_item import DayKind, Limit

_MARKS = 'SELECT effect, "on", days, until, reason FROM cases_casemark WHERE case_id = %(case)s ORDER BY id'
Marks = Sequence[tuple[ClockMark, str]]
"""Marks in the order they were left, each with its reason."""

USUAL_LIMIT = Limit(days=20, kind=DayKind.WORKING, printed="20个工作日")
"""行政许可法 Art. 42: where nothing else is set."""


def marks_of(case: Case) -> tuple[tuple[ClockMark, str], ...]:
    """In the order they were left, each with its reason."""
    found = rows(_MARKS, case=case.pk)
    return tuple(
        (ClockMark(effect=ClockEffect(effect), on=on, days=days, until=until), reason)
        for effect, on, days, until, reason in found
    )


def marks_of_many(cases: Iterable[int]) -> dict[int, Marks]:
    """The same of several cases, by key, in one statement."""
    found: dict[int, list[tuple[ClockMark, str]]] = {one: [] for one in cases}
    columns = ("case", "effect", "on", "days", "until", "reason")
    left = CaseMark.objects.filter(case__in=found).order_by("pk")
    for case, effect, on, days, until, reason in left.values_list(*columns):
        mark = ClockMark(effect=ClockEffect(effect), on=on, days=days, until=until)
        found[case].append((mark, reason))
    return dict(found)


def clock_of(case: Case, today: date, marks: Sequence[ClockMark] | None = None) -> CaseClock:
    """All clocks of a case on a day."""
    content = frozen(case.version_read.digest)
    return case_clock(
        load_calendar(),
        [mark for mark, _ in marks_of(case)] if marks is None else marks,
        statutory=limit_of(content["statutory"]) or USUAL_LIMIT,
        promised=promised_of(content, case.branch_days),
        today=today,
        joint=joint_limit(case.joint_from, case.joint_days),
    )


def promised_of(content: Content, branch_days: int) -> Limit | None:
    """What is promised: by the plan of the joint approval of which it is a branch, else by the item's guide."""
    if branch_days:
        return Limit(days=branch_days, kind=DayKind.WORKING, printed=f"{branch_days}个工作日")
    return limit_of(content["promised"])


def joint_limit(start: date | None, days: int) -> JointLimit | None:
    """Of a branch, the limit of the joint application from its acceptance on; None there is none."""
    return JointLimit(start=start, days=days) if start else None
