"""Steps that many items take together, as a consequence of an act on their list: tabled, adopted, published.

They have no guards and no person; a list has thousands of items, so they are written in few statements.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import F

from qingdan.base.actor import Actor
from qingdan.base.events.services import NewEvent, append_many
from qingdan.reviews.models import Review, ReviewOpinion
from qingdan.reviews.services.stepping import due_of
from qingdan.rules.review import HOLDERS, ItemState, ListKind, Thing
from qingdan.rules.review_guards import Step, StepFacts, take_step

TOGETHER = frozenset({"table", "untable", "adopt", "publish"})
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
    for state, step in steps.items():
        assert isinstance(step, Step), (state, action)
        rows = [one for one in reviews if one.state == state]
        _move(rows, ItemState(step.target), due_of(campaign, kind, ItemState(step.target), at), action, at)
    ReviewOpinion.objects.bulk_create((_record(one, action, by, at) for one in reviews), batch_size=_AT_ONCE)
    kind_of_event = next(one.transition.event for one in steps.values() if isinstance(one, Step))
    append_many([_event(one, kind_of_event, action) for one in reviews], by=by, at=at)
    return len(reviews)


def _move(
    reviews: Sequence[Review], target: ItemState, due_on: date | None, action: str, at: datetime
) -> None:
    """All rows to a state, in one statement; the objects in hand too."""
    to = {"state": target, "holder": HOLDERS[target], "since": at, "due_on": due_on}
    published = {"published_digest": F("digest")} if action == "publish" else {}
    rows = Review.objects.filter(pk__in=[one.pk for one in reviews])
    rows.update(**to, **published, version=F("version") + 1)
    for one in reviews:
        for name, value in to.items():
            setattr(one, name, value)
        one.version += 1
        one.published_digest = one.digest if published else one.published_digest


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
