"""Names and limits of the procedure of review: `review.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("qingdan.data").joinpath("review.toml").read_text(encoding="utf-8"))


def review_names(part: str) -> Mapping[str, str]:
    """Names by key; `part`: things, aspects, verdicts, holders, item_states, item_actions, chart_states, …"""
    found: Mapping[str, str] = _table()[part]
    return found


def working_days(name: str) -> int:
    """How many working days a state of an item leaves its holder ("chart_pending": a chart)."""
    found: int = _table()["working_days"][name]
    return found
