"""Which systems are docked, and how far."""

from dataclasses import dataclass
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.docking.models import Partner
from qingdan.rules.docking import DockingLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerShown:
    """A docked system; `unit` is the code of the department whose it is."""

    code: str
    name: str
    region: str
    unit: str
    unit_name: str
    level: DockingLevel
    since: date
    address: str
    active: bool
    key_number: int
    old_key_until: datetime | None
    rests_until: datetime | None
    version: int

    @property
    def account(self) -> str:
        """The name under which it signs: region and code."""
        return f"{self.region}-{self.code}"


def partner_of(unit_code: str) -> PartnerShown | None:
    """The docked system of a unit, inside the caller's transaction; None: its people work by hand on their pages."""
    found = Partner.objects.filter(unit__code=unit_code, active=True).select_related("unit").first()
    return _shown(found) if found else None


def partners_of(actor: Actor) -> list[PartnerShown]:
    """The systems that somebody looks after."""
    found = Partner.objects.visible_to(actor).select_related("unit")
    return [_shown(one) for one in found.order_by("region_id", "unit__order", "code")]


def get_partner(actor: Actor, code: str) -> PartnerShown:
    """One of them. Raises Missing."""
    found = Partner.objects.visible_to(actor).filter(region_id=actor.region, code=code)
    one = found.select_related("unit").first()
    if one is None:
        raise Missing
    return _shown(one)


def _shown(one: Partner) -> PartnerShown:
    return PartnerShown(
        code=one.code,
        name=one.name,
        region=one.region_id,
        unit=one.unit.code,
        unit_name=one.unit.name,
        level=DockingLevel(one.level),
        since=one.since,
        address=one.address,
        active=one.active,
        key_number=one.key_number,
        old_key_until=one.old_key_until,
        rests_until=one.rests_until,
        version=one.version,
    )
