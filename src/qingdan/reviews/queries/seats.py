"""Who sits in which 审核组, and who may (R-091, R-092)."""

from datetime import date

from django.db.models import Q, QuerySet

from qingdan.base.people.models import Appointment, User
from qingdan.data.campaigns import load_campaign
from qingdan.rules.role import Role


def review_groups(template: str) -> tuple[tuple[str, str], ...]:
    """Keys and names of the groups of a plan that review: all but the 综合组."""
    groups = load_campaign(template).groups
    return tuple((one.code, one.name) for one in groups if one.party == Role.REVIEWER)


def reviewers_in(region: str, on: date) -> QuerySet[User]:
    """The people who hold the post of a reviewer in a region on a day."""
    return holders_in(region, Role.REVIEWER, on)


def holders_in(region: str, role: Role, on: date) -> QuerySet[User]:
    """The people who hold a role in a region on a day, by name."""
    held = Appointment.objects.filter(role=role, unit__region=region, held_from__lte=on)
    held = held.filter(Q(held_until=None) | Q(held_until__gt=on))
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name", "pk")
