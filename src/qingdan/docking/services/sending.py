"""Putting something into the outbox: written in the transaction of the act that it tells of, delivered after it."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.base.transactions import wait_turn, writing
from qingdan.docking.models import LOOKING_AFTER, Dispatch, Partner
from qingdan.rules.canonical import digest
from qingdan.rules.docking import DispatchState, DockingLevel

_FAMILY = 7_306  # of locks, so that no other part takes the same


def dispatch(
    *, partner: str, kind: str, key: str, content: Mapping[str, Any], by: Actor, at: datetime
) -> str:
    """Sends something to a docked system of the region, with the act or not at all; its code.

    `key` names it for the sender: sent again with the same key, the first one is meant, whatever it says. `content` is
    JSON without floats. Raises Missing: no such system; Refused: its level is one to which nothing is sent.
    """
    assert transaction.get_connection().in_atomic_block
    to = Partner.objects.filter(region_id=by.region, code=partner).select_related("unit").first()
    if to is None:
        raise Missing
    receives = DockingLevel(to.level).receives
    refuse_if(None if receives else refusal("docking.receives_nothing", name=to.name, level=to.level))
    return _sent_before(to, key) or _new(to, kind, key, content, by=by, at=at)


def _sent_before(to: Partner, key: str) -> str | None:
    """Who sends the same at this moment waits here."""
    wait_turn(_FAMILY, f"{to.pk} {key}")
    return Dispatch.objects.filter(partner=to, key=key).values_list("code", flat=True).first()


def _new(to: Partner, kind: str, key: str, content: Mapping[str, Any], *, by: Actor, at: datetime) -> str:
    new = Dispatch.objects.create(
        region_id=to.region_id,
        partner=to,
        code=secrets.token_hex(12),
        kind=kind,
        key=key,
        content=dict(content),
        digest=digest(dict(content)),
        next_try_at=at,
        by=by.username,
        at=at,
    )
    data = {"partner": to.code, "kind": kind, "key": key, "digest": new.digest}
    append("Dispatched", f"dispatch:{new.code}", by=by, at=at, unit=to.unit.code, data=data)
    return new.code


def send_again(*, code: str, by: Actor, at: datetime) -> None:
    """A dead letter begins anew; one that is not dead stays as it is. Raises Missing: not for this person."""
    with writing(by):
        if not by.roles & LOOKING_AFTER:
            raise Missing
        found = (
            Dispatch.objects.visible_to(by).select_for_update(of=("self",)).select_related("partner__unit")
        )
        kept = found.filter(code=code).first()
        if kept is None:
            raise Missing
        if kept.state != DispatchState.DEAD:
            return
        kept.state, kept.tries, kept.next_try_at, kept.died_at = DispatchState.WAITING, 0, at, None
        kept.save(update_fields=["state", "tries", "next_try_at", "died_at"])
        Partner.objects.filter(pk=kept.partner_id).update(rests_until=None)
        data = {"partner": kept.partner.code, "kind": kept.kind, "key": kept.key}
        append("DispatchSentAgain", f"dispatch:{code}", by=by, at=at, unit=kept.partner.unit.code, data=data)
