"""Taking what a docked system answered: the first signed answer of a thing sent, and no other."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, Refused, refusal
from qingdan.base.transactions import writing
from qingdan.docking.models import Dispatch, Partner, PartnerAnswer
from qingdan.rules.canonical import digest
from qingdan.rules.docking import DispatchState


def partner_actor(partner: Partner) -> Actor:
    """The program, in the region and under the name of a docked system: for what a system's word brings about."""
    return replace(SYSTEM, name=partner.name[:40], region=partner.region_id, regions=(partner.region_id,))


def take_answer(*, partner: Partner, code: str, content: Mapping[str, Any], by: Actor, at: datetime) -> None:
    """Keeps the answer to something sent; the same again changes nothing.

    Who signed must be known before; `by` is its actor. Later stages react to `PartnerAnswered` and may refuse what it
    says. Raises Missing: not sent to this system; Refused: another answer was taken before, or a stage refuses it.
    """
    with writing(by):
        sent = Dispatch.objects.select_for_update().filter(partner=partner, code=code).first()
        if sent is None:
            raise Missing
        keep_answer(sent, partner, content, by=by, at=at)


def keep_answer(
    sent: Dispatch, partner: Partner, content: Mapping[str, Any], *, by: Actor, at: datetime
) -> None:
    """As `take_answer`, inside the transaction that has locked the thing sent."""
    known, said = PartnerAnswer.objects.filter(dispatch=sent).first(), digest(dict(content))
    if known is not None:
        if known.digest != said:
            raise Refused([refusal("docking.answered_otherwise", code=sent.code)])
        return
    if sent.delivered_at is None:  # our own record of its arrival was lost: the answer proves it
        mark_delivered(sent, partner, by=by, at=at)
    PartnerAnswer.objects.create(
        region_id=sent.region_id, dispatch=sent, content=dict(content), digest=said, at=at
    )
    sent.state, sent.answered_at = DispatchState.ANSWERED, at
    sent.fault = sent.fault_words = ""
    sent.save(update_fields=["state", "answered_at", "fault", "fault_words"])
    append(
        "PartnerAnswered",
        f"dispatch:{sent.code}",
        by=by,
        at=at,
        unit=partner.unit.code,
        data=_said(sent, partner),
    )


def mark_delivered(sent: Dispatch, partner: Partner, *, by: Actor, at: datetime) -> None:
    """It arrived, once."""
    sent.state, sent.delivered_at = DispatchState.DELIVERED, at
    sent.fault = sent.fault_words = ""
    sent.save(update_fields=["state", "delivered_at", "fault", "fault_words"])
    append(
        "DispatchDelivered",
        f"dispatch:{sent.code}",
        by=by,
        at=at,
        unit=partner.unit.code,
        data=_said(sent, partner),
    )


def mark_dead(sent: Dispatch, partner: Partner, *, by: Actor, at: datetime) -> None:
    """It is not tried any more by itself."""
    sent.state, sent.died_at = DispatchState.DEAD, at
    sent.save()
    append(
        "DispatchDead",
        f"dispatch:{sent.code}",
        by=by,
        at=at,
        unit=partner.unit.code,
        data=_said(sent, partner),
    )


def _said(sent: Dispatch, partner: Partner) -> dict[str, str]:
    return {"partner": partner.code, "kind": sent.kind, "key": sent.key}
