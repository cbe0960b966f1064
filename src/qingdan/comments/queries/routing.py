"""To whom a comment goes: the unit of the entry, the unit that is asked, the office for what lies outside the list."""

from datetime import date

from qingdan.base.orgs.models import Unit, UnitChange, UnitKind
from qingdan.base.orgs.queries import open_units
from qingdan.base.people.models import Appointment
from qingdan.rules.role import Role

OFFICE_ROLES = (Role.ESTABLISHMENT_OFFICE, Role.COUNTY_OFFICE)


def office_of(region: str, on: date) -> Unit | None:
    """The unit of a region where somebody holds the office's role on a day: 编办."""
    held = Appointment.objects.filter(
        role__in=OFFICE_ROLES, unit__region_id=region, unit__valid_until=None, held_from__lte=on
    ).exclude(held_until__lte=on)
    first = held.order_by("pk").select_related("unit").first()
    return first.unit if first else None


def answering_unit(code: str) -> Unit | None:
    """The unit itself, or whoever took its work over when it was closed (the first of several)."""
    unit = Unit.objects.filter(code=code).first()
    seen: set[int] = set()
    while unit and unit.valid_until and unit.pk not in seen:
        seen.add(unit.pk)
        change = UnitChange.objects.filter(sources=unit).exclude(kind="rename").order_by("-on").first()
        unit = change.targets.order_by("code").first() if change else None
    return unit


def units_to_ask(region: str) -> list[tuple[str, str]]:
    """Code and name of every unit of a region that can be asked; county governments answer on their own pages."""
    return list(open_units([region]).exclude(kind=UnitKind.COUNTY).values_list("code", "name"))
