"""Taking a step: the one way in which the state of an item or a chart changes.

The row is locked, the facts gathered, the table asked (`qingdan.rules.review_guards`); a refusal gives every reason, a
step is state, holder, deadline, opinion and event together. Acts of review are in the modules beside this one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, Refused, Stale
from qingdan.campaigns.models import Campaign
from qingdan.campaigns.queries.plans import phase_of, plan_of
from qingdan.data.calendar import working_days_on
from qingdan.data.review import working_days
from qingdan.reviews.models import ChartOpinion, ChartReview, Review, ReviewOpinion
from qingdan.reviews.queries.facts import facts_of_chart, facts_of_review
from qingdan.rules.review import HOLDERS, ItemState, ListKind, Thing
from qingdan.rules.review_guards import Step, StepFacts, Verdict, guards_of, take_step

LAYERS: Mapping[str, str] = {
    "pass": "group",
    "pass_in_bulk": "group",
    "return": "group",
    "refer": "group",
    "confirm": "member",
    "confirm_in_bulk": "member",
    "disagree": "member",
    "agree": "unit",
    "amend": "unit",
    "contest": "unit",
    "sign_supplement": "unit",
    "take_up": "coordination",
    "settle": "coordination",
    "hand_back": "coordination",
    "conclude": "coordination",
    "revise": "office",
    "adjust": "office",
    "clear": "legality",
    "object": "legality",
}
"""At which layer an action is recorded; what is not here follows from another act ("program")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What somebody gave with an act: verdicts by aspect, the disposition thought right, words."""

    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    disposition: str = ""
    reason: str = ""


def get_review(
    by: Actor, *, campaign: str, kind: ListKind, number: str, version: int | None = None
) -> Review:
    """An item under review, its row locked. Raises Missing; Stale when it has gone on since `version` was read."""
    found = Review.objects.visible_to(by).select_for_update(of=("self",))
    found = found.select_related("campaign", "unit", "filing", "filing__unit", "filing__campaign")
    review = found.filter(campaign__code=campaign, list_kind=kind, number=number).first()
    if review is None:
        raise Missing
    if version is not None and version != review.version:
        raise Stale({"state": review.state, "since": review.since.isoformat()}, review.version)
    return review


def get_chart_review(by: Actor, *, campaign: str, code: str, version: int | None = None) -> ChartReview:
    """A chart under review, its row locked. Raises Missing, Stale."""
    found = ChartReview.objects.visible_to(by).select_for_update(of=("self",))
    found = found.select_related("campaign", "unit", "filing", "filing__unit", "filing__campaign")
    chart = found.filter(campaign__code=campaign, code=code).first()
    if chart is None:
        raise Missing
    if version is not None and version != chart.version:
        raise Stale({"state": chart.state, "since": chart.since.isoformat()}, chart.version)
    return chart


def step_review(
    review: Review,
    action: str,
    *,
    by: Actor,
    at: datetime,
    typed: Typed | None = None,
    program: bool = False,
    **facts: object,
) -> ReviewOpinion:
    """Takes a step of an item, whose row is locked. `facts`: what the act alone knows (changed=True, …).

    Raises Refused with every reason.
    """
    typed, layer = typed or Typed(), LAYERS.get(action, "program")
    known = facts_of_review(review, by, layer=layer, on=day_of(at), guards=guards_of(action))
    known = _with_typed(known, review.disposition, typed, **facts)
    step = _taken(
        take_step(Thing.ITEM, ListKind(review.list_kind), review.state, action, known, program=program)
    )
    opinion = _record(review, action, layer, typed, by=by, at=at)
    move(review, ItemState(step.target), by=by, at=at)
    if layer in {"group", "member"} and step.target != ItemState.DISPUTED:
        review.layer_heard = layer == "member"
    if action == "disagree":
        review.layer_heard = True
    review.save()
    append(
        step.transition.event,
        f"review:{review.campaign.code}/{review.list_kind}/{review.number}",
        by=by,
        at=at,
        unit=review.unit.code,
        data={"action": action, "to": step.target, "digest": review.digest, "layer": layer},
    )
    return opinion


def step_chart(
    chart: ChartReview,
    action: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    program: bool = False,
    **facts: object,
) -> None:
    """Takes a step of a chart, whose row is locked. Raises Refused with every reason."""
    known = replace(facts_of_chart(chart, by, on=day_of(at)), reason=reason, **facts)  # type: ignore[arg-type]
    step = _taken(take_step(Thing.CHART, ListKind.POWER, chart.state, action, known, program=program))
    ChartOpinion.objects.create(
        region_id=chart.region_id,
        review=chart,
        action=action,
        digest=chart.digest,
        text=reason,
        by=by.username,
        by_name=by.name,
        at=at,
    )
    chart.state, chart.since, chart.version = step.target, at, chart.version + 1
    chart.due_on = due_on("chart_pending", at) if step.target == "pending" else None
    chart.note = reason
    chart.save()
    append(
        step.transition.event,
        f"chart_review:{chart.campaign.code}/{chart.code}",
        by=by,
        at=at,
        unit=chart.unit.code,
        data={"action": action, "to": step.target, "digest": chart.digest},
    )


def move(review: Review, state: ItemState, *, by: Actor, at: datetime) -> None:
    """Puts the item into a state: its holder, since when, till when. Only `step_review` and opening call it."""
    review.state, review.holder, review.since = state, HOLDERS[state], at
    review.version += 1
    review.due_on = due_of(review.campaign, ListKind(review.list_kind), state, at)


def due_of(campaign: Campaign, kind: ListKind, state: ItemState, at: datetime) -> date | None:
    """The last day for a holder: so many working days, but not past the end of the phase that the state belongs to."""
    if state is ItemState.PUBLISHED:
        return None
    plan = plan_of(campaign)
    ends = plan.schedule.phase(phase_of(plan, kind, _STAGES.get(state, "review"))).ends_on
    return min(due_on(state, at), max(ends, day_of(at)))


def due_on(name: str, at: datetime) -> date:
    """The last day of so many working days, the first not counted; the earliest while holidays are unknown."""
    return working_days_on(day_of(at), working_days(name))


_STAGES = {ItemState.CLEARED: "tabling", ItemState.TABLED: "decision", ItemState.ADOPTED: "decision"}
"""The stage that a state belongs to; all others are of review."""


def _with_typed(known: StepFacts, standing: str, typed: Typed, **facts: object) -> StepFacts:
    return replace(
        known,
        verdicts=typed.verdicts,
        other_disposition=bool(typed.disposition) and typed.disposition != standing,
        reason=typed.reason,
        **facts,  # type: ignore[arg-type]
    )


def _taken(step: Step | tuple[object, ...]) -> Step:
    if isinstance(step, Step):
        return step
    raise Refused(step)  # type: ignore[arg-type]


def _record(
    review: Review, action: str, layer: str, typed: Typed, *, by: Actor, at: datetime
) -> ReviewOpinion:
    return ReviewOpinion.objects.create(
        region_id=review.region_id,
        review=review,
        layer=layer,
        action=action,
        digest=review.digest,
        verdicts={name: {"verdict": one.verdict, "note": one.note} for name, one in typed.verdicts.items()},
        disposition=typed.disposition,
        text=typed.reason,
        unit=by.unit,
        by=by.username,
        by_name=by.name,
        at=at,
    )
