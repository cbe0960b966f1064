"""Who may go where: the addresses that the site has, and what access.toml says of each."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from tests.builders_whole_city import BELOW, ELSEWHERE, FOREIGN, OWN

from qingdan.rules.role import DRAFTING, HANDLING, LEADING, REVIEWING, Role

TABLE = Path(__file__).with_name("access.toml")
EVERYBODY = frozenset(Role) - {Role.ADMINISTRATOR}
OVERSEEING = LEADING | {Role.LEADING_GROUP, Role.GOVERNMENT_OFFICE}
GROUPS = {
    "all": frozenset(Role),
    "everybody": EVERYBODY,
    "drafting": DRAFTING,
    "reviewing": REVIEWING,
    "leading": LEADING,
    "overseeing": OVERSEEING,
    "handling": HANDLING,
}
READS_COUNTIES = OVERSEEING | {Role.LEGAL_AFFAIRS}


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
    tests of their own. `roles`: groups and roles that it is for. `scope`: whose things answer, see `_reaches`.
    `things`: parameter of the address → kind of thing. `query`, `body`: what is sent with it; {item} stands for the
    item's number. `queries`: more of the kind, tried for what they must not show. `factor`: needs the second factor;
    `download`: answers with a file. `shows`: "public" where a page shows what anybody may know of any unit.
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
    shows: str = ""

    def names(self, role: Role) -> bool:
        """Whether it is for this role at all."""
        return any(role in GROUPS.get(word, {word}) for word in self.roles)

    def admits(self, role: Role, owner: str) -> bool:
        """Whether this role, at the own unit or at the city's or county's office, gets an answer about a thing."""
        return self.names(role) and _reaches(self.scope, role, owner)


def _reaches(scope: str, role: Role, owner: str) -> bool:
    """Scopes: "own" unit's alone; "unit": the own unit's, and all that reviewers of the region read; "overseen": the
    same for who oversees the work; "asked": as it is with open questions; "region": everybody's of the region;
    "administered", "held": the administrator's, the latter also the person's own; "work_place": the unit worked for;
    "centre": the own unit's, and all of the region for the service centre;
    "answering": who is asked, here the county's office; "here", "unit_here": as region and unit, without the counties;
    "nobody": none there is; "open": anybody's; "none": it is about no thing."""
    own = owner == OWN and role in DRAFTING
    reads = owner in _read_by(role)
    match scope:
        case "none" | "open":
            return True
        case "nobody":
            return False
        case "own":
            return own
        case "unit":
            return own or (role in REVIEWING and reads)
        case "answering":
            return owner == BELOW and role == Role.COUNTY_OFFICE
        case "here":
            return owner in _here(role)
        case "unit_here":
            return own or (role in REVIEWING and owner in _here(role))
        case "overseen":
            return own or (role in OVERSEEING and reads)
        case "asked":
            return own or (role in LEADING and reads)
        case "region":
            return reads
        case "administered":
            return role == Role.ADMINISTRATOR and owner != ELSEWHERE
        case "held":
            return (owner == OWN and role == Role.LIAISON) or (
                role == Role.ADMINISTRATOR and owner != ELSEWHERE
            )
        case "centre":
            return own or (role == Role.SERVICE_CENTRE and owner in (OWN, FOREIGN))
        case "work_place":
            return own or (owner == BELOW and role == Role.COUNTY_OFFICE)
    raise ValueError(scope)


def _here(role: Role) -> tuple[str, ...]:
    """What is in the region that a role works in."""
    return (BELOW,) if role == Role.COUNTY_OFFICE else (OWN, FOREIGN)


def _read_by(role: Role) -> tuple[str, ...]:
    """Whose region a role reads."""
    if role == Role.COUNTY_OFFICE:
        return (BELOW,)
    return (OWN, FOREIGN, BELOW) if role in READS_COUNTIES else (OWN, FOREIGN)


def unread_by(role: Role) -> tuple[str, ...]:
    """Whose words a role must never meet, wherever it goes."""
    if role == Role.COUNTY_OFFICE:
        return (FOREIGN, ELSEWHERE)
    if role in REVIEWING | OVERSEEING:
        return (ELSEWHERE,) if role in READS_COUNTIES else (BELOW, ELSEWHERE)
    return (FOREIGN, BELOW, ELSEWHERE)


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


def every(step: int, names: Iterable[str]) -> list[object]:
    """Every second or third … address by its name, as parameters of a test; the others with the full numbers."""
    return [
        pytest.param(name, marks=pytest.mark.soak) if crc32(name.encode()) % step else name
        for name in sorted(names)
    ]


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
