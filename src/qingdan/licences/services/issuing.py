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


def issue_licence(*, new: NewLicence, by: Actor, at: datetime) -> Licence:
    """A licence of a granted case, numbered within its unit and year."""
    with writing(by):
        unit = Unit.objects.select_for_update().get(code=new.unit)
        issued = day_of(at)
        number = _next_number(unit, issued.year)
        printed = {**new.content, "number": number, "kind": new.kind, "holder": new.holder_name}
        licence = Licence.objects.create(
            region_id=unit.region_id, unit=unit, code=secrets.token_hex(8), number=number, kind=new.kind,
            item_code=new.item_code, case_number=new.case_number, holder_name=new.holder_name, holder_id=new.holder_id,
            issued_on=issued, valid_from=new.valid_from, valid_until=new.valid_until, withheld=new.withheld,
            digest=freeze(SNAPSHOT, printed, region=unit.region_id, at=at),
        )  # fmt: skip
        facts = {"case": new.case_number, "number": number, "digest": licence.digest}
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
        if licence.state != LicenceState.VALID:
            raise Refused([refusal("licence.ended_already")])
        licence.state, licence.version = kind, licence.version + 1
        licence.save(update_fields=["state", "version"])
        LicenceChange.objects.create(
            region_id=licence.region_id, licence=licence, kind=kind, ground=ground.strip(), digest=licence.digest,
            on=day_of(at), by=by.username, at=at,
        )  # fmt: skip
        append(
            "LicenceEnded", f"licence:{code}", by=by, at=at, unit=licence.unit.code,
            data={"kind": kind, "ground": ground.strip()},
        )  # fmt: skip


def _next_number(unit: Unit, year: int) -> str:
    """许〔2026〕0001号 of the unit; the row of the unit is locked."""
    start = f"〔{year}〕"
    count = Licence.objects.filter(unit=unit, number__startswith=start).count()
    return f"{start}{count + 1:04d}号"
