"""Whose cases an account reads: an agent while its proxy for the item lasts, who works for a unit also its own."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest
from tests.builders import CITY, NOW, PASSWORD, TODAY
from tests.builders_cases import (
    CITIZEN,
    DAY,
    HANDLER,
    LAMP,
    LATER,
    WINDOW,
    a_serving_city,
    an_applicant,
    submitted,
    the_case,
)
from tests.builders_powers import OTHER

from qingdan.applicants.models import Applicant, Proxy
from qingdan.base.actor import Actor
from qingdan.base.messages.models import Message
from qingdan.base.people.models import User
from qingdan.base.refusal import Missing
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Case, CasePaper
from qingdan.cases.queries.own import own_case, own_file
from qingdan.cases.queries.own_lines import own_cases
from qingdan.cases.queries.papers import paper_of_own
from qingdan.cases.services.accepting import accept_case

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G4", "RQ-G6")]
AGENT = Actor(username="agent", name="代小办", region=CITY, regions=(CITY,))


@pytest.fixture
def number() -> str:
    """A case of 江小灯 that the agent made."""
    a_serving_city()
    User.objects.create_user(AGENT.username, PASSWORD, name=AGENT.name, code="a0b1c2d3e4")
    with writing(CITIZEN):
        an_applicant()
    number = submitted().number
    with writing(CITIZEN):
        Case.objects.filter(number=number).update(made_by=AGENT.username)
    return number


def _proxy(items: Sequence[str], until: date) -> None:
    with writing(CITIZEN):
        principal, agent = Applicant.objects.get(), User.objects.get(username=AGENT.username)
        Proxy.objects.create(principal=principal, agent=agent, items=items, until=until, made_at=NOW)


def _read(by: Actor, number: str, on: date = TODAY) -> list[str]:
    """What an account reads of a case."""
    with reading(by):
        paper = CasePaper.objects.get().code
        tried = {
            "list": lambda: own_cases(by, on=on)[0],
            "case": lambda: own_case(by, number, on=on),
            "file": lambda: own_file(by, number, 1, on=on),
            "paper": lambda: paper_of_own(paper, "docx", by, on=on, site=""),
        }
        return [name for name, read in tried.items() if _is_there(read)]


def _is_there(read: Callable[[], object]) -> bool:
    try:
        read()
    except (Missing, IndexError):
        return False
    return True


@pytest.mark.parametrize(
    ("items", "until", "found"),
    [
        ([], TODAY, ["list", "case", "paper"]),
        ([LAMP], TODAY, ["list", "case", "paper"]),
        (["another"], TODAY, []),
        ([LAMP], TODAY - DAY, []),
    ],
)
def test_agent__reads_while_the_proxy_for_the_item_lasts(
    number: str, items: Sequence[str], until: date, found: list[str]
) -> None:
    _proxy(items, until)

    assert _read(AGENT, number) == found


@pytest.mark.parametrize(("until", "told"), [(TODAY, 1), (TODAY - DAY, 0)])
def test_agent__is_told_while_the_proxy_lasts(number: str, until: date, told: int) -> None:
    _proxy([LAMP], until)
    accept_case(number=number, version=the_case(number).version, by=WINDOW, at=LATER)

    with reading(AGENT):
        assert Message.objects.filter(user__username=AGENT.username).count() == told


def test_officer_of_another_unit__reads_his_own_paper_and_no_other(number: str) -> None:
    officer = replace(HANDLER, unit=OTHER, username=CITIZEN.username)
    stranger = replace(HANDLER, unit=OTHER, username="stranger")

    assert (_read(officer, number), _read(stranger, number)) == (["list", "case", "paper"], [])
