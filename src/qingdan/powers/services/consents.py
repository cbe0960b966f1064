"""Questions to other units: asked again, taken back, answered (`asking` puts them).

A unit answers once; whoever asked may ask again, and then it answers again. What the unit asked gets to see is the
summary kept with the question, never the draft.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import QuerySet

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.base.transactions import seeing, writing
from qingdan.powers.models import Consent, PowerItem
from qingdan.powers.queries.consents import AGREE, CONSOLIDATION, OBJECT, summary_of
from qingdan.powers.services.asking import record, tell
from qingdan.powers.services.consolidating import merge
from qingdan.powers.services.drafting import drafting, own_item, unit_of
from qingdan.powers.services.fields import plain

MOST = 500


def ask_again(*, code: str, by: Actor, at: datetime) -> None:
    """Asks a unit anew: its answer is forgotten, it sees the item as it is now. Raises Missing, Refused."""
    number = _number_of(code, by)
    with drafting(unit_of(number), by):
        item, row = own_item(number, by), Consent.objects.select_related("unit").get(code=code)
        refuse_if(refusal("powers.consent_closed", "answer") if row.unit.valid_until else None)
        row.answer, row.reason, row.answered_by, row.answered_at = "", "", "", None
        row.summary, row.item_version = summary_of(item), item.version
        row.asked_by, row.asked_at = by.username, at
        row.save()
        record("ConsentAskedAgain", number, row.unit, row.kind, by=by, at=at)
        words = refusal(f"letter.{row.kind}", asker=item.unit.name, name=item.name)
        tell(row.unit, words, refusal("letter.please"), code, by=by, at=at)


def withdraw_consent(*, code: str, by: Actor, at: datetime) -> None:
    """Takes a question back; the unit sees it no more. Raises Missing, Refused."""
    number = _number_of(code, by)
    with drafting(unit_of(number), by):
        own_item(number, by)
        row = Consent.objects.select_related("unit").get(code=code)
        row.delete()
        record("ConsentWithdrawn", number, row.unit, row.kind, by=by, at=at)


def answer_consent(
    *, code: str, answer: str, reason: str = "", sources: Sequence[str] = (), by: Actor, at: datetime
) -> None:
    """The answer of the unit asked: agree, or object with a reason. Raises Refused, Missing.

    Who agrees to a consolidation says which own items (`sources`, draft numbers) go into the other one; they are merged
    at once. An answer after the item was filed is kept like any other: reviewers see when it came.
    """
    with writing(by):
        row = _asked(by).filter(code=code).first()
        if row is None:
            raise Missing
        _answer(row, answer, reason=plain(reason), sources=sources, by=by, at=at)


def agree_to_all(*, codes: Collection[str], by: Actor, at: datetime) -> None:
    """Agrees to the questions of these codes together. One answered meanwhile keeps its answer.

    A consolidation needs to be told what is merged and is answered by itself. Raises Refused.
    """
    with writing(by):
        rows = list(_asked(by).filter(code__in=codes).exclude(kind=CONSOLIDATION).order_by("pk"))
        refuse_if(None if rows else refusal("powers.consent_none_chosen", "codes"))
        for row in rows:
            if not row.answer:
                _answer(row, AGREE, by=by, at=at)


def _asked(by: Actor) -> "QuerySet[Consent]":
    rows = Consent.objects.asked_of(by).select_for_update(of=("self",))
    return rows.select_related("unit", "asker")


def _answer(
    row: Consent, answer: str, *, reason: str = "", sources: Sequence[str] = (), by: Actor, at: datetime
) -> None:
    # A county cannot read the city's item; whether it is still there it must know.
    with seeing(Actor(username=by.username, name=by.name, regions=(*by.regions, row.region_id))):
        _check(row, answer, reason, sources)
    row.answer, row.reason = answer, reason
    row.answered_by, row.answered_at = by.username, at
    row.save()
    if row.kind == CONSOLIDATION and answer == AGREE:
        merge(row.item, sources, by=by, at=at)
    data = {"kind": row.kind, "answer": answer, "by_unit": row.unit.code}
    append(
        "ConsentAnswered", f"power_item:{row.summary['number']}", by=by, at=at, unit=row.unit.code, data=data
    )
    words = refusal(f"letter.{answer}", unit=row.unit.name, name=row.summary["name"])
    text = refusal("letter.reason", reason=reason) if reason else refusal("letter.no_reason")
    tell(row.asker, words, text, row.code, by=by, at=at)


def _check(row: Consent, answer: str, reason: str, sources: Sequence[str]) -> None:
    item = PowerItem.objects.select_related("campaign").get(pk=row.item_id)
    needs_sources = row.kind == CONSOLIDATION and answer == AGREE
    refuse_if(
        refusal("powers.consent_answered", "answer") if row.answer else None,
        refusal("powers.consent_gone", "answer") if item.deleted_at or item.campaign.closed_at else None,
        refusal("powers.consent_closed", "answer") if row.unit.valid_until else None,
        None if answer in (AGREE, OBJECT) else refusal("desk.choice", "answer"),
        refusal("powers.consent_reason", "reason") if answer == OBJECT and not reason else None,
        refusal("desk.too_long", "reason", most=MOST, length=len(reason)) if len(reason) > MOST else None,
        refusal("powers.consent_sources", "sources") if needs_sources and not sources else None,
    )


def _number_of(code: str, by: Actor) -> str:
    """The draft number of the own item that a question is about. Raises Missing."""
    with writing(by):
        row = Consent.objects.filter(code=code, asker__code__in=by.own_units).first()
        if row is None:
            raise Missing
        return str(row.summary["number"])
