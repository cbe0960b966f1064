"""Reading regions and units; all of it is public."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import InnerOffice, Mandate, Post, Region, Unit, UnitChange, UnitKind
from qingdan.base.refusal import Missing
from qingdan.rules.role import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeShown:
    """An inner office with its posts and its functions; the unit itself has no name here."""

    name: str
    number: int
    posts: tuple[str, ...]
    mandates: tuple["MandateShown", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateShown:
    """A function of the 三定 provisions; `depth` in the tree, from 0."""

    number: int
    text: str
    document: str
    depth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeShown:
    """A merger, split or renaming of the unit."""

    kind: str
    on: date
    document: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    name_before: str
    name_after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitShown:
    """A unit as its page shows it; lists of units are (code, name)."""

    unit: Unit
    offices: tuple[OfficeShown, ...]
    subordinates: tuple[tuple[str, str], ...]
    changes: tuple[ChangeShown, ...]


def regions_of(actor: Actor) -> list[Region]:
    """The city of this person and its counties, in the order of their codes."""
    own = Region.objects.filter(code=actor.region).select_related("parent").first()
    if own is None:
        return []
    city = own.parent if own.level == "county" and own.parent else own
    return [city, *Region.objects.filter(parent=city, level="county").order_by("code")]


def all_regions() -> tuple[str, ...]:
    """Codes of every city and county: what the program itself sees when it works for all of them."""
    return tuple(Region.objects.exclude(level="town").order_by("code").values_list("code", flat=True))


def administered(actor: Actor) -> frozenset[str]:
    """Codes of the regions whose units and accounts this person administers: the own, and a city's counties."""
    if Role.ADMINISTRATOR not in actor.roles:
        return frozenset()
    below = Region.objects.filter(parent_id=actor.region, parent__level="city", level="county")
    return frozenset({actor.region, *below.values_list("code", flat=True)})


def list_units(*, region: str, search: str = "", closed: bool = False) -> list[Unit]:
    """Units of a region by kind and order; those that stand, or those that were merged or split."""
    found = Unit.objects.filter(region_id=region, valid_until__isnull=not closed).select_related(
        "supervising"
    )
    if search:
        found = found.filter(Q(name__icontains=search) | Q(short_name__icontains=search) | Q(code=search))
    return list(found.order_by("order", "code"))


def administered_unit(actor: Actor, code: str) -> Unit:
    """A standing unit of the regions that this person administers. Raises Missing."""
    found = open_units(administered(actor)).filter(code=code).select_related("supervising", "region").first()
    if found is None:
        raise Missing
    return found


def kind_of(word: str) -> UnitKind:
    """The kind of a form's choice."""
    return UnitKind(word)


def open_units(regions: Iterable[str]) -> "QuerySet[Unit]":
    """Units of these regions that stand."""
    return Unit.objects.filter(region_id__in=regions, valid_until__isnull=True).order_by("order", "code")


def get_unit(code: str) -> UnitShown:
    """A unit with everything below it. Raises Missing."""
    unit = Unit.objects.filter(code=code).select_related("supervising", "region").first()
    if unit is None:
        raise Missing
    below = Unit.objects.filter(supervising=unit, valid_until__isnull=True).order_by("order", "code")
    return UnitShown(
        unit=unit,
        offices=_offices(unit),
        subordinates=tuple(below.values_list("code", "name")),
        changes=tuple(_shown(one) for one in _changes(unit)),
    )


def _offices(unit: Unit) -> tuple[OfficeShown, ...]:
    posts = list(Post.objects.filter(unit=unit).order_by("name"))
    mandates = list(Mandate.objects.filter(unit=unit).order_by("number"))
    places: list[InnerOffice | None] = [None, *InnerOffice.objects.filter(unit=unit).order_by("number")]
    return tuple(
        OfficeShown(
            name=place.name if place else "",
            number=place.number if place else 0,
            posts=tuple(one.name for one in posts if one.office_id == (place and place.pk)),
            mandates=_tree([one for one in mandates if one.office_id == (place and place.pk)]),
        )
        for place in places
    )


def _tree(mandates: list[Mandate]) -> tuple[MandateShown, ...]:
    """Each function after the one it belongs under; one whose parent stands elsewhere is a root here."""
    here = {one.pk for one in mandates}

    def below(parent: int | None, depth: int) -> list[MandateShown]:
        found: list[MandateShown] = []
        for one in mandates:
            under = one.parent_id if one.parent_id in here else None
            if under == parent:
                found.append(
                    MandateShown(number=one.number, text=one.text, document=one.document, depth=depth)
                )
                found += below(one.pk, depth + 1)
        return found

    return tuple(below(None, 0))


def _changes(unit: Unit) -> "QuerySet[UnitChange]":
    found = UnitChange.objects.filter(Q(sources=unit) | Q(targets=unit)).distinct()
    return found.order_by("-on", "-pk").prefetch_related("sources", "targets")


def _shown(change: UnitChange) -> ChangeShown:
    return ChangeShown(
        kind=change.kind,
        on=change.on,
        document=change.document,
        sources=tuple(one.name for one in change.sources.all()),
        targets=tuple(one.name for one in change.targets.all()),
        name_before=change.name_before,
        name_after=change.name_after,
    )
