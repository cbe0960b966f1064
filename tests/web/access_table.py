"""Who may go where: the addresses that the site has, and what access.toml says of each."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from tests.builders_whole_city import ELSEWHERE, FOREIGN, OWN

from qingdan.campaigns.models import OVERSEEING
from qingdan.rules.role import DRAFTING, LEADING, REVIEWING, Role

TABLE = Path(__file__).with_name("access.toml")
GROUPS = {
    "all": frozenset(Role),
    "drafting": DRAFTING,
    "reviewing": REVIEWING,
    "leading": LEADING,
    "overseeing": OVERSEEING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """An address of the site: its name, as `reverse` wants it, its view and the converters of its parameters."""

    name: str
    view: Any
    converters: Mapping[str, str]

    @property
    def method(self) -> str:
        """GET of a page, POST of an act."""
        return "POST" if hasattr(self.view, "acts") else "GET"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What access.toml says of a route.

    `public`: needs no sign-in; `personal`: the pages of one's own account that come with allauth; both are tried by
    tests of their own. `roles`: groups and roles that it is for. `scope`:
    whose things answer: "own" unit's alone, "unit": also to reviewers of the region, "region": to everybody of the
    region, "none": it is about no thing. `things`: parameter of the address → kind of thing. `query`, `body`: what is
    sent with it; {item} stands for the item's number. `queries`: more of the kind, tried for what they must not show.
    `factor`: needs the second factor; `download`: answers with a file.
    """

    public: bool = False
    personal: bool = False
    roles: tuple[str, ...] = ()
    scope: str = "none"
    things: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    queries: tuple[str, ...] = ()
    body: Mapping[str, str] = field(default_factory=dict)
    factor: bool = False
    download: bool = False

    def admits(self, role: Role, owner: str) -> bool:
        """Whether this role, at the own unit or office of the city, gets an answer about the owner's thing."""
        named = {one for word in self.roles for one in GROUPS.get(word, {word})}
        if role not in named:
            return False
        if self.scope == "none":
            return True
        if (
            owner == ELSEWHERE or role == Role.COUNTY_OFFICE
        ):  # who works in the county has nothing in the city
            return False
        reads_all = role in REVIEWING if self.scope == "unit" else self.scope == "region"
        return reads_all or (owner == OWN and role in DRAFTING)


@cache
def entries() -> Mapping[str, Entry]:
    """Name of the route → entry."""
    read = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return {
        name: Entry(**{key: tuple(value) if isinstance(value, list) else value for key, value in one.items()})
        for name, one in read.items()
    }


@cache
def routes() -> Mapping[str, Route]:
    """Every address of the site by name; one without a name is called by its pattern."""
    return {route.name: route for route in _below(get_resolver(), "", {})}


def own_routes() -> list[str]:
    """The names of those that need sign-in."""
    return sorted(name for name in routes() if name in entries() and entries()[name].roles)


def _below(resolver: URLResolver, space: str, above: Mapping[str, str]) -> Iterator[Route]:
    for one in resolver.url_patterns:
        kinds = {**above, **_converters(one)}
        if isinstance(one, URLResolver):
            yield from _below(one, f"{space}{one.namespace}:" if one.namespace else space, kinds)
        else:
            yield Route(name=f"{space}{one.name or one.pattern}", view=one.callback, converters=kinds)


def _converters(one: URLPattern | URLResolver) -> dict[str, str]:
    found = getattr(one.pattern, "converters", {})
    return {name: type(converter).__name__ for name, converter in found.items()}


OWNERS = (OWN, FOREIGN, ELSEWHERE)
