"""Who works on the cases of a unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from qingdan.base.people.models import Appointment, StandIn
from qingdan.cases.queries.hats import parties_of_roles
from qingdan.rules.case_state import Party
from qingdan.rules.role import HANDLING, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """A person of the unit and the parties that the roles held there make of him."""

    username: str
    name: str
    parties: frozenset[Party]


def staff_of(unit: str, on: date) -> tuple[Colleague, ...]:
    """Who holds a role in the cases of a unit on a day, or stands in for who does, by name."""
    held = Appointment.objects.filter(
        Q(held_until=None) | Q(held_until__gt=on),
        held_from__lte=on,
        unit__code=unit,
        role__in=[one.value for one in HANDLING],
    )
    acting = StandIn.objects.filter(
        appointment__in=held, acts_from__lte=on, acts_until__gt=on, user__is_active=True
    ).values_list("user__name", "user__username", "appointment__role")
    holding = held.filter(user__is_active=True).values_list("user__name", "user__username", "role")
    roles: dict[tuple[str, str], set[Role]] = {}
    for name, username, role in holding.union(acting):
        roles.setdefault((name, username), set()).add(Role(role))
    return tuple(
        Colleague(username=username, name=name, parties=parties_of_roles(some))
        for (name, username), some in sorted(roles.items())
    )


def names_of(staff: tuple[Colleague, ...]) -> Mapping[str, str]:
    """Account → name."""
    return {one.username: one.name for one in staff}
