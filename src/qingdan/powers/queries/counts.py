"""What the board counts of items: by unit, by category and disposition; and the rows behind each number.

Items of a subordinate body count for its 主管部门, which files them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.campaigns.models import Campaign
from qingdan.data.labels import DISPOSITION_NAMES
from qingdan.data.schemes import load_scheme
from qingdan.powers.models import ItemCheck, PowerItem
from qingdan.powers.queries.rows import short_bases
from qingdan.rules.power_item import Category, Disposition

PAGE = 100
NONE = "none"  # in addresses: no category, no disposition chosen yet


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCount:
    """How many items of a unit have a category and a disposition, and how many of them something to be changed.

    `filed_by`: the 主管部门 of a subordinate body, else the unit itself.
    """

    unit: str
    filed_by: str
    category: str
    disposition: str
    items: int
    blocked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitItems:
    """How many items a unit has, how many of them it keeps, how many have something that must be changed."""

    items: int
    retained: int
    blocked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A number of the table with what its rows are asked for by. `disposition` "" for a row's total."""

    category: str
    disposition: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryLine:
    """A category with its numbers, in the order of the dispositions, and their total."""

    key: str
    name: str
    cells: tuple[Cell, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DispositionTable:
    """Categories × dispositions: the departments' own opinions. `names` of the columns; empty columns are left out."""

    columns: tuple[tuple[str, str], ...]
    lines: tuple[CategoryLine, ...]
    totals: tuple[Cell, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """An item in a list over units."""

    number: str
    unit: str
    unit_name: str
    category: str
    name: str
    bases: str
    disposition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which items: of a unit with its subordinate bodies, of a category, of a disposition; "" for all."""

    unit: str = ""
    category: str = ""
    disposition: str = ""


def count_items(actor: Actor, campaign: str) -> tuple[ItemCount, ...]:
    """The items of a campaign that the person may see, counted: what the figures of a board are added up from.

    Two queries; the units' codes come to the numbers last, so that the database joins nothing to thousands of items.
    """
    units = dict(_codes())
    blocked = Q(pk__in=ItemCheck.objects.filter(blockers__gt=0).values("item"))
    counted = (
        PowerItem.objects.visible_to(actor)
        .kept()
        .filter(campaign=Campaign.objects.filter(code=campaign).values("pk")[:1])
        .order_by()
        .values_list("unit", "category", "disposition")
        .annotate(items=Count("pk"), blocked=Count("pk", filter=blocked))
    )
    return tuple(
        ItemCount(
            unit=units[unit][0],
            filed_by=units[unit][1],
            category=category,
            disposition=disposition,
            items=items,
            blocked=wrong,
        )
        for unit, category, disposition, items, wrong in counted
    )


def by_unit(counts: Iterable[ItemCount]) -> dict[str, UnitItems]:
    """By the unit that files them; units without an item are not there."""
    items, retained, blocked = Counter[str](), Counter[str](), Counter[str]()
    for one in counts:
        items[one.filed_by] += one.items
        blocked[one.filed_by] += one.blocked
        if one.disposition == Disposition.RETAIN:
            retained[one.filed_by] += one.items
    return {
        unit: UnitItems(items=number, retained=retained[unit], blocked=blocked[unit])
        for unit, number in items.items()
    }


def by_disposition(counts: Iterable[ItemCount], scheme: str) -> DispositionTable:
    """By category and disposition, in the order of the scheme."""
    numbers = Counter[tuple[str, str]]()
    for one in counts:
        numbers[one.category, one.disposition] += one.items
    columns = tuple((key, name) for key, name in _columns() if any(one == key for _, one in numbers))
    lines = tuple(
        line
        for key, name in _categories(scheme, numbers)
        if (line := _line(key, name, columns, numbers)).total
    )
    totals = tuple(
        Cell(
            category="",
            disposition=key or NONE,
            count=sum(line.cells[place].count for line in lines),
        )
        for place, (key, _) in enumerate(columns)
    )
    return DispositionTable(
        columns=columns, lines=lines, totals=totals, total=sum(line.total for line in lines)
    )


def list_items(
    actor: Actor, campaign: str, scheme: str, wanted: Wanted, *, page: int = 1
) -> tuple[tuple[ItemLine, ...], int]:
    """A page (from 1) of the items behind a number, and how many there are in all."""
    found = _wanted(actor, campaign, wanted).select_related("unit").order_by("unit__order", "order", "pk")
    names = dict(_categories(scheme, {}))
    first = (max(page, 1) - 1) * PAGE
    lines = tuple(
        ItemLine(
            number=one.draft_number,
            unit=one.unit.code,
            unit_name=one.unit.name,
            category=names.get(one.category, one.category),
            name=one.name,
            bases=short_bases(one.basis_printed),
            disposition=dict(_columns()).get(one.disposition, one.disposition),
        )
        for one in found[first : first + PAGE]
    )
    return lines, found.count()


def category_choices(scheme: str) -> tuple[tuple[str, str], ...]:
    """Keys and names of the categories, for a filter."""
    return tuple((key or NONE, name) for key, name in _categories(scheme, {}))


def disposition_choices() -> tuple[tuple[str, str], ...]:
    """Keys and names of the dispositions, for a filter."""
    return tuple((key or NONE, name) for key, name in _columns())


def _codes() -> Iterator[tuple[int, tuple[str, str]]]:
    """Of each unit its own code and that of the unit which files for it."""
    for unit, own, filed_by in Unit.objects.order_by().values_list("pk", "code", "supervising__code"):
        yield unit, (own, filed_by or own)


def _kept(actor: Actor, campaign: str) -> QuerySet[PowerItem]:
    return PowerItem.objects.visible_to(actor).kept().filter(campaign__code=campaign)


def _wanted(actor: Actor, campaign: str, wanted: Wanted) -> QuerySet[PowerItem]:
    found = _kept(actor, campaign)
    if wanted.unit:
        found = found.filter(Q(unit__code=wanted.unit) | Q(unit__supervising__code=wanted.unit))
    if wanted.category:
        found = found.filter(category="" if wanted.category == NONE else wanted.category)
    if wanted.disposition:
        found = found.filter(disposition="" if wanted.disposition == NONE else wanted.disposition)
    return found


def _columns() -> list[tuple[str, str]]:
    return [*((key.value, name) for key, name in DISPOSITION_NAMES.items()), ("", "没有填")]


def _categories(scheme: str, counts: Mapping[tuple[str, str], int]) -> list[tuple[str, str]]:
    """The categories of the scheme, then what else is found, then what has none."""
    loaded = load_scheme(scheme)
    named = [(key.value, loaded.name_of(key)) for key in loaded.listed]
    known = {key for key, _ in named}
    others = sorted({key for key, _ in counts} - known - {""})
    inside = {entry.category.value for entry in loaded.categories}
    more = [(key, loaded.name_of(Category(key)) if key in inside else key) for key in others]
    return [*named, *more, ("", "没选类别")]


def _line(
    key: str,
    name: str,
    columns: tuple[tuple[str, str], ...],
    counts: Mapping[tuple[str, str], int],
) -> CategoryLine:
    cells = tuple(
        Cell(
            category=key or NONE,
            disposition=disposition or NONE,
            count=counts.get((key, disposition), 0),
        )
        for disposition, _ in columns
    )
    return CategoryLine(key=key or NONE, name=name, cells=cells, total=sum(one.count for one in cells))
