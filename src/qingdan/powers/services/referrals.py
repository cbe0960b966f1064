"""附件3: the row of an item that the province is asked to change (R-047)."""

from collections.abc import Mapping
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.refusal import Refused, refusal
from qingdan.powers.models import Referral
from qingdan.powers.queries.referrals import CHANGES, TYPED
from qingdan.powers.services.drafting import drafting, own_item, unit_of
from qingdan.powers.services.fields import plain
from qingdan.rules.power_item import Disposition
from qingdan.rules.problem import Problem

_LONGEST = {"holder": 120, "receiver": 120, "reason": 2_000}


def keep_referral(*, number: str, values: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Keeps what was typed into the row (`referrals.TYPED`); it may still be incomplete. Raises Refused, Missing."""
    cleaned = {name: plain(values.get(name, "")) for name in TYPED}
    with drafting(unit_of(number), by):
        item = own_item(number, by)
        problems = _wrong(cleaned)
        if item.disposition != Disposition.REFER_UP or item.deleted_at:
            problems.append(refusal("powers.not_referred"))
        if problems:
            raise Refused(problems)
        Referral.objects.update_or_create(item=item, defaults={**cleaned, "region_id": item.region_id})
        append("ReferralKept", f"power_item:{number}", by=by, at=at, unit=unit_of(number))


def _wrong(values: Mapping[str, str]) -> list[Problem]:
    found = [
        refusal("desk.too_long", name, most=most, length=len(values[name]))
        for name, most in _LONGEST.items()
        if len(values[name]) > most
    ]
    return found if values["change"] in ("", *CHANGES) else [*found, refusal("desk.choice", "change")]
