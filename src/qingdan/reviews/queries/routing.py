"""To whom the second layer of an item goes: the member unit of its category (五(一)3, R-097)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from qingdan.base.orgs.models import Unit
from qingdan.base.people.models import Appointment
from qingdan.data.campaigns import load_campaign
from qingdan.data.schemes import load_scheme
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.power_item import Category
from qingdan.rules.role import Role

Named = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Routes:
    """The routing table of a region: units (code, name) by the names in the plan, and who stands in where it has none.

    Readings: a county has no 市财政局; there, and wherever the named unit is missing, every unit whose people hold the
    post of a member unit may speak. Nobody speaks on what the own unit filed or takes part in: where the named unit is
    such a one, the other member units of the table may. Where none is left the 综合组 answers in their place.
    """

    scheme: Scheme
    units: Mapping[str, Named]
    others: tuple[Named, ...]

    def units_for(self, category: str, name: str, *, own: Collection[str]) -> tuple[Named, ...]:
        """The member units for an item that is the own matter of these units (codes): mostly one; none, the 综合组."""
        known = Category(category) if category in set(Category) else None
        routed = self.units.get(self.scheme.routed(known, name) if known else "")
        if routed and routed[0] not in own:
            return (routed,)
        may_speak = self.units.values() if routed else self.others
        return tuple(one for one in may_speak if one[0] not in own)


def routes_of(template: str, region: str) -> Routes:
    """The routes of a campaign's plan in a region; two queries."""
    scheme = _scheme(template)
    names = {one.unit for one in scheme.routing}
    found = Unit.objects.filter(region=region, name__in=names, valid_until=None).order_by("order", "code")
    held = Appointment.objects.filter(role=Role.MEMBER_UNIT, unit__region=region, unit__valid_until=None)
    others = held.order_by("unit__order", "unit__code").values_list("unit__code", "unit__name")
    return Routes(
        scheme=scheme,
        units={name: (code, name) for code, name in found.values_list("code", "name")},
        others=tuple(dict.fromkeys(others)),
    )


@lru_cache(maxsize=32)
def _scheme(template: str) -> Scheme:
    return load_scheme(load_campaign(template).scheme)
