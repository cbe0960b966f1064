"""The scheme of a clean-up: which categories a register has, what it leaves out, who reviews what, how items are named.

Schemes differ from place to place and year to year (lists.md §2.1), so they are values made from tables; the rules
read them and hold no names of categories themselves.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from qingdan.rules.pattern import pattern
from qingdan.rules.power_item import Category

_BRACKETED = pattern(r"[（(【\[][^）)】\]]*[）)】\]]")
_NOT_WORDS = pattern(r"[\s\u3000、，,：:；;。.·\-—_/\\0-9０-９一二三四五六七八九十百共项类]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryEntry:
    """One category of the scheme: its two-digit code, its official name, and how departments write it.

    `inside` is set for a kind that the scheme does not list on its own: its items stand in that category
    (行政检查 within 其他行政权力).
    """

    category: Category
    code: str
    name: str
    synonyms: tuple[str, ...] = ()
    inside: Category | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcludedKind:
    """A kind of item this clean-up leaves out, known by its category or by how the item's name ends."""

    name: str
    category: Category | None = None
    endings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Which member unit reviews classification and disposition; `kind` narrows 其他 (财政专项资金分配), told by `words`
    in an item's name.
    """

    category: Category
    unit: str
    kind: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NamingRule:
    """How items of a category are named: `form` as people say it (对…的处罚), `pattern` as a regular expression."""

    category: Category
    form: str
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scheme:
    """A scheme as loaded. Compared and hashed by identity, so that what is read with it can be remembered.

    `region` is the city the scheme is for, `province` the one it lies in, whose regulations bind it too;
    `counties` the names of the units below it: a department whose name starts with one of those is a county's,
    for which county level is the right level.
    `out_of_reach` are words in titles of instruments that have no object there (海洋, for a city inland).
    `slogans` are openings that make a name a slogan (进一步加强…).
    """

    name: str
    title: str
    source: str
    region: str
    province: str = ""
    categories: tuple[CategoryEntry, ...]
    excluded: tuple[ExcludedKind, ...] = ()
    routing: tuple[Route, ...] = ()
    naming: tuple[NamingRule, ...] = ()
    slogans: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    out_of_reach: tuple[str, ...] = ()

    def category_of(self, printed: str) -> Category | None:
        """The category a cell, a sheet name or a nil line names; None when it names none or several.

        Spaces, brackets, counts and numbering around the name do not matter (一、行政处罚（120项）).
        """
        return _category_of(self, printed)

    def name_of(self, category: Category) -> str:
        """The official name of a category."""
        return next(entry.name for entry in self.categories if entry.category is category)

    def filed_as(self, category: Category) -> Category:
        """The category of this scheme in which items of a kind are filed."""
        return _filed_as(self, category)

    @property
    def listed(self) -> tuple[Category, ...]:
        """The categories for which a register holds items or a nil return, in the scheme's order."""
        left_out = {kind.category for kind in self.excluded}
        return tuple(
            entry.category
            for entry in self.categories
            if entry.inside is None and entry.category not in left_out
        )

    def excluded_category(self, category: Category) -> ExcludedKind | None:
        """The excluded kind a category is, None when the clean-up takes it."""
        return next((kind for kind in self.excluded if kind.category is category), None)

    def excluded_ending(self, name: str) -> ExcludedKind | None:
        """The excluded kind that an item's name ends in (…许可证核发, …年检), None when it ends otherwise."""
        for kind in self.excluded:
            if name.endswith(kind.endings):
                return kind
        return None

    def naming_of(self, category: Category) -> NamingRule | None:
        """How items of a category are named; None when the scheme does not say."""
        return next((rule for rule in self.naming if rule.category is category), None)

    def reviewer_of(self, category: Category, kind: str = "") -> str:
        """The member unit that reviews classification and disposition ("" when the scheme names none).

        A kind of its own (行政监督检查) goes before the category's general route.
        """
        routes = [route for route in self.routing if route.category is self.filed_as(category)]
        chosen = [route for route in routes if kind and route.kind == kind] or [
            r for r in routes if not r.kind
        ]
        return chosen[0].unit if chosen else ""

    def routed(self, category: Category, name: str) -> str:
        """The member unit for an item of that name: a narrower route whose words it holds goes first."""
        routes = [route for route in self.routing if route.category is self.filed_as(category)]
        kinds = (route.kind for route in routes if any(word in name for word in route.words))
        return self.reviewer_of(category, next(kinds, ""))

    def of_county(self, department: str) -> bool:
        """Whether a department belongs to a county, a county-level city or a district below the city."""
        return department.removeprefix(self.region).startswith(self.counties) if self.counties else False


@lru_cache(maxsize=16384)
def _category_of(scheme: Scheme, printed: str) -> Category | None:
    known = {word: entry.category for entry in scheme.categories for word in (entry.name, *entry.synonyms)}
    plain = "".join(printed.split())
    if plain in known:
        return known[plain]
    bare = _NOT_WORDS.sub("", _BRACKETED.sub("", plain))
    if bare in known:
        return known[bare]
    longest_first = sorted(known, key=len, reverse=True)
    found = re.findall("|".join(map(re.escape, longest_first)), plain[:200])
    named = {known[word] for word in found if len(word) > 2}
    return named.pop() if len(named) == 1 else None


@lru_cache(maxsize=256)
def _filed_as(scheme: Scheme, category: Category) -> Category:
    return next((e.inside or e.category for e in scheme.categories if e.category is category), category)
