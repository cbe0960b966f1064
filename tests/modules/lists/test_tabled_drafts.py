"""审议稿: what stands in its way, what it freezes, how it is taken back, what the meeting makes of it."""

from dataclasses import replace

import pytest
from tests.builders_filings import LATER, OFFICE, PRINCIPAL
from tests.builders_lists import (
    a_city_of,
    a_clerk,
    at_legality,
    clear,
    cleared,
    cleared_again,
    resolved,
    signed_off,
    tabled,
    tabled_again,
    the_draft,
    the_reviews,
)
from tests.builders_powers import CAMPAIGN
from tests.builders_reviews import POWER, the_review

from qingdan.base.refusal import Missing, Refused
from qingdan.base.snapshots.queries import thaw
from qingdan.base.transactions import reading, writing
from qingdan.campaigns.models import Campaign
from qingdan.campaigns.services.starting import open_phase
from qingdan.consultations.models import Opinion, Round
from qingdan.lists.models import ListProgress, Resolution
from qingdan.lists.queries.composition import draft_items
from qingdan.lists.services.tabling import compose_draft, withdraw_draft
from qingdan.reviews.models import Review
from qingdan.reviews.services.revising import revise_item

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-060", "R-061", "R-109", "R-110")]


def _compose() -> int:
    open_phase(campaign=CAMPAIGN, phase="power_tabling", by=OFFICE, at=LATER)
    return compose_draft(campaign=CAMPAIGN, kind=POWER, by=OFFICE, at=LATER)


def test_a_draft__freezes_every_item_with_code_chart_and_counts(item: Review) -> None:
    draft = tabled()

    with reading(OFFICE):
        line = draft_items(draft)[0]
        entry = thaw(line["entry"])
    assert (draft.number, draft.items, draft.counts) == (1, 1, {"penalty": {"retain": 1}})
    assert (entry["code"], entry["disposition"], len(entry["chart"]["steps"])) == (line["code"], "retain", 5)
    assert "reason" not in entry["values"] and the_review().state == "tabled"


@pytest.mark.usefixtures("law_home")
def test_a_first_draft__waits_for_the_last_item(db: None) -> None:
    a_city_of("对破坏桥头灯笼的处罚")
    one = at_legality()
    clear(one)

    with pytest.raises(Refused, match="all_cleared"):
        _compose()


def test_a_draft__waits_for_the_opinion_document(item: Review) -> None:
    one = at_legality()
    clear(one)

    with pytest.raises(Refused, match="no_opinion_document"):
        _compose()


def test_a_draft__waits_for_every_answer_on_the_whole(item: Review) -> None:
    cleared()
    with writing(OFFICE):
        Opinion.objects.create(
            region_id=OFFICE.region,
            round=Round.objects.get(),
            code="a" * 32,
            audience="public",
            text="灯笼太亮",
            at=LATER,
        )

    with pytest.raises(Refused, match="opinions_answered"):
        _compose()


def test_a_draft__before_its_phase__is_refused(item: Review) -> None:
    cleared()

    with pytest.raises(Refused, match="phase_open"):
        compose_draft(campaign=CAMPAIGN, kind=POWER, by=OFFICE, at=LATER)


def test_the_first_draft__opens_the_gate_of_the_decision(item: Review) -> None:
    tabled()

    with reading(OFFICE):
        assert Campaign.objects.get().legality_on


def test_a_withdrawn_draft__stays_and_its_items_are_cleared_again(item: Review) -> None:
    tabled()
    withdraw_draft(campaign=CAMPAIGN, kind=POWER, reason="漏印了一页", by=OFFICE, at=LATER)

    assert the_review().state == "cleared" and the_draft().withdrawn_why == "漏印了一页"
    assert tabled_again().number == 2


def test_who_composed_the_draft__does_not_record_the_meeting(item: Review) -> None:
    draft = tabled()
    both = replace(a_clerk(), username=OFFICE.username)

    with pytest.raises(Refused, match="four_eyes"):
        resolved(draft, by=both)


def test_a_resolution__of_another_digest_is_refused(item: Review) -> None:
    draft = tabled()
    draft.digest = "0" * 64

    with pytest.raises(Refused, match="same_digest"):
        resolved(draft)


def test_a_reviewer__composes_no_draft(item: Review) -> None:
    cleared()

    with pytest.raises(Refused, match="wrong_role"):
        compose_draft(campaign=CAMPAIGN, kind=POWER, by=a_clerk(), at=LATER)
    with pytest.raises(Missing):
        compose_draft(campaign="no-such", kind=POWER, by=OFFICE, at=LATER)


def test_what_lies_before_the_meeting__is_not_changed_before_the_draft_is_withdrawn(item: Review) -> None:
    tabled()
    one = the_review()
    change = {"campaign": CAMPAIGN, "number": one.number, "values": {"subject": "沿街商户"}}

    with pytest.raises(Refused, match="wrong_state"):
        revise_item(**change, version=one.version, reason="写明对象", by=OFFICE, at=LATER)
    assert the_review().digest == one.digest


@pytest.mark.usefixtures("law_home")
def test_what_the_meeting_amends__goes_through_legality_into_a_new_draft(db: None) -> None:
    named, _ = _two_amended()

    with pytest.raises(Refused, match="amendments_open"):
        _compose()
    revise_item(
        campaign=CAMPAIGN,
        number=named.number,
        version=named.version,
        values={"subject": "沿街商户"},
        reason="按会议要求写明对象",
        by=OFFICE,
        at=LATER,
    )
    with pytest.raises(Refused, match="all_cleared"):
        _compose()
    signed_off(PRINCIPAL)
    cleared_again()

    assert tabled_again().number == 2
    assert [one.state for one in the_reviews()] == ["tabled", "tabled"]


def _two_amended() -> tuple[Review, Review]:
    """Two items whose draft the meeting read and wants changed in the first."""
    a_city_of("对破坏桥头灯笼的处罚")
    cleared()
    draft = tabled_again()
    resolved(draft, result="amended", amendments={the_reviews()[0].number: "写明实施对象"})
    first, second = the_reviews()
    return first, second


@pytest.mark.usefixtures("law_home")
def test_an_amended_draft__hands_every_item_to_the_office(db: None) -> None:
    _two_amended()

    with reading(OFFICE):
        assert ListProgress.objects.get().state == "reviewing"
        assert Resolution.objects.get().result == "amended"
    assert {(one.state, one.holder) for one in the_reviews()} == {("cleared", "establishment_office")}


def test_a_rejected_draft__may_come_again_as_it_is(item: Review) -> None:
    draft = tabled()
    resolved(draft, result="rejected", note="先向常委会汇报")

    assert tabled_again().number == 2


def test_a_rejected_draft__needs_a_reason(item: Review) -> None:
    draft = tabled()

    with pytest.raises(Refused, match="reason"):
        resolved(draft, result="rejected")
