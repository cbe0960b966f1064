"""Names and fixed words of joint approval, limits that no law sets: `joint.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("qingdan.data").joinpath("joint.toml").read_text(encoding="utf-8"))


def joint_names(part: str) -> Mapping[str, str]:
    """Names by key; `part`: a table of the file: states, sessions, stances, events, lanes, parts, guarantees, …"""
    found: Mapping[str, str] = _table()[part]
    return found


def joint_words(key: str) -> str:
    """Words that papers and events print."""
    found: str = _table()["words"][key]
    return found


def joint_limit(name: str) -> int:
    """`forward_hours`, `link_days`, `opinion_days` (working days)."""
    found: int = _table()["limits"][name]
    return found
