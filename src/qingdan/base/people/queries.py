"""Who somebody is today."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Region, Unit, UnitKind
from qingdan.base.people.models import Appointment, StandIn, User
from qingdan.rules.role import LEADING, Role

CITY_WIDE = LEADING | {Role.LEADING_GROUP, Role.GOVERNMENT_OFFICE, Role.LEGAL_AFFAIRS}


def actor_of(user: User, *, on: date, factor_at: datetime | None = None, unit: str = "") -> Actor:
    """The person as an actor: roles held or stood in for on the day, at the chosen unit or at the first."""
    held = _appointments(user, on)
    chosen = next((one for one in held if one.unit.code == unit), held[0] if held else None)
    if chosen is None:
        return Actor(username=user.username, name=user.name, factor_at=factor_at)
    here = [one for one in held if one.unit_id == chosen.unit_id]
    roles = frozenset(Role(one.role) for one in here)
    return Actor(
        username=user.username,
        name=user.name,
        roles=roles,
        region=chosen.unit.region_id,
        regions=_regions(chosen.unit.region, roles),
        unit=chosen.unit.code,
        unit_name=chosen.unit.name,
        charges=_charges(chosen.unit),
        standing_in_for=next((one.user.name for one in here if one.user_id != user.pk), ""),
        factor_at=factor_at,
    )


def posts_of(user: User, *, on: date) -> list[tuple[str, str]]:
    """Code and name of every unit the person works for on the day: the choices of 换单位."""
    return list(dict.fromkeys((one.unit.code, one.unit.name) for one in _appointments(user, on)))


def _appointments(user: User, on: date) -> list[Appointment]:
    held = Q(held_from__lte=on) & (Q(held_until__isnull=True) | Q(held_until__gt=on))
    stands_in = StandIn.objects.filter(user=user, acts_from__lte=on, acts_until__gt=on)
    return list(
        Appointment.objects.filter(
            held & (Q(user=user) | Q(pk__in=stands_in.values("appointment"))), unit__valid_until__isnull=True
        )
        .select_related("unit__region", "user")
        .order_by("pk")
    )


def _regions(region: Region, roles: Iterable[Role]) -> tuple[str, ...]:
    """City-wide work reads the counties too; everybody else the own region."""
    if region.level == "city" and CITY_WIDE & frozenset(roles):
        below = Region.objects.filter(parent=region, level="county").order_by("code")
        return (region.code, *below.values_list("code", flat=True))
    return (region.code,)


def _charges(unit: Unit) -> tuple[str, ...]:
    if unit.kind == UnitKind.SUBORDINATE:
        return ()
    below = Unit.objects.filter(supervising=unit, valid_until__isnull=True).order_by("code")
    return tuple(below.values_list("code", flat=True))
