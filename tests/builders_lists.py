"""A list on its way through the last gates, adoption and publication, all through services."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.core.management import call_command
from tests.builders import CITY, NOW, a_unit
from tests.builders_filings import LATER, OFFICE, PRINCIPAL, a_filing_city, a_ready_unit, received
from tests.builders_powers import CAMPAIGN, LIAISON, OTHER, OWN, an_item
from tests.builders_reviews import ALL_GOOD, GROUP, POWER, a_colleague, a_reviewer
from tests.kept_states import kept

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.clock import day_of
from qingdan.base.orgs.models import UnitKind
from qingdan.base.transactions import reading, writing
from qingdan.campaigns.services.starting import open_phase
from qingdan.consultations.models import Round, RoundItem
from qingdan.editions.models import Edition
from qingdan.lists.models import TabledDraft
from qingdan.lists.services.channels import set_up_channels
from qingdan.lists.services.proving import prove_in_order
from qingdan.lists.services.publishing import publish_edition
from qingdan.lists.services.resolving import record_resolution
from qingdan.lists.services.tabling import compose_draft
from qingdan.powers.models import ItemCheck
from qingdan.powers.services.justifications import justify
from qingdan.reviews.models import ChartReview, Review
from qingdan.reviews.queries.legality import opinion_draft
from qingdan.reviews.queries.sign_offs import waiting_for
from qingdan.reviews.services.charts import judge_chart
from qingdan.reviews.services.gates import conclude_all, sign_off
from qingdan.reviews.services.groups import assign_group, seat_reviewer
from qingdan.reviews.services.judging import judge_item
from qingdan.reviews.services.legality import clear_item, issue_opinion
from qingdan.rules.role import Role

GOVERNMENT, CENTRE = 5, 6
ADOPTED_AT = LATER + timedelta(hours=2)


@kept
def a_published_city() -> Edition:
    """The city of `a_filing_city` with one item published in its first edition, on all channels. The edition.

    Call `a_law_library` before, as the tests of reviews do.
    """
    a_filing_city()
    under_review()
    return published()


@kept
def a_lawyer() -> Actor:
    """Somebody of the legal office, which sits at 市河道局 here."""
    return a_colleague(Role.LEGAL_AFFAIRS, unit=3)


@kept
def a_clerk() -> Actor:
    """Somebody of the government office, who records resolutions."""
    return a_colleague(Role.GOVERNMENT_OFFICE, unit=2, username="clerk")


@kept
def a_city_of(*names: str, **more: str) -> list[Review]:
    """The city of `a_filing_city`, its return received with items of these names beside the one of `a_ready_unit`."""
    a_filing_city()
    for name in names:
        number = an_item(name, duty="巡查沿街灯笼", **more)
        with writing(LIAISON):
            problems = ItemCheck.objects.get(item__draft_number=number).problems
        for one in problems:
            if one["severity"] == "warning":
                justify(number=number, key=one["key"], reason="灯笼各有各的管法", by=LIAISON, at=NOW)
    under_review()
    return the_reviews()


@kept
def under_review() -> None:
    """市灯笼局's return received with whatever items it has, with group 1, where a reviewer of 市河道局 sits."""
    reviewer = a_reviewer()
    a_ready_unit()
    received()
    assign_group(campaign=CAMPAIGN, unit=OWN, group=GROUP, by=OFFICE, at=NOW)
    seat_reviewer(
        campaign=CAMPAIGN,
        group=GROUP,
        username=reviewer.username,
        home_unit=OTHER,
        expert=False,
        by=OFFICE,
        at=NOW,
    )


def the_reviews() -> list[Review]:
    """Every item as it stands, in its order."""
    with reading(OFFICE):
        found = Review.objects.select_related("campaign", "unit", "filing")
        return list(found.order_by("unit__order", "order"))


@kept
def consulted() -> Review:
    """Every item past both layers, in consultation; the last of them."""
    member = a_colleague(Role.MEMBER_UNIT, unit=3)
    for one in the_reviews():
        if one.state == "group_review":
            _judge(one, "pass", a_reviewer())
    for one in the_reviews():
        if one.state == "member_review":
            _judge(one, "confirm", member)
    return the_reviews()[-1]


@kept
def at_legality() -> Review:
    """Consultation concluded, charts approved, the unit's word given: nothing but the clearing is missing."""
    consulted()
    a_closed_round()
    conclude_all(campaign=CAMPAIGN, kind=POWER, by=OFFICE, at=LATER)
    chart_approved()
    signed_off(PRINCIPAL)
    return the_reviews()[-1]


@kept
def cleared() -> Review:
    """Cleared, with their public codes and an opinion document."""
    at_legality()
    return cleared_again()


@kept
def cleared_again() -> Review:
    """What is at legality, cleared, and on paper."""
    for one in the_reviews():
        if one.state == "legality":
            clear(one)
    documented()
    return the_reviews()[-1]


@kept
def clear(one: Review, by: Actor | None = None) -> str:
    """One item cleared; its public code."""
    return clear_item(
        campaign=CAMPAIGN, kind=POWER, number=one.number, version=one.version, by=by or a_lawyer(), at=LATER
    )


@kept
def tabled() -> TabledDraft:
    """In the first 审议稿."""
    cleared()
    return tabled_again()


