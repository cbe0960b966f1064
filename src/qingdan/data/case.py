"""Names of the life of a case: `case.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("qingdan.data").joinpath("case.toml").read_text(encoding="utf-8"))


def case_names(part: str) -> Mapping[str, str]:
    """Names by key; `part`: states, parties, actions, pauses."""
    found: Mapping[str, str] = _table()[part]
    return found


def party_of_post(post: str) -> str:
    """Whose step it is by the post that the chart names; the officer's where no word says otherwise."""
    words: Mapping[str, list[str]] = _table()["posts"]
    return next((party for party, some in words.items() if any(one in post for one in some)), "officer")
