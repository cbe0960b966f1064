"""Loads the working calendar we ship: `calendar.toml`, the notices, the fixed holidays; sources in its head."""

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from qingdan.rules.calendar import FixedHolidays, Notice, WorkingCalendar, calendar_of
from qingdan.rules.deadline import deadline
from qingdan.rules.power_item import DayKind


@cache
def load_calendar() -> WorkingCalendar:
    """The working calendar with every notice we know, 2004–2026, and the holidays that need none."""
    table = tomllib.loads(files("qingdan.data").joinpath("calendar.toml").read_text(encoding="utf-8"))
    return calendar_of(map(_notice, table["notice"]), fixed=map(_fixed, table["fixed"]))


def is_provisional(day: date) -> bool:
    """Whether a last day rests on holidays not published yet: it is the earliest that it can be."""
    return not load_calendar().is_published(day)


def working_days_on(start: date, days: int) -> date:
    """The last of so many working days, the first day not counted; the earliest while holidays are unknown."""
    return deadline(load_calendar(), start=start, days=days, kind=DayKind.WORKING).ends_on


def _fixed(row: dict[str, Any]) -> FixedHolidays:
    days = frozenset((int(one[:2]), int(one[3:])) for one in row["days"])
    return FixedHolidays(**(row | {"days": days}))


def _notice(row: dict[str, Any]) -> Notice:
    return Notice(**(row | {"off": frozenset(row["off"]), "worked": frozenset(row["worked"])}))
