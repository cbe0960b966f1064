"""Loads the divisions of the sample city (`sample/divisions.csv`): city, counties, towns, and their day."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

_SNAPSHOT = "# snapshot: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A division: `level` is city, county or town; `kind` the word for it (县级市, 街道); `parent` a code.

    `under_province`: a county-level city of which some matters went to the province directly.
    """

    code: str
    name: str
    level: str
    kind: str
    parent: str
    under_province: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Divisions:
    """The divisions by code, parents first, as they stood on a day."""

    snapshot_on: date
    by_code: Mapping[str, Division]

    def of_level(self, level: str) -> tuple[Division, ...]:
        """Those of a level, by code."""
        return tuple(one for one in self.by_code.values() if one.level == level)


@cache
def load_divisions() -> Divisions:
    """The city, its ten counties and 219 towns and what ranks with them."""
    lines = files("qingdan.data").joinpath("sample", "divisions.csv").read_text(encoding="utf-8").splitlines()
    snapshot = next(line for line in lines if line.startswith(_SNAPSHOT)).removeprefix(_SNAPSHOT)
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    divisions = [Division(**row | {"under_province": row["under_province"] == "yes"}) for row in rows]
    return Divisions(snapshot_on=date.fromisoformat(snapshot), by_code={one.code: one for one in divisions})