@kept
def adopted(at: datetime = ADOPTED_AT) -> TabledDraft:
    """The first 审议稿, adopted."""
    draft = tabled()
    resolved(draft, at=at)
    return draft


@kept
def published(at: datetime = ADOPTED_AT) -> Edition:
    """The first edition, on all channels."""
    adopted(at)
    some_channels()
    edition = composed(at)
    prove_in_order(edition=edition.code, by=OFFICE, at=at)
    return edition


@kept
def a_closed_round() -> None:
    """A round of consultation that held every item as it stands and is over."""
    # The service of rounds belongs to another module's tests; what clearing asks of a round is this.
    with writing(OFFICE):
        items = list(Review.objects.filter(campaign__code=CAMPAIGN, state="consultation"))
        if not items:
            return
        number = Round.objects.count() + 1
        one = Round.objects.create(
            region_id=CITY,
            campaign=items[0].campaign,
            list_kind=POWER,
            number=number,
            code=f"{CAMPAIGN}-{number}",
            title="征求意见",
            audiences=["departments"],
            opens_on=day_of(NOW),
            closes_on=day_of(NOW),
            by=OFFICE.username,
            at=NOW,
            closed_by=OFFICE.username,
            closed_at=LATER,
        )
        RoundItem.objects.bulk_create(
            RoundItem(
                region_id=CITY,
                round=one,
                unit=item.unit,
                number=item.number,
                category=item.category,
                name=item.name,
                digest=item.digest,
            )
            for item in items
        )


@kept
def chart_approved() -> None:
    """Every chart that waits is approved."""
    with reading(OFFICE):
        charts = list(ChartReview.objects.filter(state="pending"))
    for one in charts:
        judge_chart(
            campaign=CAMPAIGN,
            code=one.code,
            version=one.version,
            action="approve",
            reason="",
            by=a_lawyer(),
            at=LATER,
        )


def signed_off(by: Actor) -> int:
    """The unit's word over everything that waits for it."""
    with reading(by):
        found = waiting_for(by, campaign=CAMPAIGN, kind=POWER)
    return sign_off(campaign=CAMPAIGN, kind=POWER, digest=found.digest, by=by, at=LATER)


def documented() -> int:
    """What the legal office decided, on paper."""
    item = the_review_of_any()
    with reading(OFFICE):
        draft = opinion_draft(item.campaign, POWER)
    return issue_opinion(
        campaign=CAMPAIGN, kind=POWER, text="审查认为合法。", digest=draft.digest, by=a_lawyer(), at=LATER
    )


def tabled_again() -> TabledDraft:
    """A 审议稿 of what is cleared."""
    open_phase(campaign=CAMPAIGN, phase="power_tabling", by=OFFICE, at=LATER)
    compose_draft(campaign=CAMPAIGN, kind=POWER, by=OFFICE, at=LATER)
    return the_draft()


def resolved(
    draft: TabledDraft,
    *,
    at: datetime = ADOPTED_AT,
    result: str = "adopted",
    by: Actor | None = None,
    **more: object,
) -> None:
    """The meeting decided."""
    record_resolution(
        campaign=CAMPAIGN,
        kind=POWER,
        digest=draft.digest,
        meeting="市政府第6次常务会议",
        number="〔2026〕6号",
        on=day_of(at),
        result=result,
        by=by or a_clerk(),
        at=at,
        **more,  # type: ignore[arg-type]
    )


def some_channels() -> None:
    """The government, the office, the service centre, and the departments."""
    static_files()
    a_unit(GOVERNMENT, "市政府办公室")
    a_unit(CENTRE, "市行政服务中心", UnitKind.INSTITUTION)
    lay_channels()


def static_files() -> None:
    """The files that pages of channels need."""
    if not settings.STATIC_ROOT.is_dir():
        call_command("collectstatic", interactive=False, verbosity=0)


def lay_channels(outside: dict[str, str] | None = None) -> None:
    """The channels of the city's units as they stand."""
    set_up_channels(
        region=CITY,
        government=f"{CITY}{GOVERNMENT:03d}",
        office=f"{CITY}002",
        centre=f"{CITY}{CENTRE:03d}",
        outside=outside,
        by=OFFICE,
        at=NOW,
    )


@kept
def composed(at: datetime = ADOPTED_AT) -> Edition:
    """The edition composed, on no channel yet."""
    open_phase(campaign=CAMPAIGN, phase="power_decision", by=OFFICE, at=at)
    code = publish_edition(campaign=CAMPAIGN, kind=POWER, effective_on=day_of(at), by=OFFICE, at=at)
    with reading(OFFICE):
        return Edition.objects.get(code=code)


def _judge(review: Review, action: str, by: Actor) -> None:
    judge_item(
        campaign=CAMPAIGN,
        kind=POWER,
        number=review.number,
        version=review.version,
        action=action,
        typed=ALL_GOOD,
        by=by,
        at=LATER,
    )


def the_draft() -> TabledDraft:
    """The newest 审议稿."""
    with reading(OFFICE):
        found = TabledDraft.objects.order_by("-number").first()
    assert found
    return found


def the_review_of_any() -> Review:
    """Any item of the campaign, for its campaign."""
    with reading(OFFICE):
        found = Review.objects.select_related("campaign").first()
    assert found
    return found


PROGRAM = replace(SYSTEM, region=CITY, regions=(CITY,))
