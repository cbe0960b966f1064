"""Proposals to change the law (修改法规建议, R-034): from a unit to the 法制办, answered there."""

import secrets
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.messages.services import send
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.data.labels import law_change_words
from qingdan.data.wording import message_of
from qingdan.powers.models import LawChange
from qingdan.powers.services.drafting import drafting, own_item, unit_of
from qingdan.powers.services.fields import plain
from qingdan.powers.services.items import save_item
from qingdan.rules.problem import Problem
from qingdan.rules.role import DRAFTING, Role

GROUNDS = ("unfit", "conflict", "no_object", "unused")
"""不符合改革要求, 依据相互冲突, 没有管理对象, 多年不发生: also reason codes of 取消."""
MOST, LONGEST_TITLE, LONGEST_PLACE = 4_000, 200, 120


def propose_law_change(
    *, number: str, instrument: str, locator: str = "", ground: str, proposal: str, by: Actor, at: datetime
) -> str:
    """Proposes to change what an item rests on; its code. The item says so in its own column when that is empty.

    One open proposal for an item and instrument. Raises Refused, Missing.
    """
    instrument, locator, proposal = plain(instrument).strip("《》"), plain(locator), plain(proposal)
    with drafting(unit_of(number), by) as owner:
        item = own_item(number, by)
        twin = LawChange.objects.filter(item=item, instrument=instrument, answered_at__isnull=True).exists()
        refuse_if(
            refusal("powers.deleted") if item.deleted_at else None,
            *_wrong(instrument, locator, ground, proposal),
            refusal("powers.proposed_already", "instrument", instrument=instrument) if twin else None,
        )
        code = secrets.token_hex(8)
        LawChange.objects.create(
            region_id=item.region_id,
            campaign=item.campaign,
            unit=owner,
            item=item,
            code=code,
            instrument=instrument,
            locator=locator,
            ground=ground,
            proposal=proposal,
            at=at,
        )
        if not item.law_change:
            values = {"law_change": law_change_words(instrument, locator, proposal)}
            save_item(number=number, version=item.version, values=values, by=by, at=at)
        data = {"item": number, "ground": ground}
        append("LawChangeProposed", f"law_change:{code}", by=by, at=at, unit=owner.code, data=data)
    return code


def withdraw_law_change(*, code: str, by: Actor, at: datetime) -> None:
    """Takes a proposal back that is not answered yet. Raises Refused, Missing."""
    with writing(by):
        row = LawChange.objects.select_for_update().filter(code=code, unit__code__in=by.own_units).first()
        if row is None:
            raise Missing
        refuse_if(refusal("powers.proposal_answered", "law_change") if row.answered_at else None)
        row.delete()
        append("LawChangeWithdrawn", f"law_change:{code}", by=by, at=at)


def answer_law_change(*, code: str, verdict: str, answer: str, by: Actor, at: datetime) -> None:
    """The 法制办 accepts a proposal or not, with its words. An answer stands. Raises Refused, Missing.

    Reading: each region's 法制办 answers the proposals of its own region.
    """
    answer = plain(answer)
    with writing(by):
        row = LawChange.objects.select_for_update().filter(code=code, region_id=by.region).first()
        if row is None or Role.LEGAL_AFFAIRS not in by.roles:
            raise Missing
        refuse_if(
            refusal("legal.answered", "answer") if row.answered_at else None,
            None if verdict in ("accepted", "refused") else refusal("legal.verdict", "verdict"),
            None if answer else refusal("desk.required", "answer"),
            refusal("desk.too_long", "answer", most=MOST, length=len(answer)) if len(answer) > MOST else None,
        )
        row.accepted, row.answer = verdict == "accepted", answer
        row.answered_by, row.answered_at = by.username, at
        row.save()
        data = {"accepted": row.accepted}
        append("LawChangeAnswered", f"law_change:{code}", by=by, at=at, data=data)
        send(
            subject=message_of(refusal("letter.law_change", instrument=row.instrument)),
            text=answer,
            once=f"law_change:{code}",
            unit=row.unit.code,
            roles=DRAFTING,
            link=f"/desk/register/items/{row.item.draft_number}/disposition" if row.item else "",
            by=by,
            at=at,
        )


def _wrong(instrument: str, locator: str, ground: str, proposal: str) -> list[Problem]:
    lengths = (
        ("instrument", instrument, LONGEST_TITLE), ("locator", locator, LONGEST_PLACE), ("proposal", proposal, MOST)
    )  # fmt: skip
    found = [refusal("desk.required", name) for name, text, _ in lengths if name != "locator" and not text]
    found += [
        refusal("desk.too_long", name, most=most, length=len(text))
        for name, text, most in lengths
        if len(text) > most
    ]
    return found if ground in GROUNDS else [*found, refusal("powers.ground", "ground")]
