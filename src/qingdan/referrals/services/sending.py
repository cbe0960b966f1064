"""Handing a case on: up (行政许可法 Art. 43), to another region, or down with its item. Both cases, or nothing.

The row of the case here is locked and its state asked, so of two who send at once one wins; the case there has a key
made of this one's number, so that there are never two.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import Refused, refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.cases.models import Case
from qingdan.cases.queries.clock import clock_of
from qingdan.cases.queries.devolved import devolution_of
from qingdan.cases.queries.frozen import frozen
from qingdan.cases.services.deciding import end_review
from qingdan.cases.services.running import LONGEST_OPINION
from qingdan.cases.services.stepping import get_case, step_case
from qingdan.data.wording import wording
from qingdan.guides.queries.elsewhere import guide_elsewhere, region_of_item
from qingdan.guides.queries.published import PublishedGuide
from qingdan.referrals.models import Referral
from qingdan.referrals.queries.places import kind_of, program
from qingdan.referrals.services.carrying import carry_on, travelled
from qingdan.rules.case_state import CaseState
from qingdan.rules.referral import ReferralKind


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """One handing on: the step here, to which item, why, how many days count as used up there."""

    action: str
    to: PublishedGuide
    kind: ReferralKind
    words: str
    used: int = 0


def send_up(*, number: str, version: int, opinion: str, by: Actor, at: datetime) -> str:
    """The examination is done: opinion and all materials go to the level above; the number of the case there.

    Raises Refused with every reason, Stale, Missing.
    """
    target = _target(number, by, "sent_up_to")
    with writing(_crossing(by, target)):
        case = get_case(by, number, version=version)
        refuse_if(too_long(opinion, "opinion", LONGEST_OPINION))
        _step_away(case, "send_up", by, at, {"opinion": opinion})
        guide = _guide(str(frozen(case.version_read.digest).get("sent_up_to", "")), "send")
        sent = _Sent(action="send_up", to=guide, kind=ReferralKind.UP, words=opinion.strip())
        return _hand_on(case, sent, by=by, at=at)


def pass_on(*, number: str, version: int, item: str, reason: str, by: Actor, at: datetime) -> str:
    """What was taken in here for another region goes there before it is accepted; the number of the case there.

    `item`: one of those that the guide here names. Raises Refused, Stale, Missing.
    """
    with writing(_crossing(by, item)):
        case = get_case(by, number, version=version)
        listed = frozen(case.version_read.digest).get("passed_to") or []
        refuse_if(
            None if item in listed else refusal("desk.choice", "item"),
            too_long(reason, "reason", LONGEST_OPINION),
        )
        used = _used(case, at)
        _step_away(case, "pass_on", by, at, {"reason": reason})
        kind = kind_of(case.region_id, region_of_item(item)) or ReferralKind.ACROSS
        sent = _Sent(action="pass_on", to=_guide(item, "item"), kind=kind, words=reason.strip(), used=used)
        return _hand_on(case, sent, by=by, at=at)


def move_case(*, number: str, version: int, item: str, by: Actor, at: datetime) -> str:
    """An open case of an item that was handed down goes to the county that exercises it now; the number there.

    `item`: one of those that exercise it. Raises Refused, Stale, Missing.
    """
    with writing(_crossing(by, item)):
        case = get_case(by, number, version=version)
        found = devolution_of(case.item_code, day_of(at))
        targets = {one["code"] for one in found.targets} if found else set()
        used = _used(case, at)
        _step_away(case, "move", by, at, {})
        refuse_if(None if item in targets else refusal("desk.choice", "item"))
        sent = _Sent(
            action="move",
            to=_guide(item, "item"),
            kind=ReferralKind.MOVED,
            words=wording()["referral.moved"]["message"],
            used=used,
        )
        return _hand_on(case, sent, by=by, at=at)


def _crossing(by: Actor, item: str) -> Actor:
    """What an act on both sides of the wall may see: the own region and the one of the item."""
    return program(by.region, region_of_item(item))


def _target(number: str, by: Actor, name: str) -> str:
    """What the guide of a case names; "" where it names nothing. Raises Missing."""
    with writing(by):
        case = get_case(by, number)
        return str(frozen(case.version_read.digest).get(name, ""))


def _step_away(case: Case, action: str, by: Actor, at: datetime, typed: dict[str, Any]) -> None:
    """Takes the step here: what follows belongs to the same transaction. Raises Refused."""
    state = CaseState(case.state)
    step_case(case, action, by=by, at=at, typed=typed, data={"from": state.value})
    if state is CaseState.UNDER_REVIEW:
        words = wording()["referral.taken"]["message"]
        end_review(case, taken=words, opinion=typed.get("opinion", ""), by=by, at=at)


def _guide(item: str, field: str) -> PublishedGuide:
    found = guide_elsewhere(item)
    if found is None:
        raise Refused([refusal("referral.no_guide_there", field)])
    return found


def _used(case: Case, at: datetime) -> int:
    """Days of the limit that runs here and goes on there: of the decision, before acceptance of the check."""
    clock = clock_of(case, day_of(at))
    limit = clock.statutory or clock.check
    return limit.used + limit.over if limit else 0


def _hand_on(case: Case, sent: _Sent, *, by: Actor, at: datetime) -> str:
    today, there = day_of(at), sent.to.region
    accepted = case.accepted_on is not None
    both = program(there, case.region_id)
    second = carry_on(case, sent.to, accepted=accepted, used=sent.used, by=both, at=at)
    digest, materials = travelled(case, sent.words, region=there, at=at)
    case.handed_on, case.handed_to = today, second.unit.name
    case.elsewhere_due_on = second.decision_due_on or second.check_due_on
    case.elsewhere_promised_on = second.promised_due_on
    case.save()
    Referral.objects.create(
        region_id=case.region_id,
        partner_region_id=there,
        code=secrets.token_hex(16),
        kind=sent.kind,
        first_number=case.number,
        first_unit=case.unit.name,
        first_item=case.item_name,
        first_began_on=case.accepted_on or (day_of(case.received_at) if case.received_at else today),
        first_due_on=case.decision_due_on,
        second_number=second.number,
        second_unit=second.unit.name,
        second_item=second.item_name,
        second_state=second.state,
        second_due_on=case.elsewhere_due_on,
        handed_on=today,
        opinion=sent.words,
        digest=digest,
        materials=materials,
        trial=second.trial,
        sent_by=by.username,
        sent_by_name=by.name,
        sent_at=at,
    )
    return second.number
