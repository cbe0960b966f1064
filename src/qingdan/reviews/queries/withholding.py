"""Items of which nobody has decided yet whether they are kept from the public (R-019)."""

from collections.abc import Iterable

from qingdan.base.refusal import refusal
from qingdan.reviews.models import Review, Withholding
from qingdan.rules.problem import Problem

NAMED = 5


def undecided_withholding(reviews: Iterable[Review], field: str = "send") -> Problem | None:
    """The refusal that names those among these items; None when all are decided."""
    found = Withholding.objects.filter(review__in=list(reviews), state=Withholding.State.PROPOSED)
    names = list(found.order_by("review__pk").values_list("review__name", flat=True))
    if not names:
        return None
    shown = "、".join(names[:NAMED])
    return refusal("reviews.withholding_undecided", field, items=shown, count=len(names))
