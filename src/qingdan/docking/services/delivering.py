"""Delivering what waits in the outbox: at least once, in order of each system, with growing waits, till it is dead.

Nothing is held while the line is open: a thing is claimed (one try more, the next instant at which it would be tried
again) in one transaction, sent outside of any, and what came of it written in another. Whoever is killed between them
leaves a thing that is begun again after its wait; the system knows it again by its code. Two workers never claim the
same. A system that cannot be reached rests for a moment, and is not asked for each thing that waits for it.
"""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.refusal import Refused
from qingdan.base.transactions import reading, writing
from qingdan.data.docking import sending
from qingdan.data.wording import message_of
from qingdan.docking.models import Dispatch, Partner
from qingdan.docking.services.answering import keep_answer, mark_dead, mark_delivered, partner_actor
from qingdan.docking.services.keys import good_secrets, secret_of
from qingdan.docking.services.posting import Answered, NotReached, called, post
from qingdan.rules.canonical import canonical
from qingdan.rules.docking import OPEN_STATES, DispatchState
from qingdan.rules.json_object import json_object
from qingdan.rules.retry import wait_after
from qingdan.rules.signed_request import Signable, Way, signature, signing_fault

AT_ONCE = 200
BUSY = frozenset({408, 425, 429, 503})
"""Statuses that say: later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a try: `arrived`, with the answer if one was given at once; `final`: the system will not take it."""

    arrived: bool = False
    answer: Mapping[str, Any] | None = None
    final: bool = False
    rests: bool = False
    fault: str = ""
    words: str = ""


def partners_with_mail(*, by: Actor, at: datetime) -> list[tuple[str, str]]:
    """Region and code of every system for which something is due."""
    with reading(by):
        found = _due(at).values_list("partner__region_id", "partner__code").distinct()
        return sorted(found)


def deliver(*, region: str, partner: str, at: datetime) -> int:
    """Sends what is due for a system, oldest first, until nothing is or the system must rest; how many were tried."""
    by = replace(SYSTEM, region=region, regions=(region,))
    tried, begun, now = 0, time.monotonic(), at
    while tried < AT_ONCE and (sent := _claim(partner, by=by, at=now)):
        tried += 1
        outcome = _try(sent, now)
        _write(sent, outcome, at=now)
        now = at + timedelta(seconds=time.monotonic() - begun)
        if outcome.rests:
            break
    return tried


def _due(at: datetime) -> QuerySet[Dispatch]:
    awake = Q(partner__rests_until=None) | Q(partner__rests_until__lte=at)
    waiting = Dispatch.objects.filter(state__in=[one.value for one in OPEN_STATES], next_try_at__lte=at)
    return waiting.filter(awake, partner__active=True)


def _claim(partner: str, *, by: Actor, at: datetime) -> Dispatch | None:
    """The oldest that is due, one try further; one whose last try was killed as well is dead."""
    with writing(by):
        due = _due(at).filter(partner__region=by.region, partner__code=partner)
        found = due.select_for_update(skip_locked=True, of=("self",)).order_by("pk").first()
        if found is None:
            return None
        to = Partner.objects.select_related("unit", "region").get(pk=found.partner_id)
        found.partner = to
        if found.tries > len(sending().waits):
            found.fault = "cut_off"
            mark_dead(found, to, by=partner_actor(to), at=at)
            return None
        found.fault = found.fault_words = ""
        found.tries, found.state = found.tries + 1, DispatchState.SENT
        wait = wait_after(found.tries, sending().waits, mark=found.code, spread=sending().spread)
        found.next_try_at = at + (wait or sending().waits[-1])
        found.save(update_fields=["tries", "state", "next_try_at", "fault", "fault_words"])
        return found


def _try(sent: Dispatch, at: datetime) -> Outcome:
    """One try, outside of any transaction."""
    partner = sent.partner
    if not partner.key_number:
        return Outcome(fault="no_key", rests=True)
    said = {"code": sent.code, "kind": sent.kind, "key": sent.key, "content": sent.content}
    body = canonical(said).encode()
    try:
        to = called(partner.address)
        asked = Signable(
            way=Way.TO_PARTNER, method="POST", path=to.path, time=str(int(at.timestamp())),
            nonce=secrets.token_urlsafe(18), body=body,
        )  # fmt: skip
        answered = post(to, body, _headers(partner, asked) | {"Idempotency-Key": sent.code})
    except NotReached as error:
        return Outcome(fault=error.key, rests=True)
    return _outcome(partner, sent.code, asked, answered, at)


