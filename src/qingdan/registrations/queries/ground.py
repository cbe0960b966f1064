"""What a region registers by on a day: bodies with their units and entries in force, modes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Refused, refusal
from qingdan.data.registrations import Mode, registration_bodies, registration_modes
from qingdan.editions.models import EditionEntry
from qingdan.guides.queries.coverage import serves_items
from qingdan.guides.queries.published import entry_in_force
from qingdan.registrations.models import ModePeriod, RegistrationBody
from qingdan.rules.role import Role

REGISTRAR = "commerce"
SETTING_UP = frozenset({Role.SERVICE_CENTRE, Role.INFORMATISATION})
"""Who says which unit is which body, which modes a place has, and brings ranges of codes in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActingBody:
    """A body of a region with the unit it is and the entry it acts on."""

    body: str
    unit: Unit
    entry: EditionEntry
    item_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyShown:
    """A body on the page where it is set: `entry` "" where its item is not in force."""

    key: str
    name: str
    unit: str
    unit_name: str
    item_code: str
    item_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeShown:
    """A mode on a day: whether it is in force, since and until when, on what ground."""

    mode: Mode
    in_force: bool
    since: date | None
    until: date | None
    ground: str


def unit_of_body(region: str, body: str) -> RegistrationBody | None:
    """The unit that a body is in a region."""
    found = RegistrationBody.objects.filter(region=region, body=body).select_related("unit", "region")
    return found.first()


def acting_body(region: str, body: str, on: date) -> ActingBody:
    """A body that may act. Raises Refused: nobody is named, or its item is in no edition in force."""
    found = unit_of_body(region, body)
    entry = entry_in_force(region, found.item_code, on) if found else None
    if found is None or entry is None:
        name = registration_bodies()[body].name
        raise Refused([refusal("registration.body_not_in_force", "send", body=name)])
    return ActingBody(body=body, unit=found.unit, entry=entry, item_code=found.item_code)


def modes_on(region: str, on: date) -> tuple[Mode, ...]:
    """The modes in force: what the region has said, else the national dates."""
    own = list(ModePeriod.objects.filter(region=region))
    modes = registration_modes()
    if own:
        keys = [one.mode for one in own if one.since <= on and (one.until is None or on <= one.until)]
        return tuple(modes[key] for key in dict.fromkeys(keys) if key in modes)
    return tuple(one for one in modes.values() if one.usual_on(on))


def modes_shown(region: str, on: date) -> tuple[ModeShown, ...]:
    """All modes that there are, as they stand in a region."""
    in_force = {one.key for one in modes_on(region, on)}
    last: Mapping[str, ModePeriod] = {one.mode: one for one in ModePeriod.objects.filter(region=region)}
    return tuple(
        ModeShown(
            mode=one,
            in_force=one.key in in_force,
            since=last[one.key].since if one.key in last else one.since,
            until=last[one.key].until if one.key in last else one.until,
            ground=last[one.key].ground if one.key in last else "",
        )
        for one in registration_modes().values()
    )


def bodies_shown(region: str, on: date) -> tuple[BodyShown, ...]:
    """Every body that the configuration knows, with the unit that it is here."""
    named = {one.body: one for one in RegistrationBody.objects.filter(region=region).select_related("unit")}
    return tuple(
        _shown(one.key, one.name, named.get(one.key), region, on) for one in registration_bodies().values()
    )


def _shown(key: str, name: str, named: RegistrationBody | None, region: str, on: date) -> BodyShown:
    entry = entry_in_force(region, named.item_code, on) if named else None
    return BodyShown(
        key=key,
        name=name,
        unit=named.unit.code if named else "",
        unit_name=named.unit.name if named else "",
        item_code=named.item_code if named else "",
        item_name=entry.name if entry else "",
    )


def bodies_of_unit(region: str, unit: str) -> tuple[str, ...]:
    """The bodies that a unit is; after mergers it may be several."""
    return tuple(
        RegistrationBody.objects.filter(region=region, unit__code=unit)
        .order_by("pk")
        .values_list("body", flat=True)
    )


def takes_part(actor: Actor) -> bool:
    """Whether somebody works for a body of the region, or sets it up."""
    return bool(actor.roles & SETTING_UP) or bool(bodies_of_unit(actor.region, actor.unit))


def registrar_item(region: str) -> str:
    """The item on which enterprises are registered in a region; "" where nobody registers."""
    found = unit_of_body(region, REGISTRAR)
    return found.item_code if found else ""


@serves_items
def registering_items(region: str, on: date) -> frozenset[str]:
    """The items that are applied for with the one form of a registration on a day; none where nobody registers."""
    bodies = {one.body for mode in modes_on(region, on) for one in mode.review}
    found = dict(
        RegistrationBody.objects.filter(region=region, body__in=bodies).values_list("body", "item_code")
    )
    acts = REGISTRAR in found and entry_in_force(region, found[REGISTRAR], on) is not None
    return frozenset(found.values()) if acts else frozenset()
