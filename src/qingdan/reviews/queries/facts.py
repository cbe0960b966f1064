"""What a step of an item or a chart is judged by, gathered from what is kept."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.base.people.models import Appointment
from qingdan.base.snapshots.queries import thaw
from qingdan.consultations.models import Opinion, RoundItem
from qingdan.data.campaigns import load_campaign
from qingdan.data.schemes import load_scheme
from qingdan.powers.models import PowerItem
from qingdan.reviews.models import (
    ChartOpinion,
    ChartReview,
    GroupSeat,
    GroupUnit,
    Review,
    ReviewOpinion,
    SignOff,
    Supplement,
)
from qingdan.rules.review import ChartState
from qingdan.rules.review_guards import StepFacts
from qingdan.rules.role import Role


def facts_of_review(review: Review, by: Actor, *, layer: str, on: date) -> StepFacts:
    """The facts of an item for who acts at a layer on a day; what is typed is added by the act."""
    filer = review.filing.unit.code
    content = thaw(review.digest)
    return replace(
        _facts_of_actor(by, review.campaign_id),
        group=group_of(review.campaign_id, review.filing.unit_id),
        parties=frozenset({review.unit.code, filer, *partners_of(content, review.region_id)}),
        owners=frozenset({filer}),
        routed_to=routed_to(review),
        makers=_makers(review, layer),
        heard=review.layer_heard,
        today=on,
        answer_due_on=review.due_on,
        changed=False,
        consulted=_consulted(review),
        unanswered=unanswered_of(review),
        not_signed_off=not_signed_off(review, content),
        charts_pending=_charts_pending(review),
        problems=review.problems,
        opinions_given=ReviewOpinion.objects.filter(review=review).count(),
    )


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
    """The units of the second layer for its category (五(一)3): by name in the region; where the region has no such
    unit (a county), those whose people hold the post of a member unit.
    """
    scheme = load_scheme(load_campaign(review.campaign.template).scheme)
    names = [one.unit for one in scheme.routing if one.category == review.category and not one.kind]
    found = Unit.objects.filter(region=review.region_id, name__in=names, valid_until=None)
    codes = frozenset(found.values_list("code", flat=True))
    held = Appointment.objects.filter(role=Role.MEMBER_UNIT, unit__region=review.region_id)
    return codes or frozenset(held.values_list("unit__code", flat=True))


def partners_of(content: dict[str, object], region: str) -> frozenset[str]:
    """Codes of the units that exercise the item too, as its text names them."""
    values = content["values"]
    assert isinstance(values, dict)
    named = {one.strip() for one in values.get("joint_partners", "").replace("，", "、").split("、")}
    named |= {values.get("joint_lead", "").strip()}
    found = Unit.objects.filter(region=region, name__in=named - {""}, valid_until=None)
    return frozenset(found.values_list("code", flat=True))


def unanswered_of(review: Review) -> int:
    """Opinions of consultation on the item that nobody answered yet."""
    return Opinion.objects.filter(
        item__number=review.number,
        round__campaign=review.campaign_id,
        round__list_kind=review.list_kind,
        answer="",
    ).count()


def not_signed_off(review: Review, content: dict[str, object]) -> tuple[str, ...]:
    """Names of the units, lead and partners, that have not said yes to this content (R-108)."""
    wanted = {review.filing.unit.code, *partners_of(content, review.region_id)}
    said = SignOff.objects.filter(review=review, digest=review.digest).values_list("unit__code", flat=True)
    missing = Unit.objects.filter(code__in=wanted - set(said)).order_by("order", "code")
    return tuple(missing.values_list("name", flat=True))


def _facts_of_actor(by: Actor, campaign: int) -> StepFacts:
    seats = GroupSeat.objects.filter(campaign_id=campaign, username=by.username, until=None)
    homes = {by.unit, *seats.exclude(home_unit=None).values_list("home_unit__code", flat=True)}
    return StepFacts(
        username=by.username,
        roles=by.roles,
        homes=frozenset(homes - {""}),
        groups=frozenset(seats.values_list("group", flat=True)),
    )


def _makers(review: Review, layer: str) -> frozenset[str]:
    """Who acted on the item at any other layer: drafted, signed, judged, settled."""
    judged = ReviewOpinion.objects.filter(review=review).exclude(layer=layer).values_list("by", flat=True)
    signed = Supplement.objects.filter(filing=review.filing_id).values_list("signed_by", flat=True)
    drafted = PowerItem.objects.filter(draft_number=review.number).values_list("updated_by", flat=True)
    filed = {review.filing.sent_by, review.filing.signed_by, review.filing.filed_by}
    own = {*signed, *drafted, *filed} if layer != "unit" else set()
    return frozenset({*judged, *own} - {""})


def _consulted(review: Review) -> bool:
    """Whether a closed round held exactly what is under review now."""
    return RoundItem.objects.filter(
        number=review.number,
        digest=review.digest,
        round__campaign=review.campaign_id,
        round__list_kind=review.list_kind,
        round__closed_at__isnull=False,
    ).exists()


def _charts_pending(review: Review) -> int:
    """Charts that must be approved before a kept item is cleared: its own, or one that is missing."""
    if review.disposition not in KEEPING:
        return 0
    found = ChartReview.objects.filter(
        campaign=review.campaign_id, code=review.chart, state=ChartState.APPROVED
    )
    return 0 if found.exists() else 1


KEEPING: Collection[str] = frozenset({"retain", "refer_up"})
"""Dispositions under which the power is exercised on: such an item needs its flow chart (R-026)."""
