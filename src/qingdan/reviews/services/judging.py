"""The first two layers: the 审核组 judges an item in five aspects, the member unit its class and disposition."""

from collections.abc import Iterable
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.refusal import Refused
from qingdan.base.transactions import writing
from qingdan.reviews.models import Review
from qingdan.reviews.services.stepping import Typed, get_review, step_review
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
    with writing(by):
        review = get_review(by, campaign=campaign, kind=kind, number=number, version=version)
        step_review(review, action, by=by, at=at, typed=typed)


def pass_in_bulk(
    *, campaign: str, kind: ListKind, numbers: Iterable[str], by: Actor, at: datetime
) -> tuple[int, int]:
    """Passes every item of these that has no open problem: how many passed, how many did not. Visible as such."""
    passed = left = 0
    with writing(by):
        for number in numbers:
            review = get_review(by, campaign=campaign, kind=kind, number=number)
            if _passed(review, by=by, at=at):
                passed += 1
            else:
                left += 1
        append(
            "ItemsPassedInBulk",
            f"review:{campaign}/{kind}",
            by=by,
            at=at,
            data={"passed": passed, "left": left},
        )
    return passed, left


def _passed(review: Review, *, by: Actor, at: datetime) -> bool:
    try:
        step_review(review, "pass_in_bulk", by=by, at=at)
    except Refused:
        return False
    return True
