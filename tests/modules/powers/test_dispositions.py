"""Dispositions with what each needs: kept as drafts, refused where they can never be right."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.builders import NOW, TODAY
from tests.builders_partners import COUNTY_OFFICE, COUNTY_UNIT, LEGAL, a_county_office, the_consent, the_item
from tests.builders_powers import LIAISON, OTHER, STRANGER, an_item

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing, Refused, Stale
from qingdan.base.transactions import reading, writing
from qingdan.campaigns.models import Campaign
from qingdan.data.reason_codes import load_reason_codes, reasons_of
from qingdan.powers.models import Consent
from qingdan.powers.queries.dispositions import DispositionPage, disposition_page, needs_of
from qingdan.powers.queries.referrals import referral_of, referrals_of
from qingdan.powers.services.consents import answer_consent, ask_again, withdraw_consent
from qingdan.powers.services.dispositions import ask_receivers, dispose
from qingdan.powers.services.items import delete_item
from qingdan.powers.services.law_changes import (
    GROUNDS,
    answer_law_change,
    propose_law_change,
    withdraw_law_change,
)
from qingdan.powers.services.referrals import keep_referral
from qingdan.rules.power_item import Disposition

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-023")]
LATER = NOW + timedelta(hours=1)


def _dispose(number: str, disposition: str, by: Actor = LIAISON, **values: Any) -> None:
    handover = values.pop("handover", None)
    dispose(
        number=number,
        version=the_item(number).version,
        values={"disposition": disposition, **values},
        handover=handover,
        by=by,
        at=LATER,
    )


def _page(number: str, actor: Actor = LIAISON) -> DispositionPage:
    with reading(actor):
        return disposition_page(actor, number, on=TODAY)


def _open(number: str) -> set[str]:
    return {one.key.removeprefix("needs.") for one in _page(number).needs}


def _refused(error: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {one.key for one in error.value.problems}


def test_reasons__are_offered_for_each_disposition() -> None:
    assert {one.disposition for one in load_reason_codes()} == set(Disposition)
    assert {one.code for one in reasons_of("abolish") if one.law_change} == set(GROUNDS)


def test_retained__needs_office_and_duty() -> None:
    number = an_item(office="")
    assert _open(number) == {"office", "duty"}
    _dispose(number, "retain", office="灯火科", duty="按时点灯")
    assert _open(number) == set()


def test_reason__of_another_disposition_is_refused() -> None:
    number = an_item()
    with pytest.raises(Refused) as error:
        _dispose(number, "transfer", reason_code="nearby")
    assert _refused(error) == {"powers.reason_code"}
    assert the_item(number).disposition == "retain"


def test_dispose__by_others_and_on_a_stale_page() -> None:
    number = an_item()
    with pytest.raises(Missing):
        _dispose(number, "abolish", by=STRANGER)
    with pytest.raises(Stale):
        dispose(number=number, version=9, values={"disposition": "abolish"}, by=LIAISON, at=LATER)
    with writing(LIAISON):
        Campaign.objects.update(closed_at=NOW)
    with pytest.raises(Refused) as error:
        _dispose(number, "abolish")
    assert _refused(error) == {"powers.closed"}


@pytest.mark.requirement("R-040", "C20")
@pytest.mark.parametrize(
    ("until", "refused"),
    [
        (date(2027, 5, 30), "powers.transition_too_short"),
        (date(2027, 5, 31), ""),
        (date(2029, 5, 31), ""),
        (date(2029, 6, 1), ""),  # whether the last day counts is read both ways
        (date(2029, 6, 2), "powers.transition_too_long"),
    ],
)
def test_transition__lasts_one_to_three_years(until: date, refused: str) -> None:
    number = an_item("灯笼糊制水平的评价", category="other")
    days = {"transition_from": "2026-06-01", "transition_until": until.isoformat()}
    if refused:
        with pytest.raises(Refused) as error:
            _dispose(number, "transfer", reason_code="ability", receiver="市灯笼学会（培育中）", **days)
        assert _refused(error) == {refused}
        return
    _dispose(number, "transfer", reason_code="ability", receiver="市灯笼学会（培育中）", **days)
    assert _open(number) == set()


def test_transition__half_of_it_is_refused_and_a_nursery_needs_one() -> None:
    number = an_item("灯笼糊制水平的评价", category="other")
    with pytest.raises(Refused) as error:
        _dispose(number, "transfer", transition_until="2027-06-01")
    assert _refused(error) == {"powers.transition_both"}
    _dispose(number, "transfer", reason_code="ability", receiver="培育中")
    assert _open(number) == {"transition"}


@pytest.mark.requirement("R-036")
def test_devolved__asks_the_counties_and_waits_for_them() -> None:
    a_county_office()
    number = an_item(receiver="各县灯火部门")
    handover = {"mode": "statutory", "on": "2026-12-01"}
    _dispose(number, "devolve", reason_code="nearby", handover=handover)
    assert _open(number) == {"counties"}
    ask_receivers(number=number, units=[COUNTY_UNIT], by=LIAISON, at=LATER)
    assert _open(number) == {"unanswered"}

    code = the_consent(COUNTY_OFFICE).code
    answer_consent(code=code, answer="object", reason="没有人手", by=COUNTY_OFFICE, at=LATER)
    assert _open(number) == {"objected"}
    ask_again(code=code, by=LIAISON, at=LATER)
    answer_consent(code=code, answer="agree", by=COUNTY_OFFICE, at=LATER)
    assert _open(number) == set()
    assert _page(number).handover["on"] == "2026-12-01"


def test_receivers__are_units_of_the_counties_that_stand() -> None:
    a_county_office()
    number = an_item()
    for units in ([OTHER], ["999999999"], []):
        with pytest.raises(Refused):
            ask_receivers(number=number, units=units, by=LIAISON, at=LATER)
    with pytest.raises(Missing):
        ask_receivers(number=number, units=[COUNTY_UNIT], by=STRANGER, at=LATER)
    Unit.objects.filter(code=COUNTY_UNIT).update(valid_until=TODAY)
    with pytest.raises(Refused) as error:
        ask_receivers(number=number, units=[COUNTY_UNIT], by=LIAISON, at=LATER)
    assert _refused(error) == {"powers.no_unit"}


def test_compulsory_measure__is_not_delegated() -> None:
    number = an_item("对灯笼的查封", category="compulsion")
    with pytest.raises(Refused) as error:
        _dispose(number, "devolve", handover={"mode": "delegated", "on": "明天"})
    assert _refused(error) == {"powers.no_delegation", "powers.day"}


@pytest.mark.requirement("R-034", "C22")
def test_abolished__with_a_basis_waits_for_the_answer_of_the_legal_affairs_office() -> None:
    number = an_item()
    _dispose(number, "abolish", reason_code="unused")
    assert _open(number) == {"use_count", "law_change"}
    _dispose(number, "abolish", reason_code="unused", use_count="2023年0件")
    code = propose_law_change(
        number=number,
        instrument="《临江市灯笼管理条例》",
        locator="第三条",
        ground="unused",
        proposal="删去",
        by=LIAISON,
        at=LATER,
    )
    assert _open(number) == {"law_change_waiting"}
    assert the_item(number).law_change == "建议修改《临江市灯笼管理条例》第三条：删去"

    answer_law_change(code=code, verdict="refused", answer="仍有管理对象", by=LEGAL, at=LATER)
    assert _open(number) == {"law_change_refused"}
    with pytest.raises(Refused):
        withdraw_law_change(code=code, by=LIAISON, at=LATER)


@pytest.mark.requirement("R-032")
def test_abolished__without_basis_needs_no_proposal() -> None:
    number = an_item(bases=())
    _dispose(number, "abolish", reason_code="no_basis")
    assert _open(number) == set()


def test_proposal__is_refused_empty_twice_and_of_a_deleted_item() -> None:
    number = an_item()
    words = {"instrument": "临江市灯笼管理条例", "ground": "conflict", "proposal": "改第三条"}
    for wrong in ({"ground": "tired"}, {"proposal": " "}, {"instrument": ""}, {"proposal": "字" * 4_001}):
        with pytest.raises(Refused):
            propose_law_change(number=number, **words | wrong, by=LIAISON, at=LATER)
    with pytest.raises(Missing):
        propose_law_change(number=number, **words, by=STRANGER, at=LATER)
    code = propose_law_change(number=number, **words, by=LIAISON, at=LATER)
    with pytest.raises(Refused) as error:
        propose_law_change(number=number, **words, by=LIAISON, at=LATER)
    assert _refused(error) == {"powers.proposed_already"}
    with pytest.raises(Missing):
        withdraw_law_change(code=code, by=STRANGER, at=LATER)
    withdraw_law_change(code=code, by=LIAISON, at=LATER)
    delete_item(number=number, by=LIAISON, at=LATER)
    with pytest.raises(Refused):
        propose_law_change(number=number, **words, by=LIAISON, at=LATER)


@pytest.mark.requirement("R-047")
def test_referral__is_completed_beside_the_item() -> None:
    number = an_item(disposition="refer_up", reason_code="held_above", receiver="市级")
    assert _open(number) == {"referral"}
    with reading(LIAISON):
        assert referral_of(LIAISON, number).missing == ("holder", "change")
    typed = {"holder": "省灯火厅", "change": "下放市级"}
    keep_referral(number=number, values=typed, by=LIAISON, at=LATER)
    assert _open(number) == set()
    with reading(LIAISON):
        (line,) = referrals_of(LIAISON).lines
    assert (line.row.holder, line.row.receiver, line.row.reason) == ("省灯火厅", "市级", "依据充分")
    assert line.row.proposed_by == "市灯笼局"


def test_referral__is_refused_for_other_dispositions_and_unknown_changes() -> None:
    kept, referred = an_item(), an_item("对偷灯笼的处罚", disposition="refer_up")
    with pytest.raises(Refused):
        keep_referral(number=kept, values={"holder": "省灯火厅"}, by=LIAISON, at=LATER)
    with pytest.raises(Refused):
        keep_referral(number=referred, values={"change": "随便"}, by=LIAISON, at=LATER)
    with pytest.raises(Missing):
        keep_referral(number=referred, values={}, by=STRANGER, at=LATER)
    with reading(STRANGER), pytest.raises(Missing):
        referrals_of(STRANGER, unit=f"{referred[:9]}")
    with reading(LIAISON), pytest.raises(Missing):
        referral_of(LIAISON, kept)


def test_needs__of_many_items_at_once() -> None:
    whole, bare = an_item(duty="按时点灯"), an_item("对偷灯笼的处罚")
    items = [the_item(whole), the_item(bare)]
    with reading(LIAISON):
        found = needs_of(LIAISON, items, on=TODAY)
    assert {number: [one.key for one in needs] for number, needs in found.items()} == {bare: ["needs.duty"]}


def test_question__is_taken_back() -> None:
    a_county_office()
    number = an_item()
    ask_receivers(number=number, units=[COUNTY_UNIT], by=LIAISON, at=LATER)
    code = the_consent(COUNTY_OFFICE).code
    for act in (withdraw_consent, ask_again):
        with pytest.raises(Missing):
            act(code=code, by=STRANGER, at=LATER)
    withdraw_consent(code=code, by=LIAISON, at=LATER)
    with reading(LIAISON):
        assert not Consent.objects.exists()
