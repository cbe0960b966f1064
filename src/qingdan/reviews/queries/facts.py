"""What a step of an item or a chart is judged by, gathered from what is kept."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.base.snapshots.queries import thaw
from qingdan.consultations.models import Opinion, RoundItem
from qingdan.powers.models import PowerItem
from qingdan.responsibilities.queries.sheets import steps_of
from qingdan.reviews.models import (
    ChartOpinion,
    ChartReview,
    GroupSeat,
    GroupUnit,
    Review,
    ReviewOpinion,
    SignOff,
)
from qingdan.reviews.queries.routing import routes_of
from qingdan.rules.responsibility import DutyLine, duty_problems
from qingdan.rules.review import ChartState, Guard
from qingdan.rules.review_guards import StepFacts


def facts_of_review(
    review: Review,
    by: Actor,
    *,
    layer: str,
    on: date,
    guards: Collection[Guard] = tuple(Guard),
    known: Mapping[str, Any] | None = None,
) -> StepFacts:
    """The facts of an item for who acts at a layer on a day: what these guards ask for, and no more is looked up.

    What is typed is added by the act; a fact that nobody looked up holds no gate open. `known`: what the caller has at
    hand already, by the names of `_Asked`.
    """
    asked = _Asked(review, by, layer, on)
    vars(asked).update(known or {})
    facts: dict[str, Any] = {"username": by.username, "roles": by.roles, "heard": review.layer_heard}
    for guard in guards:
        facts |= {name: getattr(asked, name) for name in _ASKS.get(guard, ())}
    return StepFacts(**facts)


class _Asked:
    """An item and who acts on it: each fact is looked up when it is first asked for."""

    def __init__(self, review: Review, by: Actor, layer: str, on: date) -> None:
        self.review, self.by, self.layer, self.today = review, by, layer, on
        self.filer = review.filing.unit.code
        self.problems, self.answer_due_on = review.problems, review.due_on
        self.owners = frozenset({self.filer})

    @cached_property
    def content(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = thaw(self.review.digest)
        return found

    @cached_property
    def seats(self) -> list[tuple[str, str | None]]:
        return seats_of(self.by, self.review.campaign_id)

    @cached_property
    def homes(self) -> frozenset[str]:
        return homes_of(self.by, self.seats)

    @cached_property
    def groups(self) -> frozenset[str]:
        return frozenset(group for group, _ in self.seats)

    @cached_property
    def group(self) -> str:
        return group_of(self.review.campaign_id, self.review.filing.unit_id)

    @cached_property
    def parties(self) -> frozenset[str]:
        partners = partners_of(self.content, self.review.region_id)
        return frozenset({*parties_of(self.review), *partners})

    @cached_property
    def routed_to(self) -> frozenset[str]:
        return routed_to(self.review)

    @cached_property
    def unrouted(self) -> bool:
        return not self.routed_to

    @cached_property
    def makers(self) -> frozenset[str]:
        acts = list(ReviewOpinion.objects.filter(review=self.review))
        drafted = PowerItem.objects.filter(draft_number=self.review.number).values_list(
            "updated_by", flat=True
        )
        return makers_of(self.review, acts, self.layer, next(iter(drafted), ""))

    @cached_property
    def consulted(self) -> bool:
        return _consulted(self.review)

    @cached_property
    def unanswered(self) -> int:
        return unanswered_of(self.review)

    @cached_property
    def not_signed_off(self) -> tuple[str, ...]:
        return not_signed_off(self.review, self.content)

    @cached_property
    def charts_pending(self) -> int:
        return _charts_pending(self.review)

    @cached_property
    def uncovered(self) -> int | None:
        """What the duties still lack against the chart of the power they were made for (C30); None of a power."""
        if "power_digest" not in self.content:
            return None
        duties = [DutyLine(**one) for one in self.content.get("duties", ())]
        return len(duty_problems(steps_of(thaw(self.content["power_digest"])), duties))

    @cached_property
    def opinions_given(self) -> int:
        return ReviewOpinion.objects.filter(review=self.review).count()


_ASKS: Mapping[Guard, tuple[str, ...]] = {
    Guard.OF_GROUP: ("groups", "group"),
    Guard.NOT_OWN_UNIT: ("homes", "parties"),
    Guard.OWN_UNIT: ("homes", "owners"),
    Guard.FOUR_EYES: ("makers",),
    Guard.ROUTED: ("homes", "routed_to"),
    Guard.UNROUTED: ("unrouted",),
    Guard.ANSWER_OVERDUE: ("today", "answer_due_on"),
    Guard.CONSULTED: ("consulted",),
    Guard.OPINIONS_ANSWERED: ("unanswered",),
    Guard.SIGNED_OFF: ("not_signed_off",),
    Guard.CHARTS_APPROVED: ("charts_pending",),
    Guard.DUTIES_COVER: ("uncovered",),
    Guard.NO_PROBLEM: ("problems",),
    Guard.UNTOUCHED: ("opinions_given",),
}
"""What each guard is judged by; those that are not here ask for what is typed, or for what the act alone knows."""


def facts_of_chart(chart: ChartReview, by: Actor, *, on: date) -> StepFacts:
    """The facts of a chart for who acts on it."""
    drafters = {chart.filing.sent_by, chart.filing.signed_by}
    return replace(
        _facts_of_actor(by, chart.campaign_id),
        parties=frozenset({chart.unit.code, chart.filing.unit.code}),
        owners=frozenset({chart.filing.unit.code}),
        makers=frozenset(drafters - {""}),
        today=on,
        opinions_given=ChartOpinion.objects.filter(review=chart).count(),
    )


def group_of(campaign: int, unit: int) -> str:
    """The 审核组 of the unit that filed; "" while it has none."""
    found = (
        GroupUnit.objects.filter(campaign_id=campaign, unit_id=unit).values_list("group", flat=True).first()
    )
    return found or ""


def routed_to(review: Review) -> frozenset[str]:
    """Codes of the units of the second layer for the item."""
    routes = routes_of(review.campaign.template, review.region_id)
    units = routes.units_for(review.category, review.name, own=parties_of(review))
    return frozenset(code for code, _ in units)


def parties_of(review: Review) -> frozenset[str]:
    """Codes of the units whose own matter the item is: whose power, who filed it, who exercises it too."""
    return frozenset({review.unit.code, review.filing.unit.code, *review.partners})


def partners_of(content: Mapping[str, Any], region: str) -> frozenset[str]:
    """Codes of the units that exercise the item too, as its text names them; duties name none."""
    names = named_partners(content)
    if not names:
        return frozenset()
    found = Unit.objects.filter(region=region, name__in=names, valid_until=None)
    return frozenset(found.values_list("code", flat=True))


def named_partners(content: Mapping[str, Any]) -> frozenset[str]:
    """Names of the units that exercise the item too."""
    values = content.get("values", {})
    named = {one.strip() for one in values.get("joint_partners", "").replace("，", "、").split("、")}
    return frozenset({*named, values.get("joint_lead", "").strip()} - {""})


def unanswered_of(review: Review) -> int:
    """Opinions of consultation on the item that nobody answered yet."""
    return Opinion.objects.filter(
        item__number=review.number,
        round__campaign=review.campaign_id,
        round__list_kind=review.list_kind,
        answer="",
    ).count()


def not_signed_off(review: Review, content: Mapping[str, Any]) -> tuple[str, ...]:
    """Names of the units, lead and partners, that have not said yes to this content (R-108)."""
    wanted = {review.filing.unit.code, *partners_of(content, review.region_id)}
    said = SignOff.objects.filter(review=review, digest=review.digest).values_list("unit__code", flat=True)
    missing = Unit.objects.filter(code__in=wanted - set(said)).order_by("order", "code")
    return tuple(missing.values_list("name", flat=True))


def seats_of(by: Actor, campaign: int) -> list[tuple[str, str | None]]:
    """The groups somebody sits in, each with the unit that lent him (None: an expert from outside)."""
    seats = GroupSeat.objects.filter(campaign_id=campaign, username=by.username, until=None)
    return list(seats.values_list("group", "home_unit__code"))


def homes_of(by: Actor, seats: Iterable[tuple[str, str | None]]) -> frozenset[str]:
    """The units whose matter is his own: where he works, who lent him."""
    return frozenset({by.unit, *(home or "" for _, home in seats)} - {""})


def _facts_of_actor(by: Actor, campaign: int) -> StepFacts:
    seats = seats_of(by, campaign)
    return StepFacts(
        username=by.username,
        roles=by.roles,
        homes=homes_of(by, seats),
        groups=frozenset(group for group, _ in seats),
    )


def makers_of(review: Review, acts: Iterable[ReviewOpinion], layer: str, drafter: str) -> frozenset[str]:
    """Who acted on the item at any other layer: drafted, sent, signed (supplements too), judged, settled."""
    judged = {one.by for one in acts if one.layer not in {layer, "program"}}
    filing = review.filing
    own = {drafter, filing.sent_by, filing.signed_by, filing.filed_by} if layer != "unit" else set()
    return frozenset({*judged, *own} - {""})


def _consulted(review: Review) -> bool:
    """Whether a closed round held what is under review now, or what the office revised it from since, and none runs on.

    Reading: a revision that answers the opinions of a round (采纳) needs no round of its own, else no round would ever
    be the last; what the unit changes does. The office may always hold another one; who is asked then is heard too.
    What is kept from the public (R-019) goes into no round and needs none.
    """
    held = RoundItem.objects.filter(
        number=review.number,
        round__campaign=review.campaign_id,
        round__list_kind=review.list_kind,
    )
    closed = held.filter(digest__in=_revised_from(review), round__closed_at__isnull=False)
    enough = bool(review.withheld_ground) or closed.exists()
    return enough and not held.filter(round__closed_at__isnull=True).exists()


def _revised_from(review: Review) -> list[str]:
    """The digest under review, and those it had before each revision of the office since the unit last had a say."""
    found = [review.digest]
    acts = ReviewOpinion.objects.filter(review=review).order_by("-pk").values_list("action", "digest")
    for action, digest in acts:
        if action in UNIT_HAD_A_SAY:
            break
        if action == "revise":
            found.append(digest)
    return found


def _charts_pending(review: Review) -> int:
    """Charts that must be approved before a kept item is cleared: its own, or one that is missing."""
    if review.disposition not in KEEPING:
        return 0
    found = ChartReview.objects.filter(
        campaign=review.campaign_id, code=review.chart, state=ChartState.APPROVED
    )
    return 0 if found.exists() else 1


UNIT_HAD_A_SAY = frozenset({"agree", "sign_supplement", "refile"})
"""Acts after which an item is the unit's word again."""

KEEPING: Collection[str] = frozenset({"retain", "refer_up"})
"""Dispositions under which the power is exercised on: such an item needs its flow chart (R-026)."""
