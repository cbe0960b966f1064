"""Licences come into being with a decision, and change by acts of their own; nothing is overwritten unseen."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing, Refused, refusal
from qingdan.base.snapshots.queries import thaw
from qingdan.base.snapshots.services import freeze
from qingdan.base.transactions import writing
from qingdan.licences.models import Licence, LicenceChange, LicenceState

SNAPSHOT = "licence"
CHANGES = frozenset({LicenceState.REVOKED, LicenceState.WITHDRAWN, LicenceState.CANCELLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLicence:
    """What a grant makes. `withheld`: the ground on which it is not published (Art. 40)."""

    unit: str
    kind: str
    item_code: str
    case_number: str
    holder_name: str
    holder_id: str
    valid_from: date
    valid_until: date | None
    content: Mapping[str, Any]
    withheld: str = ""
    holder_kind: str = "person"
    trial: bool = False


def issue_licence(*, new: NewLicence, by: Actor, at: datetime) -> Licence:
    """A licence of a granted case, numbered within its unit and year."""
    with writing(by):
        unit = Unit.objects.select_for_update().get(code=new.unit)
        issued = day_of(at)
        number = _next_number(unit, issued.year, trial=new.trial)
        printed = {**new.content, "number": number, "kind": new.kind, "holder": new.holder_name}
        printed |= {"trial": True} if new.trial else {}
        licence = Licence.objects.create(
            region_id=unit.region_id, unit=unit, code=secrets.token_hex(8), number=number, kind=new.kind,
            item_code=new.item_code, case_number=new.case_number, holder_name=new.holder_name, holder_id=new.holder_id,
            issued_on=issued, valid_from=new.valid_from, valid_until=new.valid_until, withheld=new.withheld,
            holder_kind=new.holder_kind, trial=new.trial,
            digest=freeze(SNAPSHOT, printed, region=unit.region_id, at=at),
        )  # fmt: skip
        facts = {"case": new.case_number, "number": number, "digest": licence.digest}
        facts |= {"trial": "1"} if new.trial else {}
        append("LicenceIssued", f"licence:{licence.code}", by=by, at=at, unit=unit.code, data=facts)
        return licence


def end_licence(*, code: str, kind: str, ground: str, by: Actor, at: datetime) -> None:
    """Revokes, withdraws or cancels a licence, with its ground (Art. 8, 69, 70). Raises Missing, Refused."""
    with writing(by):
        licence = Licence.objects.select_for_update().filter(code=code, region_id__in=by.regions).first()
        if licence is None or kind not in CHANGES:
            raise Missing
        if not ground.strip():
            raise Refused([refusal("desk.required", "ground")])
        demand_valid(licence)
        licence.state = kind
        _changed(licence, kind, ground, "LicenceEnded", by=by, at=at)


def revoke_licence_of(*, case_number: str, ground: str, by: Actor, at: datetime) -> None:
    """The decision that granted it was undone: its licence, if there is one that stands, is revoked (Art. 69)."""
    with writing(by):
        found = Licence.objects.filter(case_number=case_number, state=LicenceState.VALID).first()
        if found:
            end_licence(code=found.code, kind=LicenceState.REVOKED, ground=ground, by=by, at=at)


def amend_licence(*, code: str, content: Mapping[str, str], ground: str, by: Actor, at: datetime) -> None:
    """What it says from here on: `holder`, `conditions`, with `holder_id` of the holder (Art. 49); the old stays.

    Raises Missing, Refused.
    """
    with writing(by):
        licence = Licence.objects.select_for_update().filter(code=code, region_id__in=by.regions).first()
        if licence is None:
            raise Missing
        demand_valid(licence)
        printed = {name: text for name, text in content.items() if name != "holder_id"}
        said = {**thaw(licence.digest), **printed}
        licence.digest = freeze(SNAPSHOT, said, region=licence.region_id, at=at)
        licence.holder_name, licence.holder_id = said["holder"], content["holder_id"]
        _changed(licence, "amended", ground, "LicenceAmended", by=by, at=at)


def renew_licence(*, code: str, until: date, ground: str, by: Actor, at: datetime) -> None:
    """Its last day moves on (Art. 50). Raises Missing, Refused."""
    with writing(by):
        licence = Licence.objects.select_for_update().filter(code=code, region_id__in=by.regions).first()
        if licence is None:
            raise Missing
        demand_valid(licence)
        licence.valid_until = until
        _changed(licence, "renewed", ground, "LicenceRenewed", by=by, at=at)


def demand_valid(licence: Licence) -> None:
    """Raises Refused for one that was revoked, withdrawn or cancelled."""
    if licence.state != LicenceState.VALID:
        raise Refused([refusal("licence.ended_already")])


def _changed(licence: Licence, kind: str, ground: str, event: str, *, by: Actor, at: datetime) -> None:
    LicenceChange.objects.create(
        region_id=licence.region_id, licence=licence, kind=kind, ground=ground.strip(), digest=licence.digest,
        on=day_of(at), by=by.username, at=at,
    )  # fmt: skip
    licence.version += 1
    licence.save()  # after what is written of it: the database takes no other change
    facts = {"kind": kind, "ground": ground.strip(), "digest": licence.digest}
    append(event, f"licence:{licence.code}", by=by, at=at, unit=licence.unit.code, data=facts)


def _next_number(unit: Unit, year: int, *, trial: bool) -> str:
    """〔2026〕0001号 of the unit, in a trial run 试〔2026〕0001号; the row of the unit is locked."""
    start = f"试〔{year}〕" if trial else f"〔{year}〕"
    count = Licence.objects.filter(unit=unit, number__startswith=start).count()
    return f"{start}{count + 1:04d}号"
