"""Random acts of random people on a real database: nothing happens that the table forbids, no item is lost.

Whatever is tried, an act is either a row of the table or refused by the name of its rule; a refused one writes nothing,
and the item has one holder and a last day all the time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders_filings import LATER, OFFICE, PRINCIPAL
from tests.builders_powers import LIAISON, STRANGER
from tests.builders_review_desk import (
    MUCH_LATER,
    WORDS,
    a_coordinator,
    a_member,
    acted,
    changed,
    supplemented,
)
from tests.builders_reviews import ALL_GOOD, ONE_POOR, a_colleague, a_reviewer, the_review

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading
from qingdan.data.wording import message_of
from qingdan.reviews.models import Review, ReviewOpinion
from qingdan.reviews.services.stepping import Typed
from qingdan.rules.review import HOLDERS, Holder, ItemState, Thing
from qingdan.rules.review_table import PROCEDURE
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-056", "R-096", "R-098")]
ACTIONS = (
    "pass", "return", "refer", "confirm", "disagree", "agree", "amend", "contest", "settle", "hand_back", "take_up",
    "change", "sign_supplement",
)  # fmt: skip
SAID = {"good": ALL_GOOD, "poor": ONE_POOR, "words": WORDS, "nothing": Typed()}
MOST_ACTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One attempt. `usual`: an action that the item's state knows, by who does it here, in fitting words; else any, by
    anybody, saying anything. `place` chooses among the actions.
    """

    usual: bool
    place: int
    who: int
    said: str
    late: bool


TRIES = st.lists(
    st.builds(
        Try,
        usual=st.booleans(),
        place=st.integers(0, 12),
        who=st.integers(0, 8),
        said=st.sampled_from(sorted(SAID)),
        late=st.booleans(),
    ),
    min_size=3,
    max_size=MOST_ACTS,
)
USUAL: dict[str, int] = {
    **dict.fromkeys(("pass", "return", "refer"), 0),
    **dict.fromkeys(("confirm", "disagree"), 1),
    **dict.fromkeys(("settle", "hand_back", "take_up"), 2),
    **dict.fromkeys(("agree", "amend", "contest", "change"), 3),
    "sign_supplement": 4,
}


def _people() -> list[Actor]:
    """Those who do such acts here, and people who must not: of the own unit, of no role, without a fresh factor."""
    return [
        a_reviewer(),
        a_member(),
        a_coordinator(),
        LIAISON,
        replace(PRINCIPAL, factor_at=LATER),
        a_colleague(Role.REVIEWER, unit=1, username="own-reviewer"),
        replace(a_reviewer(), roles=frozenset({Role.MEMBER_UNIT, Role.COORDINATION_GROUP})),
        STRANGER,
        replace(PRINCIPAL, factor_at=None),
    ]


@pytest.mark.parametrize(
    "seed", [pytest.param(25, id="sample"), pytest.param(500, id="all", marks=pytest.mark.soak)]
)
def test_random_acts__never_leave_the_table(item: Review, seed: int) -> None:
    people, reached = _people(), {item.state}

    @settings(max_examples=seed, suppress_health_check=list(HealthCheck))
    @given(tries=TRIES)
    def play(tries: Sequence[Try]) -> None:
        with transaction.atomic():
            for one in tries:
                reached.add(_attempt(one, people))
            transaction.set_rollback(True)

    play()
    assert {"member_review", "answering", "amending", "disputed"} <= reached


def _attempt(one: Try, people: Sequence[Actor]) -> str:
    """Tries it and looks at what became of the item: its state."""
    before, records = the_review(), _records()
    action = _action(one, before.state)
    who = people[USUAL[action] if one.usual else one.who]
    done = _tried(action, one, who)
    after = the_review()
    assert Review.objects.count() == 1 and after.holder == HOLDERS[ItemState(after.state)]
    assert after.due_on is not None and after.holder != Holder.NOBODY
    if done and action != "change":
        assert _row_of(action, before.state, after.state, who) and _records() == records + 1
    else:
        assert (after.state, after.version, _records()) == (before.state, before.version, records)
    return after.state


def _action(one: Try, state: str) -> str:
    known = [action for action in ACTIONS if action == "change" or _known(action, state)]
    choice = known if one.usual else ACTIONS
    return choice[one.place % len(choice)]


def _tried(action: str, one: Try, who: Actor) -> bool:
    """Whether it was done; a refusal names its rules in words."""
    said, at = None if one.usual else SAID[one.said], MUCH_LATER if one.late else LATER
    try:
        with transaction.atomic():
            if action == "change":
                changed(by=who, duty=f"{one.said}{one.late}巡查")
            elif action == "sign_supplement":
                supplemented(who, at)
            else:
                acted(action, who, typed=said, at=at)
    except Missing:
        return False
    except Refused as refused:
        assert refused.problems and all(message_of(problem) for problem in refused.problems)
        return False
    return True


def _known(action: str, state: str) -> bool:
    rows = (one for one in PROCEDURE if one.thing is Thing.ITEM and one.action == action)
    return any(state in one.sources for one in rows)


def _row_of(action: str, source: str, target: str, who: Actor) -> bool:
    """Whether the table has that step for one of the person's roles."""
    rows = (one for one in PROCEDURE if one.thing is Thing.ITEM and one.action == action)
    return any(source in one.sources and one.target == target and one.roles & who.roles for one in rows)


def _records() -> int:
    with reading(OFFICE):
        return ReviewOpinion.objects.count()
