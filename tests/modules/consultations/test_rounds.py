"""A round from opening to the last answer; who may speak, who may read, what is published."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.builders import CITY, NOW
from tests.builders_filings import LATER, OFFICE
from tests.builders_powers import CAMPAIGN, LIAISON, STRANGER
from tests.builders_reviews import POWER

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing, Refused, Stale
from qingdan.base.transactions import reading, writing
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
from qingdan.reviews.services.consulting import answer_in_consultation, open_consultation
from qingdan.reviews.services.gates import conclude_all
from qingdan.reviews.services.together import step_together
from qingdan.rules.review import ItemState

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
        nothing(departments, unit)
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
        nothing(code, unit)

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
        answer_opinion(
            code=given, version=1, answer="rejected", reason=" ", public_text="", by=OFFICE, at=LATER
        )
    with pytest.raises(Missing):
        answer_opinion(
            code=given, version=1, answer="rejected", reason="不", public_text="", by=LIAISON, at=LATER
        )


def test_an_answer__says_nothing_of_a_person(item: Review) -> None:
    given = _public(a_round(), item.number)
    answered = {"code": given, "version": 1, "answer": "adopted", "by": OFFICE, "at": LATER}

    for reason, public in (
        ("已电告 13807950000", ""),
        ("已改", "郑十三：写明时限"),
        ("已改", "电话 0795-0000009"),
    ):
        with pytest.raises(Refused, match="personal"):
            answer_opinion(reason=reason, public_text=public, **answered)
    answer_opinion(reason="已改", public_text="写明时限", **answered)


def test_an_answer__that_somebody_else_gave_meanwhile_is_not_lost(item: Review) -> None:
    given = _public(a_round(), item.number)
    words = {"code": given, "public_text": "", "by": OFFICE, "at": LATER}
    answer_opinion(version=1, answer="adopted", reason="时限已写", **words)

    with pytest.raises(Stale) as stale:
        answer_opinion(version=1, answer="rejected", reason="不写", **words)
    assert stale.value.theirs["reason"] == "时限已写"
    answer_opinion(version=stale.value.version, answer="rejected", reason="不写", **words)


def test_an_answer__stands_once_the_item_is_tabled(item: Review) -> None:
    given = _public(a_round(), item.number)
    words = {"code": given, "answer": "adopted", "reason": "已改", "public_text": "", "by": OFFICE}
    answer_in_consultation(version=1, at=LATER, **words)
    tabled = replace_state(item, "table")

    with pytest.raises(Refused, match="answer_fixed"):
        answer_in_consultation(version=2, at=OVER, **words)
    replace_state(tabled, "untable")
    answer_in_consultation(version=2, at=OVER, **words)


def replace_state(item: Review, action: str) -> Review:
    """The item tabled, or taken back, as its list's draft does it."""
    before = {"table": ItemState.CLEARED, "untable": ItemState.TABLED}[action]
    with writing(OFFICE):
        Review.objects.filter(pk=item.pk).update(state=before)
        found = Review.objects.select_related("campaign", "unit").get(pk=item.pk)
        step_together([found], action, by=OFFICE, at=OVER)
    return found


def test_the_same_words__of_the_same_source_are_kept_once(item: Review) -> None:
    code = a_round()
    words = {"code": code, "item": item.number, "text": "建议写明时限"}
    unit = [give_unit_opinion(**words, by=STRANGER, at=LATER) for _ in range(2)]
    named = [_public(code, item.number) for _ in range(2)]
    blank = {**words, "region": CITY, "author": "", "contact": "", "by": VISITOR}
    soon = [give_public_opinion(**blank, at=LATER + timedelta(minutes=n)) for n in (0, 9, 30)]

    assert len(set(unit)) == len(set(named)) == 1
    assert len(set(soon)) == 2
    assert len({*unit, *named, *soon, give_unit_opinion(**{**words, "item": ""}, by=STRANGER, at=LATER)}) == 5


def nothing(code: str, unit: int) -> None:
    speaker = replace(STRANGER, unit=f"{CITY}{unit:03d}")
    say_nothing(code=code, unit=speaker.unit, by=speaker, at=LATER)


def test_who_changed_to_another_unit_meanwhile__does_not_speak_for_it(item: Review) -> None:
    with pytest.raises(Refused, match="other_unit"):
        say_nothing(code=a_round(), unit=f"{CITY}001", by=STRANGER, at=LATER)


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
            code=one,
            version=1,
            answer=answer,
            reason="时限已写",
            public_text=public_text,
            by=OFFICE,
            at=LATER,
        )
