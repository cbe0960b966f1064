"""Working the last days of all open cases out anew, as after a change of the calendar; only what moved is written.

Source: 行政许可法 Art. 82 (working days), 全国年节及纪念日放假办法 (its list changes within a year). Each case
whose day moved gets an event with before and after, and its applicant one notice; nothing else of it changes.

A city has hundreds of thousands of open cases and few kinds of clocks: the same marks under the same limits are worked
out once.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any

from django.db import connection

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import NewEvent, append_many
from qingdan.base.transactions import writing
from qingdan.cases.queries.clock import USUAL_LIMIT, joint_limit, promised_of
from qingdan.cases.queries.frozen import frozen
from qingdan.data.calendar import load_calendar
from qingdan.guides.queries.content import limit_of
from qingdan.rules.calendar import WorkingCalendar
from qingdan.rules.case_clock import ClockMark, case_clock
from qingdan.rules.case_state import CaseState, ClockEffect

AT_ONCE, MOST_KINDS = 5_000, 100_000
DAYS = ("check_due_on", "decision_due_on", "promised_due_on", "service_due_on")
RUNNING = [
    CaseState.RECEIVED, CaseState.CORRECTING, CaseState.UNDER_REVIEW, CaseState.SUSPENDED, CaseState.GRANTED,
    CaseState.REFUSED,
]  # fmt: skip
_OPEN = f"""
SELECT c.id, c.number, u.code, v.digest, c.joint_from, c.joint_days, c.branch_days,
  ARRAY[{", ".join(f"c.{name}" for name in DAYS)}],
  array_agg(m.effect ORDER BY m.id), array_agg(m."on" ORDER BY m.id), array_agg(m.days ORDER BY m.id),
  array_agg(m.until ORDER BY m.id)
FROM cases_case c
JOIN cases_casemark m ON m.case_id = c.id
JOIN guides_guideversion v ON v.id = c.version_read_id
JOIN orgs_unit u ON u.id = c.unit_id
WHERE c.region_id = %s AND c.state = ANY(%s) AND c.id > %s AND c.id <= %s
GROUP BY c.id, u.code, v.digest
"""
_WRITE = f"""
UPDATE cases_case c SET version = c.version + 1, {", ".join(f"{name} = n.{name}" for name in DAYS)}
FROM unnest(%s::bigint[], {", ".join(["%s::date[]"] * len(DAYS))}) AS n(id, {", ".join(DAYS)})
WHERE c.id = n.id
"""
Days = tuple[date | None, ...]
Marks = tuple[tuple[Any, ...], ...]
Whole = tuple[date | None, int, int]
Clocks = Callable[[str, Whole, Marks], Days]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A case whose days moved."""

    key: int
    number: str
    unit: str
    before: Days
    after: Days

    @property
    def told(self) -> dict[str, list[str]]:
        """Before and after, of the days that moved."""
        pairs = zip(DAYS, self.before, self.after, strict=True)
        return {name: [str(was or ""), str(now or "")] for name, was, now in pairs if was != now}


def recompute_all(*, by: Actor, at: datetime, calendar: WorkingCalendar | None = None) -> int:
    """Every open case of a region by the calendar known now, or by another; how many moved. Again: none."""
    highest = _highest(by)
    clocks: Clocks = lru_cache(maxsize=MOST_KINDS)(partial(_days, calendar or load_calendar(), day_of(at)))
    count = 0
    for first in range(0, highest, AT_ONCE):
        with writing(by):
            moved = list(_moved(by.region, first, clocks))
            if moved:
                _write(moved)
                append_many((_event(one) for one in moved), by=by, at=at)
        count += len(moved)
    return count


def _highest(by: Actor) -> int:
    with writing(by), connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM cases_case WHERE region_id = %s", [by.region])
        found: int = cursor.fetchone()[0]
        return found


def _moved(region: str, first: int, clocks: Clocks) -> Iterator[Moved]:
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [region, [one.value for one in RUNNING], first, first + AT_ONCE])
        for key, number, unit, digest, start, days, own, before, *marks in cursor:
            after = clocks(digest, (start, days, own), tuple(map(tuple, marks)))
            if tuple(before) != after:
                yield Moved(key=key, number=number, unit=unit, before=tuple(before), after=after)


def _days(calendar: WorkingCalendar, today: date, digest: str, whole: Whole, marks: Marks) -> Days:
    """The last days of the clocks that these marks left; `whole`: of a branch, the joint application's clock."""
    content, (start, days, own) = frozen(digest), whole
    clock = case_clock(
        calendar,
        [
            ClockMark(effect=ClockEffect(effect), on=on, days=more, until=until)
            for effect, on, more, until in zip(*marks, strict=True)
        ],
        statutory=limit_of(content["statutory"]) or USUAL_LIMIT,
        promised=promised_of(content, own),
        today=today,
        joint=joint_limit(start, days),
    )
    limits = (clock.check, clock.statutory, clock.promised, clock.service)
    return tuple(one.ends_on if one else None for one in limits)


def _write(moved: list[Moved]) -> None:
    columns = zip(*(one.after for one in moved), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [[one.key for one in moved], *map(list, columns)])


def _event(one: Moved) -> NewEvent:
    return NewEvent(kind="DeadlinesMoved", subject=f"case:{one.number}", unit=one.unit, data=one.told)
