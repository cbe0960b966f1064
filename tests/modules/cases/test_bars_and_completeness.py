"""Whoever is barred gets no receipt, acceptance or licence; nothing is accepted that lacks something."""

from datetime import timedelta

import pytest
from tests.builders import NOW, PASSWORD, SETTER
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
    reviewed,
    stepped,
    submitted,
    taken_in,
    the_case,
)
from tests.builders_powers import OTHER, OWN

from qingdan.base.people.services import appoint, open_account
from qingdan.base.refusal import Refused
from qingdan.base.transactions import reading
from qingdan.cases.models import CaseTask, Channel
from qingdan.cases.queries.desk import case_page
from qingdan.cases.services.accepting import Defect, accept_case, notify_defects
from qingdan.cases.services.applying import (
    Filed,
    NewCase,
    begin_application,
    file_material,
    supplement,
    take_in,
)
from qingdan.cases.services.barring import bar_applicant
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.cases.services.requests import AGAIN, Asked, approve, ask
from qingdan.rules.role import Role
from qingdan.web.desk.cases.offers import offered

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G5")]


@pytest.fixture(autouse=True)
def city() -> None:
    a_serving_city()


def barred(number: str) -> None:
    bar_applicant(number=number, kind="false_statements", reason="合格证是假的", by=HEAD, at=LATER)


@pytest.mark.parametrize("number", [ID_NUMBER, ID_NUMBER.lower(), "110105-19491231-002X"])
def test_window__takes_nothing_in_from_who_is_barred_however_the_number_is_written(number: str) -> None:
    barred(submitted().number)
    new = NewCase(item_code=LAMP, once="again", channel=Channel.WINDOW, name="江小灯", id_number=number)
    code = begin_application(new=new, by=WINDOW, at=LATER)
    with pytest.raises(Refused, match=r"case\.not_barred"):
        take_in(code=code, by=WINDOW, at=LATER)


def test_bar_entered_later__keeps_from_acceptance_and_stands_on_the_page() -> None:
    number = submitted().number
    barred(number)
    with reading(WINDOW):
        page = case_page(WINDOW, number, at=LATER)
    assert len(page.barred) == 1 and "accept" not in offered(page)
    with pytest.raises(Refused, match=r"case\.not_barred"):
        accept_case(number=number, version=the_case(number).version, by=WINDOW, at=LATER)


@pytest.mark.parametrize("granted", [True, False])
def test_bar_entered_during_review__keeps_from_the_grant_alone(granted: bool) -> None:
    number = reviewed()
    barred(number)
    decided = Decided(granted=granted, facts="查过了", clauses=(1,), reasons="合格证是假的")
    words = {"number": number, "version": the_case(number).version, "decided": decided}
    if granted:
        with pytest.raises(Refused, match=r"case\.not_barred"):
            decide_case(**words, by=APPROVER, at=LATER)  # type: ignore[arg-type]
    else:
        assert decide_case(**words, by=APPROVER, at=LATER)  # type: ignore[arg-type]


def test_what_lacks__is_told_and_not_accepted() -> None:
    number = taken_in().number
    with pytest.raises(Refused) as refused:
        accept_case(number=number, version=the_case(number).version, by=WINDOW, at=LATER)
    assert {one.key for one in refused.value.problems} == {"case.form_valid", "case.materials_complete"}
    with reading(WINDOW):
        page = case_page(WINDOW, number, at=LATER)
    assert "defects" in offered(page) and "accept" not in offered(page)
    assert {one.key for one in page.blocked} == {"case.form_valid", "case.materials_complete"}


def told_once() -> str:
    """A case with one notice behind it, received again."""

    number = submitted().number
    tell(number)
    filed = Filed(place=1, grade="C", source="uploaded")
    file_material(code=number, filed=filed, by=CITIZEN, at=LATER)
    supplement(number=number, by=CITIZEN, at=LATER)
    return number


def tell(number: str) -> str:
    lacks = [Defect(subject="material-1", what="看不清", how="重交")]
    return notify_defects(number=number, version=the_case(number).version, defects=lacks, by=WINDOW, at=LATER)


def test_second_notice__needs_the_head_who_did_not_ask() -> None:
    number = told_once()
    with pytest.raises(Refused, match=r"case\.told_once"):
        tell(number)
    ask(number=number, asked=Asked(action=AGAIN, reason="新交的看不清"), by=WINDOW, at=LATER)
    with pytest.raises(Refused, match=r"case\.told_once"):
        tell(number)
    with reading(HEAD):
        assert case_page(HEAD, number, at=LATER).answers
    approve(number=number, action=AGAIN, by=HEAD, at=LATER)
    with reading(WINDOW):
        assert "defects" in offered(case_page(WINDOW, number, at=LATER))

    assert tell(number) and the_case(number).rounds == 2


def test_second_notice__is_not_approved_by_who_asked_nor_asked_for_twice_or_first() -> None:
    number = told_once()
    asked = Asked(action=AGAIN, reason="新交的看不清")
    ask(number=number, asked=asked, by=HEAD, at=LATER)
    with pytest.raises(Refused, match="other_approver"):
        approve(number=number, action=AGAIN, by=HEAD, at=LATER)
    first = submitted(once="first").number
    with pytest.raises(Refused, match=r"case\.told_once"):
        ask(number=first, asked=asked, by=WINDOW, at=LATER)


@pytest.mark.parametrize("visitor", ["nobody", "elsewhere", "clerk"])
def test_visitors__are_officers_of_the_unit(visitor: str) -> None:

    for name, unit, role in (("elsewhere", OTHER, Role.HANDLER), ("clerk", OWN, Role.WINDOW)):
        open_account(username=name, name="某人", password=PASSWORD, by=SETTER, at=NOW)
        appoint(username=name, unit=unit, role=role, by=SETTER, at=NOW)
    number = accepted()
    stepped(number, 3)
    with pytest.raises(Refused, match=r"case\.no_such_visitor"):
        stepped(number, 4, visitors=("handler", visitor))


def test_exit__of_a_step_that_has_none_is_not_kept() -> None:
    number = accepted()
    stepped(number, 3, "自己编的", at=LATER + timedelta(minutes=1))
    with reading(HANDLER):
        assert CaseTask.objects.get(case__number=number, step=3).taken == ""
