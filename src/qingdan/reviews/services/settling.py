"""The 综合组: one recorded answer to a dispute, handing an item back, taking up what a unit did not answer in time."""

from collections.abc import Iterable
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.transactions import writing
from qingdan.reviews.services.answering import change_disposition
from qingdan.reviews.services.beginning import drop_begun
from qingdan.reviews.services.several import step_each
from qingdan.reviews.services.stepping import Typed, get_review, step_review
from qingdan.reviews.services.typed import refuse_shape
from qingdan.rules.review import ListKind

ACTS = ("settle", "hand_back")


def settle_item(
    *,
    campaign: str,
    kind: ListKind,
    number: str,
    version: int,
    action: str,
    typed: Typed,
    by: Actor,
    at: datetime,
) -> None:
    """Answers a dispute for all sides, or hands the item back to its unit (`action` of ACTS), as read at `version`.

    The answer may say another disposition: that one stands from now on (R-093, R-098). Raises Refused, Stale, Missing.
    """
    assert action in ACTS
    refuse_shape(typed)
    with writing(by):
        review = get_review(by, campaign=campaign, kind=kind, number=number, version=version)
        step_review(review, action, by=by, at=at, typed=typed)
        if action == "settle" and typed.disposition not in {"", review.disposition}:
            change_disposition(review, typed.disposition, at=at)
        drop_begun(review, "coordination", by)


def take_up(
    *, campaign: str, kind: ListKind, numbers: Iterable[str], by: Actor, at: datetime
) -> tuple[int, int]:
    """Takes up items whose unit let its last day pass: how many, and how many of these may not be taken up.

    Raises Refused with every reason when none is, or nothing is chosen; Missing.
    """
    with writing(by):
        taken, left = step_each(
            "take_up", campaign=campaign, kind=kind, numbers=numbers, field="overdue", by=by, at=at
        )
        data = {"taken": taken, "left": left}
        append("ItemsTakenUp", f"review:{campaign}/{kind}", by=by, at=at, data=data)
    return taken, left
