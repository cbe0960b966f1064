"""The criteria of the acceptance report (`acceptance.toml`)."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Target(StrEnum):
    """What is to be reached: all of them, at least one, nothing (a figure alone); or there is nothing to count."""

    ALL = "all"
    SOME = "some"
    NONE = "none"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A criterion. `requirement`: its code in the plan; `reading`: what is counted, or why nothing is."""

    key: str
    requirement: str
    title: str
    reading: str
    target: Target


@cache
def criteria() -> tuple[Criterion, ...]:
    """All of them, in the order of the report."""
    text = files("qingdan.data").joinpath("acceptance.toml").read_text(encoding="utf-8")
    return tuple(
        Criterion(**(one | {"target": Target(one["target"])})) for one in tomllib.loads(text)["criterion"]
    )
