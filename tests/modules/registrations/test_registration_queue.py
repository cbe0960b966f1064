"""The queue of registrations: each account has what it may do now, and every page says whose turn it is."""

import pytest
from tests.builders_registrations import (
    ISSUER,
    LATER,
    REGISTRAR,
    THREE,
    WINDOW,
    a_registering_city,
    agreed_by_all,
    an_officer,
    answers,
    received,
    under_review,
)

from qingdan.base.actor import Actor
from qingdan.base.transactions import reading
from qingdan.registrations.queries.desk import desk_lines, desk_registration
from qingdan.registrations.services.reviewing import accept_registration
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A13", "R-085")]


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    a_registering_city()


def todo(by: Actor) -> list[tuple[str, ...]]:
    """What the queue of an account says of its only line."""
    with reading(by):
        return [one.tasks for one in desk_lines(by, show="todo", words="", on=LATER.date())]


def test_queue__has_what_the_account_may_do_now_and_the_page_says_whose_turn_it_is() -> None:
    quality = an_officer("quality", Role.APPROVER)
    number = received(mode=THREE).number
    assert [todo(one) for one in (WINDOW, REGISTRAR, ISSUER, quality)] == [[("受理",)], [("受理",)], [], []]

    accept_registration(number=number, by=WINDOW, at=LATER)
    assert [todo(one) for one in (WINDOW, REGISTRAR, ISSUER)] == [[], [("工商审查",)], []]
    with reading(WINDOW):
        page = desk_registration(WINDOW, number, on=LATER.date())
    assert page.turns == () and page.waits_for == "等工商、质监答复"

    agreed_by_all(number)
    assert [todo(one) for one in (WINDOW, REGISTRAR, ISSUER)] == [[], [], [("核发",)]]


def test_queue__of_an_objection_is_the_handlers_of_the_registrar() -> None:
    number = under_review(mode=THREE)
    answers(number, "quality", agreed=False, reason="行业不清楚")

    assert [todo(one) for one in (WINDOW, ISSUER)] == [[], []]
    assert todo(REGISTRAR) == [("工商审查", "处理异议")]
    with reading(ISSUER):
        assert "承办人处理异议" in desk_registration(ISSUER, number, on=LATER.date()).waits_for
