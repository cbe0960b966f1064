"""三定 functions of a unit against its powers (R-021, R-022, C31): which has no power, which power has none."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import InnerOffice, Mandate, Unit
from qingdan.base.refusal import Missing
from qingdan.campaigns.queries.plans import campaign_in_hand
from qingdan.powers.models import MandateLink, PowerItem

ROWS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerShown:
    """A power: draft number, name, category, inner office."""

    number: str
    name: str
    category: str
    office: str
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionShown:
    """A function with the powers that carry it out; `depth` in the tree, from 0."""

    number: int
    text: str
    office: str
    document: str
    depth: int
    valid_from: date | None
    valid_until: date | None
    powers: tuple[PowerShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MandatesPage:
    """The functions of a unit in force, in the order of the document, and the powers that have none.

    `count` of the latter is of all, `without` at most a hundred of them; `covered`: functions with a power, their own
    or of a function below them. `offices`: names of the inner offices.
    """

    unit: str
    unit_name: str
    units: tuple[tuple[str, str], ...]
    editable: bool
    functions: tuple[FunctionShown, ...]
    empty: tuple[int, ...]
    without: tuple[PowerShown, ...]
    count: int
    offices: tuple[str, ...]


def mandates_page(actor: Actor, *, unit: str = "", on: date) -> MandatesPage:
    """The page of a unit ("": the own one) with its subordinate bodies' powers. Raises Missing."""
    owner = unit_for(actor, unit)
    campaign = campaign_in_hand(owner.region_id)
    items = PowerItem.objects.kept().visible_to(actor).filter(campaign=campaign)
    items = items.filter(Q(unit=owner) | Q(unit__supervising=owner))
    links = MandateLink.objects.filter(item__in=items, mandate__unit=owner)
    powers: defaultdict[int, tuple[PowerShown, ...]] = defaultdict(tuple)
    for link in links.select_related("item__unit").order_by("item__order", "pk"):
        powers[link.mandate_id] += (_power(link.item),)
    rows = list(in_force(owner, on).select_related("office"))
    without = items.exclude(pk__in=MandateLink.objects.filter(mandate__in=rows).values("item"))
    offices = InnerOffice.objects.filter(unit=owner).values_list("name", flat=True)
    return MandatesPage(
        unit=owner.code,
        unit_name=owner.name,
        units=_choices(actor),
        editable=owner.code in actor.own_units and campaign.closed_at is None,
        functions=tuple(_tree(rows, powers)),
        empty=_empty(rows, powers),
        without=tuple(map(_power, without.select_related("unit").order_by("order", "pk")[:ROWS])),
        count=without.count(),
        offices=tuple(offices),
    )


def in_force(unit: Unit, on: date) -> "QuerySet[Mandate]":
    """The functions of a unit that hold on a day."""
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    stands = Q(valid_until__isnull=True) | Q(valid_until__gt=on)
    return Mandate.objects.filter(begun & stands, unit=unit).order_by("number", "pk")


def all_functions(unit: Unit) -> tuple[FunctionShown, ...]:
    """Every function of a unit, repealed ones too: what the 法制办 looks after."""
    return tuple(_tree(list(Mandate.objects.filter(unit=unit).select_related("office")), {}))


def unit_for(actor: Actor, code: str) -> Unit:
    """A unit whose drafts this person may see ("": the own one). Raises Missing."""
    chosen = code or actor.unit
    found = Unit.objects.filter(code=chosen, region_id__in=actor.regions).first()
    if found is None or not actor.may_see(chosen):
        raise Missing
    return found


def _choices(actor: Actor) -> tuple[tuple[str, str], ...]:
    own = Unit.objects.filter(region_id=actor.region, valid_until__isnull=True).exclude(kind="county")
    if not actor.reviews:
        own = own.filter(code__in=actor.own_units)
    return tuple(own.order_by("order", "code").values_list("code", "name"))


def _empty(rows: list[Mandate], powers: Mapping[int, tuple[PowerShown, ...]]) -> tuple[int, ...]:
    """Numbers of the functions without a power. One above others has a power when one below it has."""
    parents = {row.pk: row.parent_id for row in rows}
    covered = set()
    for key in powers:
        above: int | None = key
        while above is not None and above not in covered:
            covered.add(above)
            above = parents.get(above)
    return tuple(row.number for row in rows if row.pk not in covered)


def _tree(rows: list[Mandate], powers: Mapping[int, tuple[PowerShown, ...]]) -> list[FunctionShown]:
    """Each function after the one it belongs under; one whose parent is repealed is a root."""
    here = {row.pk for row in rows}
    below: defaultdict[int | None, list[Mandate]] = defaultdict(list)
    for row in rows:
        below[row.parent_id if row.parent_id in here else None].append(row)

    def branch(parent: int | None, depth: int) -> list[FunctionShown]:
        found: list[FunctionShown] = []
        for row in below[parent]:
            found += [_function(row, depth, powers.get(row.pk, ())), *branch(row.pk, depth + 1)]
        return found

    return branch(None, 0)


def _function(row: Mandate, depth: int, powers: tuple[PowerShown, ...]) -> FunctionShown:
    return FunctionShown(
        number=row.number,
        text=row.text,
        office=row.office.name if row.office else "",
        document=row.document,
        depth=depth,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        powers=powers,
    )


def _power(item: PowerItem) -> PowerShown:
    return PowerShown(
        number=item.draft_number,
        name=item.name,
        category=item.category,
        office=item.office,
        unit_name=item.unit.name,
    )
