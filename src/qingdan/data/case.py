"""Names of the life of a case: `case.toml`; limits that no law sets: `case_limits.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("qingdan.data").joinpath("case.toml").read_text(encoding="utf-8"))


@cache
def _limits() -> Mapping[str, Any]:
    return tomllib.loads(files("qingdan.data").joinpath("case_limits.toml").read_text(encoding="utf-8"))


def case_limit(name: str) -> int:
    """How many at most; `name`: open_drafts (of an account), filed_times (files of a case, replaced ones too)."""
    found: int = _limits()[name]
    return found


def longest_pause(reason: str) -> int:
    """The most working days that a pause for a reason (`PauseReason`) may be told to take; 0 for what is none."""
    found: int = _limits()["pause_days"].get(reason, 0)
    return found


def case_names(part: str) -> Mapping[str, str]:
    """Names by key; `part`: states, parties, actions, pauses."""
    found: Mapping[str, str] = _table()[part]
    return found


def party_of_post(post: str) -> str:
    """Whose step it is by the post that the chart names; the officer's where no word says otherwise."""
    words: Mapping[str, list[str]] = _table()["posts"]
    return next((party for party, some in words.items() if any(one in post for one in some)), "officer")
