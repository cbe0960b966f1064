"""Loads the schemes we ship: `schemes/*.toml`, one clean-up each, with its source in the file's head."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from qingdan.data.approvals import approval_kinds
from qingdan.rules.checks.scheme import CategoryEntry, ExcludedKind, NamingRule, Route, Scheme
from qingdan.rules.power_item import Category

DEFAULT_SCHEME = "yichun-2015"


class UnknownScheme(Exception):
    """There is no scheme of that name; `known` are those there are."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name, known)
        self.name, self.known = name, known


def scheme_names() -> tuple[str, ...]:
    """The names of the shipped schemes."""
    folder = files("qingdan.data").joinpath("schemes")
    return tuple(sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml")))


@cache
def load_scheme(name: str = DEFAULT_SCHEME) -> Scheme:
    """The scheme of that name; UnknownScheme when there is none."""
    if name not in scheme_names():
        raise UnknownScheme(name, scheme_names())
    text = files("qingdan.data").joinpath("schemes", f"{name}.toml").read_text(encoding="utf-8")
    return _scheme(tomllib.loads(text))


@cache
def category_names() -> dict[str, str]:
    """Key of a category → its official name, over all shipped schemes; behind them the kinds of approvals."""
    schemes = [load_scheme(name) for name in scheme_names()]
    names = {entry.category.value: entry.name for scheme in schemes for entry in scheme.categories}
    return names | {one.key: one.name for one in approval_kinds() if one.key not in names}


def in_scheme_order(counts: Mapping[str, Mapping[str, int]]) -> dict[str, Mapping[str, int]]:
    """Counts by category in the order in which schemes have them; what no scheme knows last."""
    places = {key: place for place, key in enumerate(category_names())}
    return dict(sorted(counts.items(), key=lambda one: places.get(one[0], len(places))))


def _scheme(table: dict[str, Any]) -> Scheme:
    return Scheme(
        name=table["name"],
        title=table["title"],
        source=table["source"],
        region=table["region"],
        province=table.get("province", ""),
        categories=tuple(_entry(row) for row in table["category"]),
        excluded=tuple(_excluded(row) for row in table["excluded"]),
        routing=tuple(_route(row) for row in table["routing"]),
        naming=tuple(
            NamingRule(**(row | {"category": Category(row["category"])})) for row in table["naming"]
        ),
        slogans=tuple(table["slogans"]),
        counties=tuple(table["counties"]),
        out_of_reach=tuple(table.get("out_of_reach", ())),
    )


def _entry(row: dict[str, Any]) -> CategoryEntry:
    return CategoryEntry(
        category=Category(row["category"]),
        code=row["code"],
        name=row["name"],
        synonyms=tuple(row["synonyms"]),
        inside=Category(row["inside"]) if "inside" in row else None,
    )


def _route(row: dict[str, Any]) -> Route:
    return Route(
        category=Category(row["category"]),
        unit=row["unit"],
        kind=row.get("kind", ""),
        words=tuple(row.get("words", ())),
    )


def _excluded(row: dict[str, Any]) -> ExcludedKind:
    category = row.get("category")
    return ExcludedKind(
        name=row["name"],
        category=Category(category) if category else None,
        endings=tuple(row["endings"]),
    )
