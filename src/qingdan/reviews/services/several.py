"""One action of a person on several items that he chose: each is judged by itself, those that may not stay behind."""

from collections.abc import Callable, Iterable
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.refusal import Refused, refusal, refuse_if
from qingdan.reviews.services.beginning import drop_begun
from qingdan.reviews.services.stepping import LAYERS, get_review, step_review
from qingdan.rules.problem import Problem
from qingdan.rules.review import ListKind


def step_each(
    action: str,
    *,
    campaign: str,
    kind: ListKind,
    numbers: Iterable[str],
    field: str,
    by: Actor,
    at: datetime,
) -> tuple[int, int]:
    """Takes the step of each item that may take it, inside the act's transaction: how many did, how many did not.

    Raises Refused when nothing is chosen (beside `field`), or with every reason when none may; Missing.
    """

    def step(number: str) -> None:
        review = get_review(by, campaign=campaign, kind=kind, number=number)
        step_review(review, action, by=by, at=at)
        drop_begun(review, LAYERS[action], by)

    return for_each(numbers, step, field=field)


def for_each(numbers: Iterable[str], act: Callable[[str], object], *, field: str) -> tuple[int, int]:
    """Does the act for each item that allows it: how many did, how many did not. Raises Refused as `step_each` does."""
    chosen = sorted(set(numbers))  # in one order, so that two people at once do not wait in a circle
    refuse_if(None if chosen else refusal("reviews.nothing_chosen", field))
    reasons: dict[str, Problem] = {}
    done = 0
    for number in chosen:
        try:
            act(number)
        except Refused as refused:
            reasons |= {one.key: one for one in refused.problems}
        else:
            done += 1
    if not done:
        raise Refused(reasons.values())
    return done, len(chosen) - done
