"""Items under review go into a round of consultation as frozen copies; answers stand once tabled (R-057, R-068)."""

from collections.abc import Iterable
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.consultations.models import Opinion
from qingdan.consultations.services.opinions import answer_opinion
from qingdan.consultations.services.rounds import FrozenItem, open_round
from qingdan.reviews.models import Review, ReviewOpinion
from qingdan.reviews.queries.withholding import undecided_withholding
from qingdan.rules.problem import Problem
from qingdan.rules.review import ItemState, ListKind


def open_consultation(
    *,
    campaign: str,
    kind: ListKind,
    title: str,
    audiences: Iterable[str],
    closes_on: date | None,
    numbers: Iterable[str] | None,
    by: Actor,
    at: datetime,
) -> str:
    """Opens a round over the items that wait (`numbers`; None: all): its code. Raises Missing; Refused also while
    nobody has decided whether one of them is kept from the public.
    """
    with writing(by):
        found = Review.objects.visible_to(by).filter(campaign__code=campaign, list_kind=kind)
        found = found.filter(state=ItemState.CONSULTATION).exclude(withheld_ground__gt="")
        chosen = found if numbers is None else found.filter(number__in=list(numbers))
        refuse_if(undecided_withholding(chosen, "items"))
        items = [
            FrozenItem(
                number=one.number, unit=one.unit.code, category=one.category, name=one.name, digest=one.digest
            )
            for one in chosen.select_related("unit")
        ]
        return open_round(
            campaign=campaign,
            kind=kind,
            title=title,
            audiences=audiences,
            closes_on=closes_on,
            items=items,
            by=by,
            at=at,
        )


def answer_in_consultation(
    *, code: str, version: int, answer: str, reason: str, public_text: str, by: Actor, at: datetime
) -> None:
    """Answers an opinion, or corrects its answer while no draft rests on it (`answer_opinion`).

    Raises Refused also once what it was said of is tabled; Stale, Missing.
    """
    with writing(by):
        found = Opinion.objects.visible_to(by).select_related("round", "item").filter(code=code).first()
        if found is None or not by.leads:
            raise Missing
        refuse_if(_tabled_since(found))
        answer_opinion(
            code=code,
            version=version,
            answer=answer,
            reason=reason,
            public_text=public_text,
            by=by,
            at=at,
        )


def _tabled_since(opinion: Opinion) -> Problem | None:
    """Why an answer is not changed: its item, or any when it is about the whole, was tabled with it and not taken back.

    A row of the list is locked first, as composing a draft locks all: one of the two waits for the other.
    """
    if opinion.answered_at is None:
        return None
    about = Review.objects.filter(campaign=opinion.round.campaign_id, list_kind=opinion.round.list_kind)
    about = about.filter(number=opinion.item.number) if opinion.item else about
    about.select_for_update().order_by("pk").first()
    acts = ReviewOpinion.objects.filter(review__in=about, action__in=("table", "untable"))
    last = acts.filter(at__gte=opinion.answered_at).order_by("-pk").first()
    tabled = last is not None and last.action == "table"
    return refusal("consultations.answer_fixed", "answer") if tabled else None
