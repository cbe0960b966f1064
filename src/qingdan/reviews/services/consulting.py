"""Items under review go into a round of consultation as frozen copies (R-057, R-068)."""

from collections.abc import Iterable
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.refusal import refuse_if
from qingdan.base.transactions import writing
from qingdan.consultations.services.rounds import FrozenItem, open_round
from qingdan.reviews.models import Review
from qingdan.reviews.queries.withholding import undecided_withholding
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
