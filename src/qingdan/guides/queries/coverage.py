"""Which items in force are on line, and what the others lack (RQ-A1: every approval item is on line).

Readings: on line is an item whose published chart can be run and whose guide is published. Licences, the approvals
beside them and all of the list of approvals must be; items of other kinds count once a guide was begun for them. What
one applies for by a form of another stage (`serves_items`) is on line without a guide.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.editions.queries.entries import Content, EntryLine, contents_of, entries_on
from qingdan.editions.queries.shown import in_force, shown_editions
from qingdan.guides.models import Guide, GuideState, GuideVersion
from qingdan.guides.queries.problems import chart_fault
from qingdan.rules.power_item import Category
from qingdan.rules.review import USED_LISTS, ListKind
from qingdan.rules.role import DRAFTING, Role

APPROVALS = frozenset({Category.LICENCE.value, Category.NON_LICENCE_APPROVAL.value})
READING = DRAFTING | {Role.SERVICE_CENTRE}
Serving = Callable[[str, date], Collection[str]]
_SERVING: list[Serving] = []


def serves_items(found: Serving) -> Serving:
    """Registers who knows, for a region and a day, which items have a form of their own instead of a guide."""
    _SERVING.append(found)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """An item in force and its guide. `state`: none, draft, published, withdrawn; `missing`: why it is not on line
    (keys of `guide.toml`; none: it is). `served`: it is by a form of its own, no guide leads to it. `outdated`: the
    list has changed since the guide was published.
    """

    code: str
    short_code: str
    name: str
    unit: str
    unit_name: str
    category: str
    state: str
    blockers: int
    number: int
    missing: tuple[str, ...]
    served: bool
    outdated: bool
    parallel: bool
    must: bool

    @property
    def online(self) -> bool:
        """Whether one can apply on line."""
        return not self.missing


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCoverage:
    """How many items of a unit must be on line, and how many are."""

    unit: str
    name: str
    online: int
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The items somebody may see the guides of; `lines` those of the unit asked for, `units` all units they may see.

    Counts are over all units. `reasons`: key → how many lack it.
    """

    lines: tuple[ItemLine, ...]
    units: tuple[UnitCoverage, ...]
    online: int
    items: int
    reasons: Mapping[str, int]


def coverage(actor: Actor, today: date, *, unit: str = "", every: bool = False) -> Coverage:
    """Items in force with the state of their guides, for the own units or (service centre) for all of the region.

    `unit`: only its lines, others stay counted; `every`: also items that need no guide and have none. Raises Missing
    for a unit that has nothing they may see.
    """
    lines = _lines(actor, today)
    if unit and unit not in {one.unit for one in lines} and unit not in actor.own_units:
        raise Missing
    counted = [one for one in lines if one.must or one.state != "none"]
    missing = [reason for one in counted for reason in one.missing]
    return Coverage(
        lines=tuple(one for one in (lines if every else counted) if one.unit == unit or not unit),
        units=tuple(_of_unit(code, counted) for code in dict.fromkeys(one.unit for one in counted)),
        online=sum(one.online for one in counted),
        items=len(counted),
        reasons={reason: missing.count(reason) for reason in dict.fromkeys(missing)},
    )


def coverage_of_region(actor: Actor, today: date) -> list[ItemLine]:
    """Every item in force of the own region, for whoever may see the figures of all units."""
    return _lines_of(actor.region, today, items_in_force(actor.region, today))


def _of_unit(unit: str, lines: Sequence[ItemLine]) -> UnitCoverage:
    own = [one for one in lines if one.unit == unit]
    return UnitCoverage(
        unit=unit, name=own[0].unit_name, online=sum(one.online for one in own), items=len(own)
    )


def _lines(actor: Actor, today: date) -> list[ItemLine]:
    if not actor.roles & READING:
        return []
    mine = _seen_by(actor)
    lists = items_in_force(actor.region, today)
    return _lines_of(actor.region, today, [one for one in lists if mine is None or one.unit in mine])


def _lines_of(region: str, today: date, entries: Sequence[EntryLine]) -> list[ItemLine]:
    contents, served = contents_of(entries), {code for found in _SERVING for code in found(region, today)}
    guides = {one.code: one for one in Guide.objects.filter(region_id=region)}
    versions = GuideVersion.objects.filter(region_id=region).order_by("number")
    last = {
        code: (number, digest)
        for code, number, digest in versions.values_list("guide__code", "number", "entry__digest")
    }
    lines = [
        _line(one, contents[one.code], guides.get(one.code), last.get(one.code, (0, ""))) for one in entries
    ]
    return [_as_served(one) if one.missing and one.code in served else one for one in lines]


def _as_served(line: ItemLine) -> ItemLine:
    return replace(line, missing=(), served=True)


def items_in_force(region: str, today: date) -> list[EntryLine]:
    """Every item that may be exercised on the day, of all lists in force."""
    shown = shown_editions(region)
    editions = [one for one in (in_force(shown, kind, today) for kind in USED_LISTS) if one]
    return [one for edition in editions for one in entries_on(edition, today) if one.stands]


def _seen_by(actor: Actor) -> tuple[str, ...] | None:
    """Units; None: all."""
    return None if Role.SERVICE_CENTRE in actor.roles else actor.own_units


def _line(entry: EntryLine, content: Content, guide: Guide | None, last: tuple[int, str]) -> ItemLine:
    state = guide.state if guide else "none"
    number, pinned = last
    return ItemLine(
        code=entry.code,
        short_code=entry.short_code,
        name=entry.name,
        unit=entry.unit,
        unit_name=content["unit_name"],
        category=entry.category,
        state=state,
        blockers=guide.blockers if guide else 0,
        number=number,
        missing=tuple(_missing(content, state)),
        served=False,
        outdated=state == GuideState.PUBLISHED and pinned != entry.digest,
        parallel=bool(guide and guide.content.get("parallel")),
        must=entry.category in APPROVALS or content.get("list") == ListKind.APPROVAL,
    )


def _missing(content: Content, state: str) -> list[str]:
    guide = {
        "none": "no_guide",
        GuideState.DRAFT.value: "not_published",
        GuideState.WITHDRAWN.value: "withdrawn",
    }
    reasons = ["no_chart"] if chart_fault(content) else []
    return [*reasons, guide[state]] if state in guide else reasons
