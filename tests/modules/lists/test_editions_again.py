"""A published item is adjusted through the same gates into a new edition; both stay."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from tests.builders import CITY
from tests.builders_filings import LATER, OFFICE
from tests.builders_lists import (
    ADOPTED_AT,
    a_city_of,
    at_legality,
    clear,
    cleared_again,
    composed,
    documented,
    published,
    resolved,
    tabled_again,
    the_reviews,
)
from tests.builders_powers import CAMPAIGN, OTHER
from tests.builders_review_desk import changed, supplemented
from tests.builders_reviews import POWER, the_review

from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Refused
from qingdan.base.snapshots.queries import thaw
from qingdan.base.snapshots.services import freeze
from qingdan.base.transactions import reading, writing
from qingdan.campaigns.models import Campaign, Milestone
from qingdan.editions.models import Edition, EditionEntry
from qingdan.lists.models import ListProgress
from qingdan.lists.queries.composition import compose, draft_items
from qingdan.lists.queries.publication import channel_page
from qingdan.lists.services.proving import prove_in_order
from qingdan.reviews.models import Review
from qingdan.reviews.services.revising import adjust_item

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-060", "R-062", "R-017")]
NEXT = ADOPTED_AT + timedelta(days=30)


def _adjust(one: Review, **values: str) -> None:
    """Taken back by the office, changed and signed by its unit."""
    adjust_item(
        campaign=CAMPAIGN,
        kind=POWER,
        number=one.number,
        version=one.version,
        reason="法规修改",
        by=OFFICE,
        at=LATER,
    )
    changed(one.number, **values)
    supplemented()


def _published_again() -> Edition:
    at_legality()
    cleared_again()
    draft = tabled_again()
    resolved(draft, at=NEXT)
    edition = composed(NEXT)
    prove_in_order(edition=edition.code, by=OFFICE, at=NEXT)
    return edition


@pytest.fixture
def two(db: None, law_home: None) -> Edition:
    """A first edition of two items."""
    a_city_of("对破坏桥头灯笼的处罚")
    return published()


def test_an_adjusted_item__opens_the_list_and_itself_alone(two: Edition) -> None:
    first, second = the_reviews()
    adjust_item(
        campaign=CAMPAIGN,
        kind=POWER,
        number=first.number,
        version=first.version,
        reason="法规修改",
        by=OFFICE,
        at=LATER,
    )

    with reading(OFFICE):
        assert ListProgress.objects.get().state == "reviewing"
    assert [one.state for one in the_reviews()] == ["amending", "published"]
    assert second.version == the_reviews()[1].version


def test_an_adjusted_item__comes_into_a_new_edition_under_its_old_code(two: Edition) -> None:
    first, second = the_reviews()
    _adjust(first, subject="沿街商户")

    again = _published_again()

    with reading(OFFICE):
        old, new = (thaw(one.digest)["entries"] for one in (two, again))
        before, after = (thaw(one[first.public_code]) for one in (old, new))
    assert (again.number, again.previous, old.keys()) == (2, two, new.keys())
    assert (before["values"].get("subject"), after["values"]["subject"]) == (None, "沿街商户")
    assert old[second.public_code] == new[second.public_code]


def test_the_new_draft__says_which_items_it_carries(two: Edition) -> None:
    _adjust(the_reviews()[0], subject="沿街商户")
    at_legality()
    cleared_again()
    draft = tabled_again()

    with reading(OFFICE):
        assert [one["carried"] for one in draft_items(draft)] == [False, True]
    assert [one.state for one in the_reviews()] == ["tabled", "published"]


def test_an_item_still_being_adjusted__stays_as_it_was_published(two: Edition) -> None:
    first, second = the_reviews()
    _adjust(first, subject="沿街商户")
    _adjust(second, remark="桥头三盏")
    at_legality()
    adjusted_only = the_reviews()[0]
    clear(adjusted_only)
    documented()
    draft = tabled_again()

    with reading(OFFICE):
        assert [one["carried"] for one in draft_items(draft)] == [False, True]
        assert thaw(draft_items(draft)[1]["entry"])["values"].get("remark") is None


def test_the_campaign__knows_what_was_published(item: Review) -> None:
    published()

    with reading(OFFICE):
        campaign = Campaign.objects.get()
        assert campaign.adopted_on and campaign.legality_on
        reached = set(Milestone.objects.values_list("key", flat=True))
    assert reached == {
        "offices.power_tabled_draft",
        "offices.power_list_adopted",
        "offices.power_list_published",
        "power_list.published",
    }


def test_a_published_item__does_not_change_without_reason(item: Review) -> None:
    published()
    one = the_review()

    with pytest.raises(Refused, match="reason"):
        adjust_item(
            campaign=CAMPAIGN,
            kind=POWER,
            number=one.number,
            version=one.version,
            reason=" ",
            by=OFFICE,
            at=LATER,
        )


@pytest.mark.parametrize("table", ["editions_edition", "editions_editionentry", "editions_editionshown"])
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database__refuses_to_change_what_was_published(item: Review, table: str, act: str) -> None:
    published()

    with pytest.raises(DatabaseError), writing(OFFICE), connection.cursor() as cursor:
        cursor.execute(act.format(table))


def test_another_campaign__carries_over_the_units_that_it_does_not_review(two: Edition) -> None:
    """A second clean-up of one department leaves the powers of all others as they stand published."""
    with writing(OFFICE):
        first, _ = the_reviews()
        content = {**thaw(first.digest), "unit": OTHER, "unit_name": "市河道局"}
        key = freeze("reviewed_item", content, region=CITY, at=NEXT)
        first.unit, first.digest = Unit.objects.get(code=OTHER), key
        first.state, first.public_code = "cleared", "36090000302000100"
        second = Campaign(region_id=CITY, code="second")
        made = compose(second, POWER, [first])
        renewed = compose(second, POWER, the_reviews()[:1])

    assert [(one.code, one.carried) for one in made.lines if not one.carried] == [
        ("36090000302000100", False)
    ]
    with reading(OFFICE):
        published_before = set(EditionEntry.objects.filter(edition=two).values_list("code", flat=True))
    assert {one.code for one in made.lines if one.carried} == published_before
    assert made.first and made.not_cleared == 0
    assert renewed.lines == () and renewed.not_cleared == 1


def _newer(two: Edition) -> None:
    """Another campaign published the list meanwhile."""
    with writing(OFFICE):
        content = {**thaw(two.digest), "number": 2, "campaign": "second"}
        Edition.objects.create(
            region_id=CITY,
            list_kind=POWER,
            number=2,
            code=f"{CITY}-{POWER}-2",
            campaign="second",
            effective_on=NEXT.date(),
            digest=freeze("edition", content, region=CITY, at=NEXT),
            resolution=two.resolution,
            entries=two.entries,
            previous=two,
            composed_by=OFFICE.username,
            composed_at=NEXT,
        )


@pytest.mark.parametrize("act", ["resolve", "publish"])
def test_a_draft__that_another_campaign_overtook_is_refused(two: Edition, act: str) -> None:
    _adjust(the_reviews()[0], subject="沿街商户")
    at_legality()
    cleared_again()
    draft = tabled_again()
    if act == "publish":
        resolved(draft, at=NEXT)
    _newer(two)

    with pytest.raises(Refused, match=r"lists\.outdated"):
        resolved(draft, at=NEXT) if act == "resolve" else composed(NEXT)


def test_a_draft__waits_while_another_campaigns_list_is_adopted(two: Edition) -> None:
    _adjust(the_reviews()[0], subject="沿街商户")
    at_legality()
    cleared_again()
    draft = tabled_again()
    with writing(OFFICE):
        first = Campaign.objects.get()
        other = Campaign.objects.create(
            **{
                one.attname: getattr(first, one.attname)
                for one in Campaign._meta.concrete_fields
                if one.attname not in {"id", "code", "name"}
            },
            code="second",
            name="第二次清理",
        )
        ListProgress.objects.create(
            region_id=CITY, campaign=other, list_kind=POWER, state="adopted", since=NEXT
        )

    with pytest.raises(Refused, match=r"lists\.other_adopted"):
        resolved(draft, at=NEXT)


def test_a_channel__shows_the_coming_edition_and_the_one_in_force(two: Edition) -> None:
    _adjust(the_reviews()[0], subject="沿街商户")
    again = _published_again()
    code = f"{CITY}005-1"

    with reading(OFFICE):
        days = (NEXT.date() - timedelta(days=1), NEXT.date())
        numbers = [[one.number for one in channel_page(code, day).editions] for day in days]
    assert again.effective_on == NEXT.date()
    assert numbers == [[2, 1], [2]]
