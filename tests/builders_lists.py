"""A list on its way through the last gates, adoption and publication, all through services."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.core.management import call_command
from tests.builders import CITY, NOW, a_unit
from tests.builders_filings import LATER, OFFICE, PRINCIPAL, a_filing_city
from tests.builders_powers import CAMPAIGN
from tests.builders_reviews import POWER, a_colleague, a_reviewed_city, a_reviewer, judged, the_review

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
from qingdan.reviews.models import ChartReview, Review
from qingdan.reviews.queries.legality import opinion_draft
from qingdan.reviews.queries.sign_offs import waiting_for
from qingdan.reviews.services.charts import judge_chart
from qingdan.reviews.services.gates import conclude_consultation, sign_off
from qingdan.reviews.services.legality import clear_item, issue_opinion
from qingdan.rules.role import Role

GOVERNMENT, CENTRE = 5, 6
ADOPTED_AT = LATER + timedelta(hours=2)


def a_published_city() -> Edition:
    """The city of `a_filing_city` with one item published in its first edition, on all channels. The edition.

    Call `a_law_library` before, as the tests of reviews do.
    """
    a_filing_city()
    a_reviewed_city()
    return published()


def a_lawyer() -> Actor:
    """Somebody of the legal office, which sits at 市河道局 here."""
    return a_colleague(Role.LEGAL_AFFAIRS, unit=3)


def a_clerk() -> Actor:
    """Somebody of the government office, who records resolutions."""
    return a_colleague(Role.GOVERNMENT_OFFICE, unit=2, username="clerk")


def consulted() -> Review:
    """Past both layers, in consultation."""
    judged("pass", a_reviewer())
    return judged("confirm", a_colleague(Role.MEMBER_UNIT, unit=3))


def at_legality() -> Review:
    """Consultation concluded, the chart approved, the unit's word given: nothing but the clearing is missing."""
    one = consulted()
    a_closed_round()
    conclude_consultation(
        campaign=CAMPAIGN, kind=POWER, number=one.number, version=one.version, by=OFFICE, at=LATER
    )
    chart_approved()
    signed_off(PRINCIPAL)
    return the_review()


def cleared() -> Review:
    """Cleared, with its public code and an opinion document."""
    one = at_legality()
    clear_item(campaign=CAMPAIGN, kind=POWER, number=one.number, version=one.version, by=a_lawyer(), at=LATER)
    documented()
    return the_review()


def tabled() -> TabledDraft:
    """In the first 审议稿."""
    cleared()
    return tabled_again()


def adopted(at: datetime = ADOPTED_AT) -> TabledDraft:
    """The first 审议稿, adopted."""
    draft = tabled()
    resolved(draft, at=at)
    return draft


def published(at: datetime = ADOPTED_AT) -> Edition:
    """The first edition, on all channels."""
    adopted(at)
    some_channels()
    edition = composed(at)
    prove_in_order(edition=edition.code, by=OFFICE, at=at)
    return edition


def a_closed_round() -> None:
    """A round of consultation that held every item as it stands and is over."""
    # The service of rounds belongs to another module's tests; what clearing asks of a round is this.
    with writing(OFFICE):
        items = list(Review.objects.filter(campaign__code=CAMPAIGN, state="consultation"))
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
    for phase in ("power_tabling",):
        open_phase(campaign=CAMPAIGN, phase=phase, by=OFFICE, at=LATER)
    compose_draft(campaign=CAMPAIGN, kind=POWER, by=OFFICE, at=LATER)
    return the_draft()


def resolved(
    draft: TabledDraft, *, at: datetime = ADOPTED_AT, result: str = "adopted", **more: object
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
        by=a_clerk(),
        at=at,
        **more,  # type: ignore[arg-type]
    )


def some_channels() -> None:
    """The government, the office, the service centre, and the departments. Their pages need the static files."""
    if not settings.STATIC_ROOT.is_dir():
        call_command("collectstatic", interactive=False, verbosity=0)
    a_unit(GOVERNMENT, "市政府办公室")
    a_unit(CENTRE, "市行政服务中心", UnitKind.INSTITUTION)
    lay_channels()


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


def composed(at: datetime = ADOPTED_AT) -> Edition:
    """The edition composed, on no channel yet."""
    open_phase(campaign=CAMPAIGN, phase="power_decision", by=OFFICE, at=at)
    code = publish_edition(campaign=CAMPAIGN, kind=POWER, effective_on=day_of(at), by=OFFICE, at=at)
    with reading(OFFICE):
        return Edition.objects.get(code=code)


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
