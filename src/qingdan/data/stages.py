"""The stages of going on line, with the days planned for them: `stages.toml`."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("qingdan.data").joinpath("stages.toml").read_text(encoding="utf-8"))


def stage_names() -> Mapping[str, str]:
    """Stage → its name."""
    found: Mapping[str, str] = _table()["names"]
    return found


def planned_on(stage: str, level: str) -> date:
    """The day by which a region of a level (city, county) is to have reached a stage."""
    found: date = _table()[level][stage]
    return found
