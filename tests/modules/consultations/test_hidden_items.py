"""An item that is kept from the public is kept from it in its round too (R-019), from the proposal on."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from tests.builders import CITY, NOW
from tests.builders_filings import LATER, OFFICE
from tests.builders_powers import CAMPAIGN, LIAISON, STRANGER
from tests.builders_reviews import POWER, a_colleague

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading
from qingdan.campaigns.models import Campaign
from qingdan.consultations.queries.rounds import (
    get_round,
    items_of_round,
    list_rounds,
    opinions_of_round,
    published_opinions,
    shown_item,
    statistics_of,
)
from qingdan.consultations.services.opinions import (
    answer_opinion,
    give_expert_opinion,
    give_public_opinion,
    give_unit_opinion,
)
from qingdan.consultations.services.rounds import close_round, invite_expert
from qingdan.lists.queries.obstacles import obstacles
from qingdan.reviews.models import Review
from qingdan.reviews.queries.consulting import waiting_for_consultation
from qingdan.reviews.queries.gates import gates_of
from qingdan.reviews.services.consulting import open_consultation
from qingdan.reviews.services.gates import conclude_all, conclude_consultation
from qingdan.reviews.services.legality import clear_item
from qingdan.reviews.services.registers import decide_withholding, lift_withholding, propose_withholding
from qingdan.rules.review import ItemState
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-019", "R-057")]

VISITOR = Actor(username="", name="", region=CITY, regions=(CITY,))
OVER = NOW + timedelta(days=15)
ALL = ("departments", "experts", "public")


def a_round(audiences: tuple[str, ...] = ALL) -> str:
    return open_consultation(
        campaign=CAMPAIGN,
        kind=POWER,
        title="第一轮",
        audiences=audiences,
        closes_on=date(2026, 6, 15),
        numbers=None,
        by=OFFICE,
        at=LATER,
    )


def proposed(item: Review) -> str:
    words = {"ground": "《临江市灯笼管理条例》第九条", "reason": "灯塔在哪里"}
    return propose_withholding(
        campaign=CAMPAIGN, kind=POWER, number=item.number, **words, by=LIAISON, at=LATER
    )


def decided(code: str, *, approve: bool) -> None:
    note = "" if approve else "没有这样的依据"
    decide_withholding(code=code, approve=approve, note=note, by=the_office(LATER), at=LATER)


def the_office(at: datetime) -> Actor:
    return replace(a_colleague(Role.ESTABLISHMENT_OFFICE, unit=2), factor_at=at)


def sees(actor: Actor, code: str, item: Review) -> bool:
    with reading(actor):
        listed = bool(items_of_round(actor, code))
        try:
            shown_item(actor, code, item.number)
        except Missing:
            assert not listed
            return False
    assert listed
    return True


def test_a_proposal__hides_the_item_from_all_but_its_unit_and_the_reviewers(item: Review) -> None:
    code = a_round()
    assert all(sees(one, code, item) for one in (VISITOR, STRANGER, LIAISON, OFFICE))

    proposed(item)

    assert [sees(one, code, item) for one in (VISITOR, STRANGER, LIAISON, OFFICE)] == [
        False,
        False,
        True,
        True,
    ]
    with reading(VISITOR):
        assert list_rounds(VISITOR)[0].items == 0


def test_what_is_approved__stays_hidden_until_it_is_lifted(item: Review) -> None:
    code, proposal = a_round(), proposed(item)

    decided(proposal, approve=True)
    assert not sees(VISITOR, code, item)
    lift_withholding(code=proposal, why="已经公开过", by=the_office(LATER), at=LATER)
    assert sees(VISITOR, code, item)


def test_what_is_not_approved__is_shown_again(item: Review) -> None:
    code = a_round()

    decided(proposed(item), approve=False)

    assert sees(VISITOR, code, item)


def test_on_a_hidden_item__nobody_outside_says_anything(item: Review) -> None:
    code = a_round()
    secret = invite_expert(code=code, name="林教授", organisation="", by=OFFICE, at=LATER)
    proposed(item)
    outside = {"region": CITY, "item": item.number, "text": "灯太暗", "by": VISITOR, "at": LATER}

    with pytest.raises(Missing):
        give_public_opinion(code=code, author="", contact="", **outside)
    with pytest.raises(Missing):
        give_expert_opinion(secret=secret, **outside)
    with pytest.raises(Missing):
        give_unit_opinion(code=code, item=item.number, text="灯太暗", by=STRANGER, at=LATER)


def test_opinions_on_a_hidden_item__are_neither_published_nor_counted(item: Review) -> None:
    code = a_round()
    given = give_unit_opinion(code=code, item=item.number, text="灯太暗", by=STRANGER, at=LATER)
    answer_opinion(
        code=given, version=1, answer="adopted", reason="已改", public_text="灯太暗", by=OFFICE, at=LATER
    )
    close_round(code=code, by=OFFICE, at=OVER)
    with reading(VISITOR):
        assert len(published_opinions(VISITOR, code)) == 1
        assert statistics_of(VISITOR, code)[0].opinions == 1

    proposed(item)

    with reading(VISITOR):
        assert published_opinions(VISITOR, code) == ()
        assert statistics_of(VISITOR, code)[0].opinions == 0
    with reading(STRANGER):
        assert opinions_of_round(STRANGER, code) == ()


def test_while_nobody_has_decided__no_round_is_opened_over_the_item(item: Review) -> None:
    proposal = proposed(item)

    with pytest.raises(Refused, match="withholding_undecided") as refused:
        a_round()
    assert refused.value.problems[0].params["items"] == item.name
    decided(proposal, approve=False)
    assert a_round()


def test_while_nobody_has_decided__the_item_is_not_cleared_and_not_tabled(item: Review) -> None:
    close_round(code=a_round(), by=OFFICE, at=OVER)
    conclude_consultation(
        campaign=CAMPAIGN, kind=POWER, number=item.number, version=item.version, by=OFFICE, at=OVER
    )
    proposed(item)
    lawyer = a_colleague(Role.LEGAL_AFFAIRS, unit=2)

    with pytest.raises(Refused, match="withholding_undecided"):
        clear_item(
            campaign=CAMPAIGN, kind=POWER, number=item.number, version=item.version + 1, by=lawyer, at=OVER
        )
    with reading(OFFICE):
        cleared = Review.objects.get(pk=item.pk)
        cleared.state = ItemState.CLEARED
        found = obstacles(Campaign.objects.get(code=CAMPAIGN), POWER, [cleared])
    assert "reviews.withholding_undecided" in {one.key for one in found}


def test_what_is_kept_from_the_public__goes_on_without_a_round(item: Review) -> None:
    decided(proposed(item), approve=True)
    with reading(OFFICE):
        assert waiting_for_consultation(OFFICE, campaign=CAMPAIGN) == {}
        assert gates_of(OFFICE, CAMPAIGN).lines[0].consulted

    with pytest.raises(Refused, match="no_items"):
        a_round()
    assert conclude_all(campaign=CAMPAIGN, kind=POWER, by=OFFICE, at=LATER) == (1, 0)


def test_a_round_of_departments__is_theirs_and_the_reviewers(item: Review) -> None:
    code = a_round(("departments",))
    reviewer = a_colleague(Role.REVIEWER, unit=3, username="reviewer-3")
    nobody = replace(STRANGER, unit=f"{CITY}099", charges=())

    for actor, shown in (
        (STRANGER, True),
        (LIAISON, True),
        (reviewer, True),
        (nobody, False),
        (VISITOR, False),
    ):
        with reading(actor):
            assert bool(list_rounds(actor)) == shown
    with reading(nobody), pytest.raises(Missing):
        get_round(nobody, code)
