"""Who acted on an item at one layer does not judge it at another: every pair of layers (maker ≠ checker)."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.builders_filings import LATER, a_filing_city
from tests.builders_lists import at_legality, clear, under_review
from tests.builders_powers import LIAISON
from tests.builders_review_desk import acted
from tests.builders_reviews import a_colleague, a_reviewer, the_review

from qingdan.base.actor import Actor
from qingdan.base.refusal import Refused
from qingdan.base.transactions import reading
from qingdan.reviews.queries.facts import facts_of_review
from qingdan.reviews.services.stepping import LAYERS
from qingdan.rules.review import Guard
from qingdan.rules.review_guards import guards_of
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-056", "R-097", "R-098")]
CHECKS = {"group": "pass", "member": "confirm", "coordination": "settle", "legality": "clear"}
ROLES = {
    "group": Role.REVIEWER,
    "member": Role.MEMBER_UNIT,
    "coordination": Role.COORDINATION_GROUP,
    "legality": Role.LEGAL_AFFAIRS,
}
MAKERS = ("drafted", "signed", *CHECKS)
PAIRS = [(maker, checker) for maker in MAKERS for checker in CHECKS if maker != checker]


def _drafted() -> str:
    return LIAISON.username


def _signed() -> str:
    return the_review().filing.signed_by


def _group() -> str:
    acted("pass")
    return a_reviewer().username


def _member() -> str:
    acted("pass")
    acted("confirm", who := _somebody("member"))
    return who.username


def _coordination() -> str:
    acted("refer")
    acted("settle", who := _somebody("coordination"))
    return who.username


def _legality() -> str:
    one = at_legality()
    clear(one, who := _somebody("legality"))
    return who.username


MADE: dict[str, Callable[[], str]] = {
    "drafted": _drafted,
    "signed": _signed,
    "group": _group,
    "member": _member,
    "coordination": _coordination,
    "legality": _legality,
}


@pytest.mark.parametrize(("maker", "checker"), PAIRS, ids=[f"{one}-{other}" for one, other in PAIRS])
def test_who_made__does_not_check_at_another_layer(law_home: None, maker: str, checker: str) -> None:
    a_filing_city()
    under_review()
    username = MADE[maker]()
    person = replace(_somebody(checker), username=username)
    with reading(person):
        facts = facts_of_review(
            the_review(), person, layer=checker, on=LATER.date(), guards=guards_of(CHECKS[checker])
        )

    assert facts.makers is not None and username in facts.makers
    assert Guard.FOUR_EYES in guards_of(CHECKS[checker])


def test_every_check__is_recorded_at_its_own_layer() -> None:
    assert {LAYERS[action]: action for action in CHECKS.values()} == CHECKS


def test_the_reviewer_who_passed__does_not_confirm(law_home: None) -> None:
    a_filing_city()
    under_review()
    acted("pass")
    same = replace(_somebody("member"), username=a_reviewer().username)

    with pytest.raises(Refused, match="four_eyes"):
        acted("confirm", same)


def test_the_reviewer_who_referred__does_not_settle(law_home: None) -> None:
    a_filing_city()
    under_review()
    acted("refer")
    same = replace(_somebody("coordination"), username=a_reviewer().username)

    with pytest.raises(Refused, match="four_eyes"):
        acted("settle", same)


def _somebody(layer: str) -> Actor:
    return a_colleague(ROLES[layer], unit=2 if layer == "coordination" else 3)
