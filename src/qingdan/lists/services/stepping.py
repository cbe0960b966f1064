"""Taking a step of a list: the one way in which its state changes. Acts on one list wait for each other here."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, Refused
from qingdan.campaigns.models import Campaign
from qingdan.lists.models import ListProgress
from qingdan.reviews.models import Review
from qingdan.rules.problem import Problem
from qingdan.rules.review import ListKind, ListState, Thing
from qingdan.rules.review_guards import Step, StepFacts, take_step


def list_in_hand(by: Actor, *, campaign: str, kind: ListKind, at: datetime) -> ListProgress:
    """The list of a campaign, locked until the act ends; begun when first asked for. Raises Missing."""
    inside = Campaign.objects.visible_to(by).filter(code=campaign, region_id=by.region).first()
    if inside is None:
        raise Missing
    ListProgress.objects.get_or_create(
        campaign=inside,
        list_kind=kind,
        defaults={"region_id": inside.region_id, "state": ListState.REVIEWING, "since": at},
    )
    found = ListProgress.objects.select_for_update(of=("self",)).select_related(
        "campaign", "campaign__region"
    )
    return found.get(campaign=inside, list_kind=kind)


def reviews_in_hand(progress: ListProgress) -> list[Review]:
    """Every item of the list in its order, all rows locked."""
    found = Review.objects.select_for_update(of=("self",)).select_related("campaign", "unit", "filing")
    rows = list(found.filter(campaign=progress.campaign_id, list_kind=progress.list_kind).order_by("pk"))
    return sorted(rows, key=lambda one: (one.unit.order, one.unit.code, one.order, one.pk))


def step_list(
    progress: ListProgress,
    action: str,
    *,
    by: Actor,
    at: datetime,
    also: Iterable[Problem | None] = (),
    program: bool = False,
    about: dict[str, object] | None = None,
    **facts: object,
) -> None:
    """Takes a step of a list, whose row is locked. `also`: what else stands in the way; `about`: facts of the event.

    Raises Refused with every reason.
    """
    known = replace(StepFacts(username=by.username, roles=by.roles), **facts)  # type: ignore[arg-type]
    kind = ListKind(progress.list_kind)
    step = take_step(Thing.LIST, kind, progress.state, action, known, program=program)
    refused = (*(() if isinstance(step, Step) else step), *(one for one in also if one))
    if refused or not isinstance(step, Step):
        raise Refused(refused)
    progress.state, progress.since, progress.version = step.target, at, progress.version + 1
    progress.save()
    subject = f"list:{progress.campaign.code}/{kind}"
    append(step.transition.event, subject, by=by, at=at, data={"to": step.target, **(about or {})})
