"""A case of the county is examined, sent up, decided by the city, brought back and served in the county."""

from datetime import timedelta

import pytest
from tests.builders import CITY, COUNTY
from tests.builders_cases import HANDLER, LAMP, LATER, WINDOW
from tests.builders_referrals import (
    BOTH,
    C_APPROVER,
    C_HANDLER,
    C_WINDOW,
    EXAMINED,
    OPINION,
    TRAVELLER,
    decided_above,
    examined_case,
    pair,
    seen,
    sent,
    served_below,
    two_levels,
)

from qingdan.base.clock import day_of
from qingdan.base.events.queries import faults
from qingdan.base.refusal import Missing, Refused, Stale
from qingdan.base.transactions import reading
from qingdan.cases.models import Case, CaseDecision, CaseMaterial, CasePaper, CaseTask
from qingdan.cases.queries.desk import case_page
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.referrals.queries.pairs import pair_of
from qingdan.referrals.services.acknowledging import receive
from qingdan.referrals.services.returning import withdraw_application
from qingdan.referrals.services.sending import send_up
from qingdan.rules.case_state import CaseState

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A18", "R-086")]


def test_sending_up__hands_on_opinion_answers_and_all_materials() -> None:
    two_levels()
    number, there = sent()
    first, second = seen(number), seen(there)

    assert (first.state, second.state) == ("referred", "under_review")
    assert (second.region_id, second.item_code, second.carries) == (CITY, LAMP, number)
    assert (second.answers, second.id_number) == (first.answers, first.id_number)
    with reading(BOTH):
        filed = CaseMaterial.objects.filter(case=second).values_list("place", "name")
        assert list(filed) == [(1, "灯笼合格证"), (2, "房屋证明")]
        assert not CaseTask.objects.filter(case=first, done_at=None).exists()
    assert (pair(number).opinion, pair(number).materials) == (OPINION, 2)


def test_two_clocks__the_day_of_sending_belongs_to_the_first() -> None:
    two_levels()
    at = LATER + timedelta(days=7)
    number = examined_case(at=LATER)
    there = send_up(number=number, version=seen(number).version, opinion=OPINION, by=C_APPROVER, at=at)
    first, second = seen(number), seen(there)

    assert first.handed_on == second.accepted_on == day_of(at)
    assert first.decision_due_on and second.decision_due_on
    assert first.due_on == second.promised_due_on  # a stated wait, with its last day
    assert second.decision_due_on > first.decision_due_on


def test_result__comes_back_with_decision_and_paper_and_is_served_below() -> None:
    two_levels()
    number, there = sent()
    decided_above(there)
    first, second = seen(number), seen(there)

    assert (first.state, second.state) == ("granted", "returned")
    assert first.decided_on == second.decided_on and first.service_due_on
    with reading(C_WINDOW):
        decision = CaseDecision.objects.get(case=first)
        assert (decision.decided_in, decision.by) == (there, "approver")
        assert CasePaper.objects.get(case=first, kind="grant").number.startswith(there)
    served_below(number)
    assert seen(number).state == "served" and faults() == []
    assert pair(number).licence


def test_what_is_known_of_the_case_there__is_where_it_stands_at_the_end() -> None:
    two_levels()
    number, there = sent()
    decided_above(there)

    assert pair(number).second_state == seen(there).state == "returned"
    with reading(C_WINDOW):
        assert pair_of(number, today=day_of(LATER)).second.state == "已决定，结果交回收件的一方"


@pytest.mark.parametrize("granted", [True, False])
def test_decision_above__is_the_result_here(granted: bool) -> None:
    two_levels()
    number, there = sent()
    decided_above(there, granted=granted)

    assert seen(number).state == ("granted" if granted else "refused")
    assert pair(number).result == seen(number).state


def test_county__decides_nothing_itself() -> None:
    two_levels()
    number = examined_case()
    said = Decided(granted=True, facts="合格", clauses=(1,))
    with pytest.raises(Refused) as refused:
        decide_case(number=number, version=seen(number).version, decided=said, by=C_APPROVER, at=LATER)
    with reading(C_APPROVER):
        acts = case_page(C_APPROVER, number, at=LATER).acts

    assert [one.key for one in refused.value.problems] == ["case.decides_here"]
    assert "send_up" in acts and not acts & {"grant", "refuse", "extend"}


def test_sending_up__is_not_for_who_handled_it_nor_without_opinion() -> None:
    two_levels()
    number = examined_case()
    with pytest.raises(Refused) as refused:
        send_up(number=number, version=seen(number).version, opinion=" ", by=C_HANDLER, at=LATER)

    assert {one.key for one in refused.value.problems} == {
        "case.wrong_party",
        "case.opinion",
        "case.not_handler",
    }
    assert seen(number).state == CaseState.UNDER_REVIEW
    with reading(BOTH):
        assert not Case.objects.filter(region=CITY).exists()


def test_wall__each_side_sees_its_own_case_and_the_pair() -> None:
    two_levels()
    number, there = sent()
    for by, own, other in ((C_WINDOW, number, there), (HANDLER, there, number)):
        with reading(by):
            assert list(Case.objects.values_list("number", flat=True)) == [own]
            shown = pair_of(own, today=day_of(LATER))
            assert shown and {shown.first.number, shown.second.number} == {own, other}
            with pytest.raises(Missing):
                case_page(by, other, at=LATER)


def test_sent_twice__is_stale_and_there_is_one() -> None:
    two_levels()
    number = examined_case()
    version = seen(number).version
    send_up(number=number, version=version, opinion=OPINION, by=C_APPROVER, at=LATER)
    with pytest.raises(Stale):
        send_up(number=number, version=version, opinion=OPINION, by=C_APPROVER, at=LATER)

    with reading(BOTH):
        assert Case.objects.filter(item_code=LAMP).count() == 1


def test_withdrawing__ends_both() -> None:
    two_levels()
    number, there = sent()
    withdraw_application(number=number, by=TRAVELLER, at=LATER)

    assert (seen(number).state, seen(there).state) == ("withdrawn", "withdrawn")
    assert pair(number).state == "withdrawn"
    with pytest.raises(Refused):
        withdraw_application(number=number, by=TRAVELLER, at=LATER)


def test_papers__are_signed_for_once_and_no_clock_waits() -> None:
    two_levels()
    number, there = sent()
    before = seen(there).due_on
    receive(number=there, by=WINDOW, at=LATER)
    with pytest.raises(Refused):
        receive(number=there, by=WINDOW, at=LATER)
    with pytest.raises(Missing):
        receive(number=number, by=C_WINDOW, at=LATER)

    assert pair(number).acknowledged_by == WINDOW.name and seen(there).due_on == before


def test_item_without_one_above__is_not_sent_up() -> None:
    two_levels(sent_up_to="")
    number = examined_case()
    with pytest.raises(Refused) as refused:
        send_up(number=number, version=seen(number).version, opinion=OPINION, by=C_APPROVER, at=LATER)

    assert [one.key for one in refused.value.problems] == ["case.sent_up"]
    assert (seen(number).item_code, seen(number).region_id) == (EXAMINED, COUNTY)
