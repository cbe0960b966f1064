"""Telling the people of a unit what became of its filing."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.messages.services import send
from qingdan.base.refusal import refusal
from qingdan.data.wording import message_of
from qingdan.filings.models import Filing
from qingdan.rules.role import Role

SIGNING = (Role.PRINCIPAL,)
HANDING_IN = (Role.LIAISON, Role.DEPUTY)
ALL = (*HANDING_IN, *SIGNING)


def tell(key: str, filing: Filing, roles: Iterable[Role], *, by: Actor, at: datetime) -> None:
    """A message to the unit's people that leads to the version. Words: `letter.<key>` and `letter.<key>_text`."""
    campaign, unit = filing.campaign.code, filing.unit.code
    facts: dict[str, Any] = {
        "unit": filing.unit.name,
        "number": filing.number,
        "receipt": filing.receipt_number or "",
        "reason": filing.returned_reason,
    }
    send(
        subject=message_of(refusal(f"letter.{key}", **facts)),
        text=message_of(refusal(f"letter.{key}_text", **facts)),
        once=f"{key}:{campaign}:{unit}:{filing.number}",
        unit=unit,
        roles=roles,
        link=f"/desk/filings/{campaign}/{unit}/{filing.number}/",
        by=by,
        at=at,
    )
