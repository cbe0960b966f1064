"""Loads the plan of the workbook of units and people (`city_workbook.toml`); names of roles and kinds of unit."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class CityColumn:
    """A column: the field it fills, its title, whether it must be filled, how long it may be, how to fill it."""

    field: str
    title: str
    most: int
    needed: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitySheet:
    """A sheet: regions, units, offices, mandates, posts or people."""

    key: str
    title: str
    about: str
    columns: tuple[CityColumn, ...]

    def title_of(self, field: str) -> str:
        """The title of a field's column."""
        return next(one.title for one in self.columns if one.field == field)


@cache
def city_sheets() -> tuple[CitySheet, ...]:
    """The sheets in the order in which they build on one another."""
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
def role_names() -> Mapping[str, str]:
    """Role → its name."""
    return dict(_table()["roles"])


@cache
def kind_names() -> Mapping[str, str]:
    """Kind of unit → its name."""
    return dict(_table()["kinds"])


@cache
def level_names() -> Mapping[str, str]:
    """Level of a region → its name."""
    return dict(_table()["levels"])


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("qingdan.data").joinpath("city_workbook.toml").read_text(encoding="utf-8"))
