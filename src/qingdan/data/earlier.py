"""The plan of the workbook of an earlier system's cases and users (`earlier.toml`)."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from qingdan.data.city_workbook import CityColumn, CitySheet


@cache
def earlier_sheets() -> tuple[CitySheet, ...]:
    """The sheets: cases, users."""
    return tuple(
        CitySheet(
            key=one["key"],
            title=one["title"],
            about=one["about"],
            columns=tuple(CityColumn(**column) for column in one["columns"]),
        )
        for one in _table()["sheet"]
    )


@cache
def id_kinds() -> Mapping[str, str]:
    """Kind of a document in the workbook's words → its key."""
    return dict(_table()["id_kinds"])


@cache
def id_kind_names() -> Mapping[str, str]:
    """Key of a kind of document → its first name."""
    return {key: name for name, key in reversed(tuple(id_kinds().items()))}


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("qingdan.data").joinpath("earlier.toml").read_text(encoding="utf-8"))
