"""The 综合组: one recorded answer, handing back, taking up what a unit did not answer in time."""

from dataclasses import replace

import pytest
from tests.builders_filings import LATER
from tests.builders_powers import CAMPAIGN, LIAISON
from tests.builders_review_desk import ANSWER, MUCH_LATER, acted, changed, supplemented
from tests.builders_reviews import POWER, a_colleague, the_review

from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading
from qingdan.reviews.models import Review, ReviewOpinion
from qingdan.reviews.services.judging import pass_in_bulk
from qingdan.reviews.services.settling import take_up
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-093", "R-094", "R-098")]


def test_an_answer_before_the_second_layer__leads_there(item: Review) -> None:
    acted("refer")

    assert acted("settle").state == "member_review"


def test_an_answer_after_the_second_layer__leads_to_consultation(item: Review) -> None:
    acted("pass")
    acted("disagree")

    assert acted("settle").state == "consultation"


def test_an_answer__may_say_another_disposition(item: Review) -> None:
    acted("refer")
    after = acted("settle", typed=replace(ANSWER, disposition="abolish"))

    assert after.disposition == "abolish" and after.digest != item.digest
    with reading(LIAISON):
        assert ReviewOpinion.objects.get(action="settle").text == ANSWER.reason


def test_an_answer_without_words__is_refused(item: Review) -> None:
    acted("refer")

    with pytest.raises(Refused, match=r"review\.reason"):
        acted("settle", typed=replace(ANSWER, reason=" "))


def test_a_dispute__can_be_handed_back_to_the_unit(item: Review) -> None:
    acted("refer")

    assert acted("hand_back").state == "answering"


def test_an_answer_that_is_overdue__is_taken_up(item: Review) -> None:
    acted("return")

    assert acted("take_up", at=MUCH_LATER).state == "disputed"


def test_an_answer_in_time__is_not_taken_up(item: Review) -> None:
    returned = acted("return")

    with pytest.raises(Refused, match="answer_overdue"):
        take_up(
            campaign=CAMPAIGN,
            kind=POWER,
            numbers=[returned.number],
            by=a_colleague(Role.COORDINATION_GROUP, unit=2),
            at=LATER,
        )


def test_an_amendment_never_signed__is_taken_up_and_stays_out_of_supplements(item: Review) -> None:
    acted("return")
    acted("amend")
    changed()
    acted("take_up", at=MUCH_LATER)

    with pytest.raises(Refused, match="changed"):
        supplemented()
    assert the_review().state == "disputed"


def test_nothing_chosen__is_said(item: Review) -> None:
    coordinator = a_colleague(Role.COORDINATION_GROUP, unit=2)

    for act in (take_up, pass_in_bulk):
        with pytest.raises(Refused, match="nothing_chosen"):
            act(campaign=CAMPAIGN, kind=POWER, numbers=[], by=coordinator, at=LATER)


def test_an_item_of_another_region__is_not_there(item: Review) -> None:
    far = replace(a_colleague(Role.COORDINATION_GROUP, unit=2), region="360100", regions=("360100",))

    with pytest.raises(Missing):
        acted("settle", far)
