"""A round from opening to the last answer; who may speak, who may read, what is published."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.builders import CITY, NOW
from tests.builders_filings import LATER, OFFICE
from tests.builders_powers import CAMPAIGN, LIAISON, STRANGER
from tests.builders_reviews import POWER

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading
from qingdan.consultations.queries.rounds import (
    get_round,
    items_of_round,
    links_of,
    list_rounds,
    opinions_of_round,
    published_opinions,
    shown_item,
    silent_units_of,
    statistics_of,
)
from qingdan.consultations.services.opinions import (
    answer_opinion,
    give_expert_opinion,
    give_public_opinion,
    give_unit_opinion,
    say_nothing,
)
from qingdan.consultations.services.rounds import close_round, invite_expert, revoke_link
from qingdan.reviews.models import Review
from qingdan.reviews.services.consulting import open_consultation
from qingdan.reviews.services.gates import conclude_all

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-057", "R-060")]

ALL = ("departments", "counties", "experts", "public")
CLOSES_ON = date(2026, 6, 15)
OVER = NOW + timedelta(days=15)
VISITOR = Actor(username="", name="", region=CITY, regions=(CITY,))
DEPARTMENTS_ALONE = ("departments",)


def a_round(audiences: tuple[str, ...] = ALL) -> str:
    return open_consultation(
        campaign=CAMPAIGN,
        kind=POWER,
        title="权力清单第一轮征求意见",
        audiences=audiences,
        closes_on=CLOSES_ON,
        numbers=None,
        by=OFFICE,
        at=LATER,
    )


def test_a_round__shows_frozen_copies(item: Review) -> None:
    code = a_round()

    with reading(VISITOR):
        assert get_round(VISITOR, code).items == 1
        assert items_of_round(VISITOR, code)[0].digest == item.digest
        assert shown_item(VISITOR, code, item.number)["values"]["name"] == item.name


def test_a_round_without_the_public__does_not_exist_for_it(item: Review) -> None:
    code = a_round(DEPARTMENTS_ALONE)

    with reading(VISITOR), pytest.raises(Missing):
        get_round(VISITOR, code)
    with reading(VISITOR):
        assert list_rounds(VISITOR) == ()


def test_a_round_without_items__is_refused(item: Review) -> None:
    with pytest.raises(Refused, match="no_items"):
        open_consultation(
            campaign=CAMPAIGN,
            kind=POWER,
            title="空",
            audiences=ALL,
            closes_on=CLOSES_ON,
            numbers=[],
            by=OFFICE,
            at=LATER,
        )


def test_four_audiences__each_say_something_that_is_answered(item: Review) -> None:
    code = a_round()
    secret = invite_expert(code=code, name="林教授", organisation="灯笼学院", by=OFFICE, at=LATER)
    give_unit_opinion(code=code, item=item.number, text="建议写明时限", by=STRANGER, at=LATER)
    give_expert_opinion(region=CITY, secret=secret, item=item.number, text="依据够", by=VISITOR, at=LATER)
    _public(code, item.number)
    _answer_all(code, "partly")

    with reading(OFFICE):
        counted = {
            one.audience: (one.opinions, one.partly, one.unanswered) for one in statistics_of(OFFICE, code)
        }
    assert counted == {
        "departments": (1, 1, 0),
        "counties": (0, 0, 0),
        "experts": (1, 1, 0),
        "public": (1, 1, 0),
    }


def test_names_of_the_public__are_the_offices_alone(item: Review) -> None:
    code = a_round()
    _public(code, item.number)

    with reading(LIAISON):
        seen = opinions_of_round(LIAISON, code)
    assert [(one.who, one.contact) for one in seen] == [("", "")]
    with reading(OFFICE):
        assert [one.who for one in opinions_of_round(OFFICE, code)] == ["郑十三"]
    with reading(STRANGER):
        assert opinions_of_round(STRANGER, code) == ()


def test_what_is_published__is_what_the_office_released_after_the_end(item: Review) -> None:
    code = a_round()
    _public(code, item.number)
    _answer_all(code, "adopted", public_text="建议写明时限")

    with reading(VISITOR):
        assert published_opinions(VISITOR, code) == ()
    close_round(code=code, by=OFFICE, at=OVER)
    with reading(VISITOR):
        assert [(one.text, one.answer) for one in published_opinions(VISITOR, code)] == [
            ("建议写明时限", "adopted")
        ]


def test_a_round__does_not_end_before_its_last_day_is_over(item: Review) -> None:
    code = a_round()

    with pytest.raises(Refused, match="early_reason"):
        close_round(code=code, by=OFFICE, at=NOW + timedelta(days=14))
    close_round(code=code, by=OFFICE, at=OVER)


def test_a_round__ended_early_says_why_to_all(item: Review) -> None:
    code = a_round()

    with pytest.raises(Refused, match="too_early"):
        close_round(code=code, reason="法规有变", by=OFFICE, at=NOW)
    close_round(code=code, reason=" 法规有变 ", by=OFFICE, at=NOW + timedelta(days=2))
    with reading(VISITOR):
        assert get_round(VISITOR, code).closed_why == "法规有变"


def test_an_item__stays_in_consultation_while_any_round_over_it_runs(item: Review) -> None:
    public, departments = a_round(), a_round(DEPARTMENTS_ALONE)
    for unit in (1, 2, 3):
        say_nothing(code=departments, by=replace(STRANGER, unit=f"{CITY}{unit:03d}"), at=LATER)
    close_round(code=departments, by=OFFICE, at=LATER)

    assert conclude_all(campaign=CAMPAIGN, kind=POWER, by=OFFICE, at=LATER) == (0, 1)
    close_round(code=public, by=OFFICE, at=OVER)
    assert conclude_all(campaign=CAMPAIGN, kind=POWER, by=OFFICE, at=OVER) == (1, 0)


def test_a_round_of_departments__ends_when_all_have_spoken(item: Review) -> None:
    code = a_round(DEPARTMENTS_ALONE)
    with reading(OFFICE):
        asked = silent_units_of(OFFICE, code)
    assert asked
    for unit in (1, 2, 3):
        say_nothing(code=code, by=replace(STRANGER, unit=f"{CITY}{unit:03d}"), at=LATER)

    close_round(code=code, by=OFFICE, at=LATER)


def test_after_the_end__nothing_is_taken(item: Review) -> None:
    code = a_round()

    with pytest.raises(Refused, match="over"):
        give_unit_opinion(code=code, item=item.number, text="晚了", by=STRANGER, at=OVER)


def test_an_ended_link__is_none(item: Review) -> None:
    code = a_round()
    secret = invite_expert(code=code, name="林教授", organisation="", by=OFFICE, at=LATER)
    with reading(OFFICE):
        handle = links_of(CITY, code)[0].handle
    revoke_link(code=code, handle=handle, by=OFFICE, at=LATER)

    for wrong in (secret, "x" * 32):
        with pytest.raises(Missing):
            give_expert_opinion(region=CITY, secret=wrong, item="", text="…", by=VISITOR, at=LATER)


def test_an_answer__needs_its_reason(item: Review) -> None:
    code = a_round()
    given = _public(code, item.number)

    with pytest.raises(Refused, match="required"):
        answer_opinion(code=given, answer="rejected", reason=" ", public_text="", by=OFFICE, at=LATER)
    with pytest.raises(Missing):
        answer_opinion(code=given, answer="rejected", reason="不", public_text="", by=LIAISON, at=LATER)


def _public(code: str, item: str) -> str:
    return give_public_opinion(
        region=CITY,
        code=code,
        item=item,
        text="建议写明时限",
        author="郑十三",
        contact="0795-0000009",
        by=VISITOR,
        at=LATER,
    )


def _answer_all(code: str, answer: str, public_text: str = "") -> None:
    with reading(OFFICE):
        codes = [one.code for one in opinions_of_round(OFFICE, code)]
    for one in codes:
        answer_opinion(
            code=one, answer=answer, reason="时限已写", public_text=public_text, by=OFFICE, at=LATER
        )
