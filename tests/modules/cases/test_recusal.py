"""回避: nobody of the unit works on an application of his own, not as a stand-in either; the database holds to it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import IntegrityError
from tests.builders import CITY, NOW
from tests.builders_cases import (
    APPROVER,
    CITIZEN,
    HANDLER,
    HEAD,
    ID_NUMBER,
    LAMP,
    LATER,
    WINDOW,
    a_serving_city,
    accepted,
    an_applicant,
    reviewed,
    submitted,
    taken_in,
    the_case,
)

from qingdan.applicants.models import Applicant, Proxy
from qingdan.base.actor import Actor
from qingdan.base.people.models import User
from qingdan.base.refusal import Refused
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import CaseDecision
from qingdan.cases.queries.desk import case_page
from qingdan.cases.services.accepting import accept_case
from qingdan.cases.services.barring import bar_applicant
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.cases.services.records import check_originals
from qingdan.cases.services.requests import Asked, ask
from qingdan.cases.services.running import take_task
from qingdan.rules.case_state import STAFF, CaseGuard, Party
from qingdan.rules.case_table import CASE_LIFE
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G5", "R-027")]


@pytest.fixture(autouse=True)
def city() -> None:
    a_serving_city()


def also_citizen(one: Actor) -> Actor:
    """The officer signs in with the account that applied."""
    return replace(one, username=CITIZEN.username)


def with_the_number(one: Actor) -> Actor:
    """The officer's own account has an identity with the applicant's number, written another way."""
    with writing(one):
        an_applicant(by=one)
        Applicant.objects.filter(user__username=one.username).update(id_number="110105-19491231-002x")
    return one


def holding_a_proxy(one: Actor) -> Actor:
    """The applicant lets the officer's account act for it."""
    with writing(one):
        user, _ = User.objects.get_or_create(username=one.username, defaults={"name": one.name})
        principal = Applicant.objects.get(user__username=CITIZEN.username)
        Proxy.objects.create(principal=principal, agent=user, items=[LAMP], until="2027-01-01", made_at=NOW)
    return one


def standing_in_for_him(one: Actor) -> Actor:
    """The officer stands in for the one who applied, in whichever role of the unit."""
    return replace(one, acts_for=((Role.HANDLER, CITIZEN.username, CITIZEN.name),))


WAYS = pytest.mark.parametrize(
    "concerned", [also_citizen, with_the_number, holding_a_proxy, standing_in_for_him]
)


def decide(number: str, by: Actor) -> str:
    decided = Decided(granted=True, facts="灯都合格", clauses=(1,))
    return decide_case(number=number, version=the_case(number).version, decided=decided, by=by, at=LATER)


def test_every_act_of_the_agency__is_refused_to_who_is_concerned_by_the_table() -> None:
    asked = {row.action for row in CASE_LIFE if CaseGuard.RECUSAL in row.guards}
    staff = {row.action for row in CASE_LIFE if row.parties & STAFF}

    assert staff - asked == {"supplement"}  # the applicant's too: at a window it is refused by the service
    assert all(Party.APPLICANT not in row.parties for row in CASE_LIFE if row.action in asked)


@WAYS
def test_acceptance__is_not_by_the_applicant_himself(concerned: Callable[[Actor], Actor]) -> None:
    number = submitted().number
    by = concerned(WINDOW)
    with pytest.raises(Refused, match=r"case\.recusal"):
        accept_case(number=number, version=the_case(number).version, by=by, at=LATER)


@WAYS
def test_decision__is_not_by_the_applicant_himself(concerned: Callable[[Actor], Actor]) -> None:
    number = reviewed()
    by = concerned(APPROVER)
    with pytest.raises(Refused, match=r"case\.recusal"):
        decide(number, by)
    with reading(by):
        page = case_page(by, number, at=LATER)
    assert page.concerned and page.acts <= {"withdraw"} and not page.asks


@pytest.mark.parametrize("concerned", [also_citizen, with_the_number, holding_a_proxy])
def test_decision__by_the_applicant_is_refused_by_the_database(concerned: Callable[[Actor], Actor]) -> None:
    number = reviewed()
    by, case = concerned(APPROVER), the_case(number)
    with pytest.raises(IntegrityError, match="application of his own"), writing(by):
        CaseDecision.objects.create(
            region_id=CITY, case=case, entry=case.entry, granted=True, clauses="第三条", by=by.username,
            by_name=by.name, on=LATER.date(), at=LATER,
        )  # fmt: skip


def test_acts_beside_the_table__are_refused_too() -> None:
    number = accepted()
    handler, head, window = also_citizen(HANDLER), also_citizen(HEAD), also_citizen(WINDOW)
    asked = Asked(action="suspend", reason="要请专家看", kind="expert_review", days=5)
    for act in (
        lambda: ask(number=number, asked=asked, by=handler, at=LATER),
        lambda: take_task(number=number, step=3, holder="", by=handler, at=LATER),
        lambda: check_originals(number=number, places=[1], by=window, at=LATER),
        lambda: bar_applicant(number=number, kind="fraud", reason="假的", by=head, at=LATER),
    ):
        with pytest.raises(Refused, match=r"case\.recusal"):
            act()


def test_clerk_at_the_window__made_the_case_and_goes_on_with_it() -> None:
    number = taken_in().number
    with reading(WINDOW):
        assert not case_page(WINDOW, number, at=LATER).concerned
    by = with_the_number(replace(WINDOW, username="window_2"))
    with reading(by):
        assert the_case(number).id_number == ID_NUMBER and case_page(by, number, at=LATER).concerned
