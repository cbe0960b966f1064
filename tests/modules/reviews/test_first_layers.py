"""From the received return through the group and the member unit, and what the unit answers."""

from dataclasses import replace

import pytest
from tests.builders_filings import LATER, PRINCIPAL
from tests.builders_powers import CAMPAIGN, LIAISON, OWN
from tests.builders_reviews import ALL_GOOD, ONE_POOR, POWER, a_colleague, a_reviewer, judged, the_review

from qingdan.base.refusal import Refused, Stale
from qingdan.base.transactions import reading
from qingdan.filings.models import Filing
from qingdan.powers.models import PowerItem
from qingdan.powers.services.items import save_item
from qingdan.reviews.models import ChartReview, Review, ReviewOpinion
from qingdan.reviews.queries.supplements import supplement_of
from qingdan.reviews.services.answering import answer_item, sign_supplement
from qingdan.reviews.services.judging import judge_item, pass_in_bulk
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-056", "R-092", "R-096", "R-097", "R-098")]


def test_a_received_return__puts_items_and_charts_under_review(item: Review) -> None:
    with reading(LIAISON):
        chart = ChartReview.objects.get()

    assert (item.state, item.holder, item.chart) == ("group_review", "group", chart.code)
    assert item.due_on and chart.state == "pending"


def test_the_group__passes_an_item_on(item: Review) -> None:
    assert judged("pass", a_reviewer()).state == "member_review"


def test_a_poor_aspect__does_not_pass(item: Review) -> None:
    with pytest.raises(Refused, match="all_good"):
        judged("pass", a_reviewer(), ONE_POOR)


def test_a_reviewer_of_the_same_unit__is_refused(item: Review) -> None:
    own = a_colleague(Role.REVIEWER, unit=1)

    with pytest.raises(Refused, match="not_own_unit"):
        judged("pass", own)


def test_two_reviewers_at_once__the_second_sees_what_happened(item: Review) -> None:
    judged("refer", a_reviewer(), replace(ALL_GOOD, reason="两边说法不同"))

    with pytest.raises(Stale):
        judge_item(
            campaign=CAMPAIGN,
            kind=POWER,
            number=item.number,
            version=item.version,
            action="pass",
            typed=ALL_GOOD,
            by=a_reviewer(),
            at=LATER,
        )


def test_passing_in_bulk__takes_only_what_has_no_problem(item: Review) -> None:
    assert pass_in_bulk(campaign=CAMPAIGN, kind=POWER, numbers=[item.number], by=a_reviewer(), at=LATER) == (
        (1, 0) if item.problems == 0 else (0, 1)
    )


def test_a_unit_that_agrees__takes_the_disposition_of_the_opinion(item: Review) -> None:
    returned = judged("return", a_reviewer(), ONE_POOR)
    _answer(returned, "agree")

    after = the_review()
    assert (after.state, after.disposition) == ("group_review", "abolish")
    assert after.digest != item.digest == after.filed_digest


def test_a_unit_that_amends__reopens_this_item_alone_and_signs_a_supplement(item: Review) -> None:
    _answer(judged("return", a_reviewer(), ONE_POOR), "amend")
    with reading(LIAISON):
        version = PowerItem.objects.get(draft_number=item.number).version
    save_item(number=item.number, version=version, values={"duty": "每夜巡查"}, by=LIAISON, at=LATER)
    with reading(LIAISON):
        draft = supplement_of(Filing.objects.select_related("campaign", "unit").get())
    sign_supplement(campaign=CAMPAIGN, unit=OWN, kind=POWER, digest=draft.digest, by=PRINCIPAL, at=LATER)

    after = the_review()
    assert after.state == "group_review" and after.digest != item.digest
    with reading(LIAISON):
        assert not Filing.objects.get().reopened
        assert ReviewOpinion.objects.filter(review=after).count() == 3


def test_an_item_that_was_not_reopened__rests(item: Review) -> None:
    with reading(LIAISON):
        version = PowerItem.objects.get(draft_number=item.number).version

    with pytest.raises(Refused, match="rests"):
        save_item(number=item.number, version=version, values={"duty": "每夜巡查"}, by=LIAISON, at=LATER)


def _answer(review: Review, action: str) -> None:
    answer_item(
        campaign=CAMPAIGN,
        kind=POWER,
        number=review.number,
        version=review.version,
        action=action,
        reason="",
        by=LIAISON,
        at=LATER,
    )
