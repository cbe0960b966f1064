"""How things are sent to departments' systems: waits, time-outs, how long an old key is good; names of levels."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """`waits` between tries, each up to `spread` per cent longer; `silence` and `deadline` of an answer in seconds,
    `longest_answer` in bytes; `rest` of a system that could not be reached.
    """

    waits: tuple[timedelta, ...]
    spread: int
    rest: timedelta
    silence: float
    deadline: float
    longest_answer: int
    old_key: timedelta


@cache
def sending() -> Sending:
    """The table."""
    table = _table()
    return Sending(
        waits=tuple(timedelta(minutes=one) for one in table["waits"]),
        spread=table["spread"],
        rest=timedelta(seconds=table["rest"]),
        silence=float(table["silence"]),
        deadline=float(table["deadline"]),
        longest_answer=table["longest_answer"],
        old_key=timedelta(hours=table["old_key_hours"]),
    )


@cache
def level_names() -> Mapping[int, tuple[str, str]]:
    """Level → its short name and what it means."""
    return {int(level): (name, words) for level, (name, words) in _table()["levels"].items()}


@cache
def state_names() -> Mapping[str, str]:
    """State of a thing sent → its name."""
    return dict(_table()["states"])


@cache
def kind_names() -> Mapping[str, str]:
    """Kind of a thing sent → its name; `other` of one that has none."""
    return dict(_table()["kinds"])


@cache
def demand_names() -> Mapping[str, str]:
    """State of a demand to the developer → its name."""
    return dict(_table()["demands"])


def _table() -> dict[str, Any]:
    return tomllib.loads(files("qingdan.data").joinpath("docking.toml").read_text(encoding="utf-8"))