def _headers(partner: Partner, asked: Signable) -> dict[str, str]:
    return {
        "User-Agent": "qingdan",
        "Qingdan-Partner": f"{partner.region_id}-{partner.code}",
        "Qingdan-Time": asked.time,
        "Qingdan-Nonce": asked.nonce,
        "Qingdan-Signature": signature(secret_of(partner, partner.key_number), asked),
    }


def _outcome(partner: Partner, code: str, asked: Signable, answered: Answered, at: datetime) -> Outcome:
    """What an answer means: only one that is signed by the system itself means anything."""
    if answered.status in BUSY:
        return Outcome(fault="busy", rests=True)
    said = replace(
        asked, way=Way.ANSWER, method=f"POST {answered.status}",
        time=answered.headers.get("qingdan-time", ""), body=answered.body,
    )  # fmt: skip
    given = answered.headers.get("qingdan-signature", "")
    if signing_fault(good_secrets(partner, at), said, given, now=int(at.timestamp())):
        return Outcome(fault="unsigned", words=f"HTTP {answered.status}", rests=answered.status >= 500)
    told = json_object(answered.body)
    if answered.status >= 500 or told is None:
        return Outcome(fault="garbage", words=f"HTTP {answered.status}", rests=answered.status >= 500)
    if 400 <= answered.status < 500:
        return Outcome(fault="refused", words=str(told.get("detail", ""))[:300], final=True)
    if not 200 <= answered.status < 300:
        return Outcome(fault="garbage", words=f"HTTP {answered.status}")
    if told.get("received") != code:
        return Outcome(fault="garbage", words=f"HTTP {answered.status}")
    answer = told.get("answer")
    return Outcome(arrived=True, answer=answer if isinstance(answer, dict) else None)


def _write(sent: Dispatch, outcome: Outcome, *, at: datetime) -> None:
    """What came of a try. An answer that a later stage refuses is not taken: it arrived, and the fault says why not."""
    try:
        _keep(sent, outcome, at)
    except Refused as refused:
        words = "；".join(message_of(one) for one in refused.problems)[:300]
        _keep(sent, replace(outcome, answer=None, fault="answer_refused", words=words), at)


def _keep(sent: Dispatch, outcome: Outcome, at: datetime) -> None:
    by = partner_actor(sent.partner)
    with writing(by):
        now = Dispatch.objects.select_for_update().get(pk=sent.pk)
        if now.state == DispatchState.ANSWERED or (now.state == DispatchState.DEAD and not outcome.arrived):
            return
        if outcome.arrived:
            _arrived(now, sent.partner, outcome, by=by, at=at)
        else:
            now.fault, now.fault_words = outcome.fault, outcome.words
            last = now.tries > len(sending().waits)
            if outcome.final or last:
                mark_dead(now, sent.partner, by=by, at=at)
            else:
                now.save(update_fields=["fault", "fault_words"])
        _rest(sent.partner, outcome, at)


def _arrived(now: Dispatch, partner: Partner, outcome: Outcome, *, by: Actor, at: datetime) -> None:
    if now.delivered_at is None:
        mark_delivered(now, partner, by=by, at=at)
    if outcome.answer is not None:
        keep_answer(now, partner, outcome.answer, by=by, at=at)
    elif outcome.fault:
        now.fault, now.fault_words = outcome.fault, outcome.words
        now.save(update_fields=["fault", "fault_words"])


def _rest(partner: Partner, outcome: Outcome, at: datetime) -> None:
    """A system that could not be reached rests; one that is back gets at once what was put off."""
    known = Partner.objects.filter(pk=partner.pk)
    if outcome.rests:
        known.update(rests_until=at + sending().rest)
    elif known.filter(rests_until__isnull=False).update(rests_until=None):
        failed = Dispatch.objects.filter(partner=partner, state=DispatchState.SENT).exclude(fault="")
        failed.update(next_try_at=at)
