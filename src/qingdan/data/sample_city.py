"""Loads the sample city (`sample/*.toml`): units, what became of them, names to make people of.

All of it is marked as sample data: the real list of 69 departments was never published (lists.md §6.1). Names of units
and what reforms made of them are facts; inner offices, functions and people are examples of ours.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleOffice:
    """An inner office (内设机构) and its functions, in our own words. `common`: one that every unit of the kind has."""

    name: str
    functions: tuple[str, ...]
    common: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSubordinate:
    """A body below a unit, whose items its 主管部门 files. `takes`: words of titles whose powers it carries out."""

    number: str
    name: str
    short_name: str
    takes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleUnit:
    """A unit of the sample city.

    `number` has three digits and follows the region's code; `kind` is department, institution, stationed or other (the
    plan's four). `law_name` is what today's law is asked for, the name itself where no reform changed it. `takes`:
    words of titles, for units that one reform put together (see `belongs_to`). `nil`: it has no power at all.
    """

    number: str
    name: str
    short_name: str
    search: tuple[str, ...]
    kind: str
    law_name: str
    takes: tuple[str, ...]
    nil: bool
    offices: tuple[SampleOffice, ...]
    subordinates: tuple[SampleSubordinate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """A body of 2015 and the one that has its work today; `year` None and `source` "" where not known.

    `asked_as`: the name under which today's law still speaks of its field, where that is not the new body's.
    """

    before: str
    after: str
    year: int | None = None
    source: str = ""
    asked_as: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleNames:
    """Names to make people of: common family names and given names, put together at random."""

    family: tuple[str, ...]
    given: tuple[str, ...]

    def person(self, random: Random) -> str:
        """An invented name."""
        return random.choice(self.family) + random.choice(self.given)

    def telephone(self, random: Random) -> str:
        """An invented number: no exchange of the city begins with 0."""
        return f"0795-0{random.randrange(1_000_000):06}"


@cache
def load_units() -> tuple[SampleUnit, ...]:
    """The 69 units that file, by number."""
    table = _table("units.toml")
    return tuple(_unit(row, table["common"]) for row in table["unit"])


@cache
def load_lead_units() -> tuple[SampleUnit, ...]:
    """Units that lead the work and do not file themselves: 市编办."""
    table = _table("units.toml")
    return tuple(_unit(row, table["common"]) for row in table["lead"])


@cache
def load_renamed() -> Mapping[str, Renamed]:
    """Renamed bodies by their name of 2015."""
    rows = _table("renamed.toml")["renamed"]
    return {row["before"]: Renamed(**row) for row in rows}


@cache
def load_names() -> SampleNames:
    """Family and given names."""
    table = _table("people.toml")
    return SampleNames(family=tuple(table["family"].split()), given=tuple(table["given"].split()))


def law_name(name: str) -> str:
    """Under which name to ask today's law for a body of 2015; its own name where no reform is known."""
    renamed = load_renamed().get(name)
    return (renamed.asked_as or renamed.after) if renamed else name


def belongs_to(unit: SampleUnit, title: str) -> bool:
    """Whether an instrument's powers, granted to a unit's organ of today, were this unit's in the sample city.

    One organ of today may be several units of 2015. Those with `takes` have the instruments whose title holds one of
    the words, the one without has the rest.
    """
    if unit.takes:
        return any(word in title for word in unit.takes)
    others = (one for one in load_units() if one.law_name == unit.law_name and one is not unit)
    return not any(word in title for one in others for word in one.takes)


def _unit(row: dict[str, Any], common: Mapping[str, Mapping[str, list[str]]]) -> SampleUnit:
    return SampleUnit(
        number=row["number"],
        name=row["name"],
        short_name=row["short"],
        search=tuple(row["search"]),
        kind=row["kind"],
        law_name=law_name(row["name"]),
        takes=tuple(row.get("takes", ())),
        nil=row.get("nil", False),
        offices=(*_offices(common[row["kind"]], common=True), *_offices(row["offices"], common=False)),
        subordinates=tuple(_subordinate(one) for one in row.get("subordinate", ())),
    )


def _offices(table: Mapping[str, list[str]], *, common: bool) -> Iterator[SampleOffice]:
    for name, functions in table.items():
        yield SampleOffice(name=name, functions=tuple(functions), common=common)


def _subordinate(row: dict[str, Any]) -> SampleSubordinate:
    return SampleSubordinate(
        number=row["number"], name=row["name"], short_name=row["short"], takes=tuple(row["takes"])
    )


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files("qingdan.data").joinpath("sample", name).read_text(encoding="utf-8"))
