"""Docked systems: entering one, changing it, giving it a new key."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing, Stale, refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.data.docking import sending
from qingdan.docking.models import Partner
from qingdan.docking.services.addresses import AddressFault, called_of
from qingdan.docking.services.keys import secret_of
from qingdan.rules.docking import DockingLevel
from qingdan.rules.problem import Problem
from qingdan.rules.role import Role

CODE = re.compile(r"[a-z][a-z0-9-]{1,28}[a-z0-9]")
LONGEST_NAME = 60
ENTERING = frozenset({Role.ADMINISTRATOR, Role.INFORMATISATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerTyped:
    """What is typed of a system: its name, how far it is docked, where it lies, whether it is in use."""

    name: str
    level: int
    address: str = ""
    active: bool = True


def open_partner(*, unit: str, code: str, typed: PartnerTyped, by: Actor, at: datetime) -> str:
    """Enters the system of a unit of the region, for the first time; its code.

    Raises Refused: every reason; Missing: not for this person.
    """
    with writing(by):
        _demand(by, at)
        owner = Unit.objects.filter(region_id=by.region, code=unit, valid_until=None).first()
        known = Partner.objects.filter(region_id=by.region)
        refuse_if(
            None if owner else refusal("docking.no_unit", "unit"),
            None if CODE.fullmatch(code) else refusal("docking.code", "code"),
            refusal("docking.code_known", "code") if known.filter(code=code).exists() else None,
            _taken(unit, "", typed),
            *_problems(typed),
        )
        assert owner
        new = Partner.objects.create(
            region_id=by.region, unit=owner, code=code, **_fields(typed), since=day_of(at), made_by=by.username,
            made_at=at,
        )  # fmt: skip
        _tell("PartnerOpened", new, by=by, at=at)
        return code


def save_partner(*, code: str, version: int, typed: PartnerTyped, by: Actor, at: datetime) -> None:
    """Changes what was typed of a system; a new level counts from today. Raises Refused, Stale, Missing."""
    with writing(by):
        _demand(by, at)
        kept = _locked(code, by)
        if kept.version != version:
            theirs = {"name": kept.name, "level": f"L{kept.level}", "address": kept.address}
            raise Stale(theirs, kept.version)
        refuse_if(*_problems(typed), _taken(kept.unit.code, code, typed))
        if typed.level != kept.level:
            kept.since = day_of(at)
        for name, value in _fields(typed).items():
            setattr(kept, name, value)
        kept.version, kept.rests_until = kept.version + 1, None
        kept.save()
        _tell("PartnerSaved", kept, by=by, at=at)


def give_key(*, code: str, version: int, by: Actor, at: datetime) -> str:
    """Gives a system a new key; the secret, to be shown this once. The one before is good for some hours more.

    Raises Missing, Stale: two asked at the same moment.
    """
    with writing(by):
        _demand(by, at)
        kept = _locked(code, by)
        if kept.version != version:
            raise Stale({"key": str(kept.key_number)}, kept.version)
        kept.key_number, kept.version = kept.key_number + 1, kept.version + 1
        kept.old_key_until = at + sending().old_key if kept.key_number > 1 else None
        kept.save()
        _tell("PartnerKeyGiven", kept, by=by, at=at)
        return secret_of(kept, kept.key_number).decode()


def end_old_key(*, code: str, by: Actor, at: datetime) -> None:
    """The key before the last is worth nothing from now on: it may be in wrong hands. Raises Missing."""
    with writing(by):
        _demand(by, at)
        kept = _locked(code, by)
        if kept.old_key_until and kept.old_key_until > at:
            kept.old_key_until, kept.version = at, kept.version + 1
            kept.save()
            _tell("PartnerOldKeyEnded", kept, by=by, at=at)


def _demand(by: Actor, at: datetime) -> None:
    if by.username == SYSTEM.username:
        return
    if not by.roles & ENTERING:
        raise Missing
    refuse_if(None if by.showed_factor(at) else refusal("account.factor"))


def _locked(code: str, by: Actor) -> Partner:
    found = Partner.objects.select_for_update(of=("self",)).select_related("unit")
    kept = found.filter(region_id=by.region, code=code).first()
    if kept is None:
        raise Missing
    return kept


def _problems(typed: PartnerTyped) -> list[Problem | None]:
    name, address = typed.name.strip(), typed.address.strip()
    known = typed.level in set(DockingLevel)
    wrong = called_of(address, settings.DOCKING_INSIDE) if address else None
    needed = known and DockingLevel(typed.level).receives and not address
    return [
        None if name else refusal("desk.required", "name"),
        too_long(name, "name", LONGEST_NAME),
        None if known else refusal("docking.level", "level"),
        refusal("docking.address_needed", "address", level=typed.level) if needed else None,
        refusal(f"docking.address_{wrong.value}", "address") if isinstance(wrong, AddressFault) else None,
    ]


def _taken(unit: str, code: str, typed: PartnerTyped) -> Problem | None:
    """A unit has one system in use."""
    other = Partner.objects.filter(unit__code=unit, active=True).exclude(code=code).first()
    return refusal("docking.unit_has_one", "unit", name=other.name) if other and typed.active else None


def _fields(typed: PartnerTyped) -> dict[str, object]:
    return {
        "name": typed.name.strip(),
        "level": typed.level,
        "address": typed.address.strip(),
        "active": typed.active,
    }


def _tell(kind: str, partner: Partner, *, by: Actor, at: datetime) -> None:
    data = {"level": partner.level, "active": partner.active, "key": partner.key_number}
    append(
        kind, f"partner:{partner.region_id}-{partner.code}", by=by, at=at, unit=partner.unit.code, data=data
    )
