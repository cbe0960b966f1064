"""Steps that many items take together, as a consequence of an act on their list: tabled, adopted, published.

They have no guards and no person; a list has thousands of items, so they are written in few statements.
"""

from collections.abc import Sequence
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import NewEvent, append_many
from qingdan.reviews.models import Review, ReviewOpinion
from qingdan.reviews.services.stepping import due_of
from qingdan.rules.review import HOLDERS, ItemState, ListKind, Thing
from qingdan.rules.review_guards import Step, StepFacts, take_step

TOGETHER = frozenset({"table", "untable", "adopt", "publish"})
_COLUMNS = ("state", "holder", "since", "due_on", "version", "published_digest")
_AT_ONCE = 500


def step_together(reviews: Sequence[Review], action: str, *, by: Actor, at: datetime) -> int:
    """Takes the same step of each item, all rows locked and of one list; one event and one record each. How many."""
    assert action in TOGETHER
    if not reviews:
        return 0
    kind, campaign = ListKind(reviews[0].list_kind), reviews[0].campaign
    steps = {
        one.state: take_step(Thing.ITEM, kind, one.state, action, StepFacts(), program=True)
        for one in reviews
    }
    for one in reviews:
        step = steps[one.state]
        assert isinstance(step, Step), (one.number, one.state, action)
        one.state, one.since, one.version = step.target, at, one.version + 1
        one.holder = HOLDERS[ItemState(step.target)]
        if action == "publish":
            one.published_digest = one.digest
    due = due_of(campaign, kind, ItemState(reviews[0].state), at)
    for one in reviews:
        one.due_on = due
    Review.objects.bulk_update(reviews, _COLUMNS, batch_size=_AT_ONCE)
    ReviewOpinion.objects.bulk_create((_record(one, action, by, at) for one in reviews), batch_size=_AT_ONCE)
    kind_of_event = next(one.transition.event for one in steps.values() if isinstance(one, Step))
    append_many([_event(one, kind_of_event, action) for one in reviews], by=by, at=at)
    return len(reviews)


def _record(review: Review, action: str, by: Actor, at: datetime) -> ReviewOpinion:
    return ReviewOpinion(
        region_id=review.region_id,
        review=review,
        layer="program",
        action=action,
        digest=review.digest,
        unit=by.unit,
        by=by.username,
        by_name=by.name,
        at=at,
    )


def _event(review: Review, kind: str, action: str) -> NewEvent:
    return NewEvent(
        kind=kind,
        subject=f"review:{review.campaign.code}/{review.list_kind}/{review.number}",
        unit=review.unit.code,
        data={"action": action, "to": review.state, "digest": review.digest, "layer": "program"},
    )
