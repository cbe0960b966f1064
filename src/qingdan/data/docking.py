"""How things are sent to departments' systems: waits, time-outs, how long an old key is good."""

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files


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
    table = tomllib.loads(files("qingdan.data").joinpath("docking.toml").read_text(encoding="utf-8"))
    return Sending(
        waits=tuple(timedelta(minutes=one) for one in table["waits"]),
        spread=table["spread"],
        rest=timedelta(seconds=table["rest"]),
        silence=float(table["silence"]),
        deadline=float(table["deadline"]),
        longest_answer=table["longest_answer"],
        old_key=timedelta(hours=table["old_key_hours"]),
    )
