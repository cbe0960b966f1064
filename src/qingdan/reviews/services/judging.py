"""The first two layers: the 审核组 judges an item in five aspects, the member unit its class and disposition."""

from collections.abc import Iterable
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.transactions import writing
from qingdan.reviews.services.beginning import drop_begun
from qingdan.reviews.services.several import step_each
from qingdan.reviews.services.stepping import LAYERS, Typed, get_review, step_review
from qingdan.reviews.services.typed import refuse_shape
from qingdan.rules.review import ListKind

GROUP_ACTS = ("pass", "return", "refer")
MEMBER_ACTS = ("confirm", "disagree")


def judge_item(
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
    """The group or the member unit acts on an item (`action` of GROUP_ACTS or MEMBER_ACTS) as read at `version`.

    The table decides who may and what must be said (R-056, R-096…R-098). Raises Refused, Stale, Missing.
    """
    assert action in {*GROUP_ACTS, *MEMBER_ACTS}
    refuse_shape(typed)
    with writing(by):
        review = get_review(by, campaign=campaign, kind=kind, number=number, version=version)
        step_review(review, action, by=by, at=at, typed=typed)
        drop_begun(review, LAYERS[action], by)


def pass_in_bulk(
    *, campaign: str, kind: ListKind, numbers: Iterable[str], by: Actor, at: datetime
) -> tuple[int, int]:
    """The group passes every item of these that has no open problem: how many passed, how many did not.

    Visible as such. Raises Refused with every reason when none passes, or nothing is chosen; Missing.
    """
    return _in_bulk("pass_in_bulk", "ItemsPassedInBulk", campaign, kind, numbers, by=by, at=at)


def confirm_in_bulk(
    *, campaign: str, kind: ListKind, numbers: Iterable[str], by: Actor, at: datetime
) -> tuple[int, int]:
    """The member unit confirms class and disposition of every item of these, by the same rule as `pass_in_bulk`."""
    return _in_bulk("confirm_in_bulk", "ItemsConfirmedInBulk", campaign, kind, numbers, by=by, at=at)


def _in_bulk(
    action: str,
    event: str,
    campaign: str,
    kind: ListKind,
    numbers: Iterable[str],
    *,
    by: Actor,
    at: datetime,
) -> tuple[int, int]:
    with writing(by):
        taken, left = step_each(
            action, campaign=campaign, kind=kind, numbers=numbers, field="numbers", by=by, at=at
        )
        data = {"taken": taken, "left": left}
        append(event, f"review:{campaign}/{kind}", by=by, at=at, data=data)
    return taken, left
