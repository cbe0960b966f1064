"""Licences: verified, published, changed by two, ended with the decision, renewed by the law (Art. 40–70)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError
from tests.builders import CITY
from tests.builders_cases import (
    CITIZEN,
    HANDLER,
    HEAD,
    LAMP,
    LATER,
    WINDOW,
    a_serving_city,
    an_application,
    decided,
    submit_signed,
    the_case,
)

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Case, CaseBar, CasePaper
from qingdan.cases.services.barring import bar_applicant
from qingdan.cases.services.requests import Asked, approve, ask
from qingdan.cases.services.timers import run_timers
from qingdan.licences.models import Licence, LicenceChange, LicenceRequest
from qingdan.licences.queries.public import grants_page, verified_licence
from qingdan.licences.services.changing import LicenceAsked, ask_for_change, decide_change
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G5")]
PROGRAM = replace(SYSTEM, region=CITY, regions=(CITY,))
DEPUTY = replace(HEAD, username="deputy", name="傅职")
TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    a_serving_city()


def _licence(number: str) -> Licence:
    with reading(WINDOW):
        return Licence.objects.get(case_number=number)


def _status(code: str, on: date = TODAY) -> str:
    with reading(WINDOW):
        return verified_licence(code, WINDOW, on).status


def test_a_licence__is_good_until_its_last_day() -> None:
    code = _licence(decided()).code

    days = (date(2026, 5, 31), TODAY, date(2029, 6, 1), date(2029, 6, 2))
    assert [_status(code, day) for day in days] == ["not_yet", "valid", "valid", "expired"]
    with reading(WINDOW):
        seen = verified_licence(code, WINDOW, TODAY)
    assert (seen.holder, seen.good, seen.whole) == ("江＊＊", True, True)


def test_grants__are_published_unless_the_law_withholds_them() -> None:
    decided(once="one")
    decided(once="two", withheld="国家秘密")

    with reading(WINDOW):
        found = grants_page(CITY, today=TODAY)
        other_day = grants_page(CITY, today=TODAY, until=date(2026, 5, 31))
    assert (found.total, found.withheld, found.grants[0].holder) == (1, 1, "江＊＊")
    assert other_day.total == 0


@pytest.mark.parametrize(
    "holder",
    [
        replace(HEAD, username=CITIZEN.username),
        replace(HEAD, acts_for=((Role.DEPUTY, CITIZEN.username, "江小灯"),)),
    ],
    ids=["himself", "who stands in for him"],
)
def test_a_holder__neither_asks_for_a_change_of_the_own_licence_nor_decides_it(holder: Actor) -> None:
    code = _licence(decided()).code
    asked = LicenceAsked(kind="cancelled", ground="第七十条", reason="停了")
    with pytest.raises(Refused, match=r"licence\.recusal"):
        ask_for_change(code=code, asked=asked, by=holder, at=LATER)
    ask_for_change(code=code, asked=asked, by=HANDLER, at=LATER)
    with pytest.raises(Refused, match=r"licence\.recusal"):
        decide_change(code=code, approved=True, by=holder, at=LATER)

    assert _status(code) == "valid"


@pytest.mark.parametrize(
    ("kind", "status"), [("revoked", "revoked"), ("withdrawn", "withdrawn"), ("cancelled", "cancelled")]
)
def test_a_change__takes_two(kind: str, status: str) -> None:
    code = _licence(decided()).code
    ask_for_change(
        code=code, asked=LicenceAsked(kind=kind, ground="第七十条", reason="停了"), by=HEAD, at=LATER
    )
    with pytest.raises(Refused, match="other_approver"):
        decide_change(code=code, approved=True, by=HEAD, at=LATER)
    with pytest.raises(Missing):
        decide_change(code=code, approved=True, by=HANDLER, at=LATER)
    decide_change(code=code, approved=True, by=DEPUTY, at=LATER)

    assert _status(code) == status
    with pytest.raises(Refused, match="ended_already"):
        ask_for_change(code=code, asked=LicenceAsked(kind=kind, ground="x", reason="y"), by=HEAD, at=LATER)


def test_a_change__is_not_decided_by_who_stands_in_for_who_asked() -> None:
    code = _licence(decided()).code
    asked = LicenceAsked(kind="cancelled", ground="第七十条", reason="停了")
    ask_for_change(code=code, asked=asked, by=HEAD, at=LATER)
    borrowed = frozenset({Role.PRINCIPAL})
    acts_for = ((Role.PRINCIPAL, HEAD.username, HEAD.name),)
    her = replace(HEAD, username="deputising", name="戴班", borrowed=borrowed, acts_for=acts_for)
    with pytest.raises(Refused, match="other_approver"):
        decide_change(code=code, approved=True, by=her, at=LATER)
    another = replace(her, acts_for=((Role.PRINCIPAL, "third", "三长"),))
    decide_change(code=code, approved=True, by=another, at=LATER)
    with reading(HEAD):
        assert LicenceRequest.objects.get().answered_by_name == "戴班（代三长）"


def test_an_amendment__says_name_and_number_of_the_holder_together() -> None:
    code = _licence(decided()).code
    for content in ({"holder": "江大灯"}, {"holder_id": "91360900MA35AAAA1X"}):
        asked = LicenceAsked(kind="amended", ground="第四十九条", reason="改名", content=content)
        with pytest.raises(Refused, match=r"desk\.required"):
            ask_for_change(code=code, asked=asked, by=HANDLER, at=LATER)


def test_the_database__holds_maker_and_checker_apart() -> None:
    code = _licence(decided()).code
    ask_for_change(code=code, asked=LicenceAsked(kind="revoked", ground="a", reason="b"), by=HEAD, at=LATER)

    with pytest.raises(IntegrityError, match="licence_answered_by_another"), writing(HEAD):
        LicenceRequest.objects.update(approved=True, answered_by=HEAD.username)


def test_an_amended_licence__says_the_new_and_keeps_the_old() -> None:
    code = _licence(decided()).code
    asked = LicenceAsked(
        kind="amended",
        ground="第四十九条",
        reason="改名",
        content={"holder": "江大灯", "holder_id": " 91360900ma35aaaa1x ", "conditions": "不点油灯"},
    )
    before = _licence(the_number())
    ask_for_change(code=code, asked=asked, by=HANDLER, at=LATER)
    decide_change(code=code, approved=True, by=HEAD, at=LATER)

    after = _licence(before.case_number)
    with reading(WINDOW):
        seen = verified_licence(code, WINDOW, TODAY)
        change = LicenceChange.objects.get(licence=after)
    assert after.holder_id == "91360900MA35AAAA1X"
    assert (after.holder_name, seen.conditions, seen.whole) == ("江大灯", "不点油灯", True)
    assert after.digest != before.digest and change.digest == after.digest


def the_number() -> str:
    """The one case there is."""
    with reading(WINDOW):
        return Case.objects.get().number


def test_voiding_the_decision__ends_its_licence() -> None:
    number = decided()
    void = Asked(action="void", ground="第六十九条", reason="违法准予")
    ask(number=number, asked=void, by=HANDLER, at=LATER)
    approve(number=number, action="void", by=HEAD, at=LATER)

    assert (the_case(number).state, _licence(number).state) == ("voided", "revoked")


def _renewal(days_before: int) -> tuple[str, datetime]:
    licence = _licence(decided())
    assert licence.valid_until
    expiry = LATER + timedelta(days=(licence.valid_until - TODAY).days)
    code = an_application(at=expiry - timedelta(days=days_before), once="renewal")
    with writing(CITIZEN):
        Case.objects.filter(code=code).update(renews=licence.number)
    at = expiry - timedelta(days=days_before)
    return submit_signed(code=code, version=2, by=CITIZEN, at=at).number, expiry


def test_a_renewal__asked_for_in_time_and_not_decided_is_granted_by_law() -> None:
    number, expiry = _renewal(30)
    assert run_timers(by=PROGRAM, at=expiry)["deem_renewed"] == 0
    done = run_timers(by=PROGRAM, at=expiry + timedelta(days=3))
    again = run_timers(by=PROGRAM, at=expiry + timedelta(days=3))

    case, old = the_case(number), the_first_licence()
    assert (done["deem_renewed"], again["deem_renewed"], case.state) == (1, 0, "granted")
    assert (case.decided_on, old.valid_until) == (date(2029, 6, 2), date(2032, 6, 1))
    with reading(WINDOW):
        assert CasePaper.objects.filter(case=case, kind="deemed_renewal").count() == 1


def test_a_renewal__asked_for_too_late_is_not_granted_by_law() -> None:
    _, expiry = _renewal(29)

    assert run_timers(by=PROGRAM, at=expiry + timedelta(days=3))["deem_renewed"] == 0


def the_first_licence() -> Licence:
    """The licence that there is."""
    with reading(WINDOW):
        return Licence.objects.get()


@pytest.mark.parametrize(
    ("kind", "until"), [("false_statements", date(2027, 6, 1)), ("fraud", date(2029, 6, 1))]
)
def test_who_is_barred__cannot_apply_until_the_day(kind: str, until: date) -> None:
    number = decided()
    with pytest.raises(Missing):
        bar_applicant(number=number, kind=kind, reason="假证明", by=HANDLER, at=LATER)
    assert bar_applicant(number=number, kind=kind, reason="假证明", by=HEAD, at=LATER) == until
    code = an_application(once="again")

    with reading(WINDOW):
        assert CaseBar.objects.get().item_code == LAMP
    with pytest.raises(Refused, match="not_barred"):
        submit_signed(code=code, version=2, by=CITIZEN, at=LATER)
