"""What the board counts of items: by unit, by category and disposition; and the rows behind each number.

Items of a subordinate body count for its 主管部门, which files them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from qingdan.base.actor import Actor
from qingdan.data.labels import DISPOSITION_NAMES
from qingdan.data.schemes import load_scheme
from qingdan.powers.models import ItemCheck, PowerItem
from qingdan.powers.queries.rows import short_bases
from qingdan.rules.power_item import Category, Disposition

PAGE = 100
NONE = "none"  # in addresses: no category, no disposition chosen yet
FILING_UNIT = Coalesce(F("unit__supervising__code"), F("unit__code"))


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


def count_by_unit(actor: Actor, campaign: str) -> dict[str, UnitItems]:
    """Items by the unit that files them; units without an item are not there. Two queries."""
    found = _kept(actor, campaign).annotate(filed_by=FILING_UNIT).values("filed_by").order_by()
    counted = found.annotate(
        items=Count("pk"), retained=Count("pk", filter=Q(disposition=Disposition.RETAIN))
    )
    blocked = dict(
        _kept(actor, campaign)
        .filter(pk__in=ItemCheck.objects.filter(blockers__gt=0).values("item"))
        .annotate(filed_by=FILING_UNIT)
        .values_list("filed_by")
        .order_by()
        .annotate(count=Count("pk"))
    )
    return {
        row["filed_by"]: UnitItems(
            items=row["items"], retained=row["retained"], blocked=blocked.get(row["filed_by"], 0)
        )
        for row in counted
    }


def count_by_disposition(actor: Actor, campaign: str, scheme: str, *, unit: str = "") -> DispositionTable:
    """Items by category and disposition, in the order of the scheme. One query."""
    rows = (
        _wanted(actor, campaign, Wanted(unit=unit))
        .order_by()
        .values_list("category", "disposition")
        .annotate(count=Count("pk"))
    )
    counts = {(category, disposition): count for category, disposition, count in rows}
    columns = tuple((key, name) for key, name in _columns() if any(one == key for _, one in counts))
    lines = tuple(
        line for key, name in _categories(scheme, counts) if (line := _line(key, name, columns, counts)).total
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
