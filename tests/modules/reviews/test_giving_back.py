"""A unit changes what is under review now, never an older draft: what review changed stays changed."""

from dataclasses import replace

import pytest
from tests.builders_filings import LATER, OFFICE
from tests.builders_lists import consulted, published
from tests.builders_powers import CAMPAIGN, LIAISON, UNLIT
from tests.builders_review_desk import ANSWER, a_coordinator, acted, changed, supplemented
from tests.builders_reviews import ONE_POOR, POWER, the_review

from qingdan.base.refusal import Refused
from qingdan.base.snapshots.queries import thaw
from qingdan.base.transactions import reading
from qingdan.powers.models import LegalBasis, PowerItem
from qingdan.reviews.models import Review
from qingdan.reviews.queries.answers import own_item, supplement_page
from qingdan.reviews.services.revising import adjust_item, revise_item
from qingdan.reviews.services.settling import settle_item

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-056", "R-060", "R-093")]
NARROWER = replace(UNLIT, locator="第三条", quotation="灯笼不亮的，责令当晚点亮。")


def _draft() -> PowerItem:
    with reading(LIAISON):
        return PowerItem.objects.get(draft_number=the_review().number)


def _revised() -> None:
    """In consultation the office changes a field, empties one and changes the bases."""
    one = consulted()
    revise_item(
        campaign=CAMPAIGN,
        number=one.number,
        version=one.version,
        values={"subject": "沿街商户", "fee": ""},
        bases=[NARROWER],
        reason="按采纳的意见写明",
        by=OFFICE,
        at=LATER,
    )


def _handed_back() -> None:
    one = the_review()
    named = {"campaign": CAMPAIGN, "kind": POWER, "number": one.number, "version": one.version}
    settle_item(**named, action="hand_back", typed=ANSWER, by=a_coordinator(), at=LATER)
    acted("amend")


def test_an_item_given_back__is_changed_from_what_the_office_revised(item: Review) -> None:
    _revised()
    _handed_back()

    with reading(LIAISON):
        own = own_item(LIAISON, campaign=CAMPAIGN, kind=POWER, number=item.number, on=LATER.date())
        bases = list(LegalBasis.objects.values_list("locator", "quotation"))
    assert (_draft().subject, _draft().fee) == ("沿街商户", "")
    assert bases == [(NARROWER.locator, NARROWER.quotation)]
    assert own.begun == ()


def test_a_supplement__is_of_what_the_unit_changed_and_keeps_the_revision(item: Review) -> None:
    _revised()
    _handed_back()
    with pytest.raises(Refused, match=r"review\.changed"):
        supplemented()
    changed(office="灯火一科")
    with reading(LIAISON):
        page = supplement_page(LIAISON, campaign=CAMPAIGN, kind=POWER)
    supplemented()

    values = thaw(the_review().digest)["values"]
    assert [one.field for one in page.items[0].fields] == ["office"]
    assert (values["subject"], values["office"], values.get("fee")) == ("沿街商户", "灯火一科", None)


def test_an_adjusted_item__is_changed_from_what_was_published(item: Review) -> None:
    _revised()
    published()
    one = the_review()
    adjust_item(
        campaign=CAMPAIGN,
        kind=POWER,
        number=one.number,
        version=one.version,
        reason="条例修改",
        by=OFFICE,
        at=LATER,
    )

    assert _draft().subject == "沿街商户"
    changed(office="灯火一科")
    supplemented()
    assert the_review().state == "group_review"


def test_a_disposition_that_was_agreed__is_in_the_draft_once_it_is_changed_again(item: Review) -> None:
    acted("return")
    acted("agree")
    assert _draft().disposition == "retain"
    acted("return")
    acted("amend")

    assert _draft().disposition == ONE_POOR.disposition


def test_what_the_unit_had_half_changed__stays(item: Review) -> None:
    acted("return")
    acted("amend")
    changed(office="灯火一科")
    acted("take_up", at=LATER.replace(year=LATER.year + 1))
    acted("settle")
    _revised()
    _handed_back()

    assert (_draft().office, _draft().subject) == ("灯火一科", "沿街商户")
