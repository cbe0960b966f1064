"""Letting a warning stand (不改，说明理由)."""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.powers.models import ItemCheck, Justification, PowerItem
from qingdan.powers.services.drafting import drafting, own_item, unit_of
from qingdan.powers.services.fields import plain
from qingdan.rules.problem import Problem, Severity

MOST = 500


def justify(*, number: str, key: str, reason: str, by: Actor, at: datetime) -> None:
    """Keeps why a finding of an item may stand; said again it replaces the reason. Raises Refused, Missing.

    What must be changed is not let stand; a hint asks for nothing.
    """
    reason = plain(reason)
    with drafting(unit_of(number), by):
        item = own_item(number, by)
        check = ItemCheck.objects.filter(item=item).first()
        found = next((one for one in check.problems if one["key"] == key), None) if check else None
        if found is None:
            raise Missing
        refuse_if(*wrong_reason(reason, found["severity"]))
        keep_reason(item, found["code"], key, reason, by=by, at=at)


def keep_reason(item: PowerItem, code: str, key: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Keeps a reason that is right, in place of one given before. Called inside the transaction of the act."""
    given = {"region_id": item.region_id, "code": code, "reason": reason, "by": by.username, "at": at}
    Justification.objects.update_or_create(item=item, key=key, defaults=given)
    number = item.draft_number
    data = {"code": code, "key": key}
    append("WarningJustified", f"power_item:{number}", by=by, at=at, unit=unit_of(number), data=data)


def wrong_reason(reason: str, severity: str) -> tuple[Problem | None, ...]:
    """What is wrong with a reason to let a finding of a severity stand; None in place of what is right."""
    return (
        refusal("powers.must_change", "reason") if severity == Severity.BLOCKER else None,
        None if reason else refusal("desk.required", "reason"),
        refusal("desk.too_long", "reason", most=MOST, length=len(reason)) if len(reason) > MOST else None,
    )


def withdraw_justification(*, number: str, key: str, by: Actor, at: datetime) -> None:
    """Takes the reason back: the warning asks again. Raises Missing, Refused."""
    with drafting(unit_of(number), by):
        item = own_item(number, by)
        gone, _ = Justification.objects.filter(item=item, key=key).delete()
        if gone:
            append(
                "JustificationWithdrawn",
                f"power_item:{number}",
                by=by,
                at=at,
                unit=unit_of(number),
                data={"key": key},
            )
