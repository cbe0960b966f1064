"""Loads the working calendar we ship: `calendar.toml`, one notice a table, with its sources in the file's head."""

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from qingdan.rules.calendar import Notice, WorkingCalendar, calendar_of
from qingdan.rules.deadline import deadline
from qingdan.rules.power_item import DayKind


@cache
def load_calendar() -> WorkingCalendar:
    """The working calendar with every notice we know, 2004–2026."""
    text = files("qingdan.data").joinpath("calendar.toml").read_text(encoding="utf-8")
    return calendar_of(_notice(row) for row in tomllib.loads(text)["notice"])


def working_days_on(start: date, days: int) -> date:
    """The last of so many working days, the first day not counted; the earliest while holidays are unknown."""
    return deadline(load_calendar(), start=start, days=days, kind=DayKind.WORKING).ends_on


def _notice(row: dict[str, Any]) -> Notice:
    return Notice(**(row | {"off": frozenset(row["off"]), "worked": frozenset(row["worked"])}))
