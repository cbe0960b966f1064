"""Random acts of everybody on a case that was sent up: the pair holds after each, no day of it is counted twice."""

from datetime import datetime, timedelta
from random import Random

import pytest
from tests.builders_cases import LATER
from tests.builders_referrals import TRAVELLER, pair, seen, sent, two_levels
from tests.case_walk import broken, random_act

from qingdan.base.events.queries import faults
from qingdan.base.refusal import Refused
from qingdan.referrals.services.returning import withdraw_application
from qingdan.rules.case_state import CLOSED, CaseState
from qingdan.rules.referral import PairedCase, counts, is_in_work, legs, pair_faults

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A18")]
ACTS = 14


@pytest.mark.parametrize("walks", [3, pytest.param(300, marks=pytest.mark.soak)], ids=["few", "all"])
def test_random_acts__leave_a_pair_whole(walks: int) -> None:
    two_levels()
    for seed in range(walks):
        chance, at = Random(seed), LATER
        number, there = sent(once=f"walk-{seed}")
        for _ in range(ACTS):
            at += timedelta(hours=chance.choice([1, 5, 30]))
            if chance.random() < 0.03:
                _withdrawn(number, at)
            else:
                random_act(chance, there, at)
            assert _wrong(number, there) == []
    assert faults() == []


def _withdrawn(number: str, at: datetime) -> None:
    try:
        withdraw_application(number=number, by=TRAVELLER, at=at)
    except Refused as refused:
        assert refused.problems


def _wrong(number: str, there: str) -> list[str]:
    """What does not hold of a pair now."""
    first, second, known = seen(number), seen(there), pair(number)
    here = PairedCase(number=number, state=CaseState(first.state))
    other = PairedCase(number=there, state=CaseState(second.state), carries=second.carries)
    found = [*broken(there), *pair_faults(here, other)]
    if [counts(here), counts(other)] != [True, False] or (is_in_work(here) and is_in_work(other)):
        found.append("counted twice")
    if first.decided_on != second.decided_on or known.second_state != second.state:
        found.append("not followed")
    if first.state == CaseState.REFERRED and (first.due_on is None or second.state in CLOSED):
        found.append("waits for nothing")
    assert first.accepted_on and first.handed_on
    ended = second.decided_on or first.handed_on + timedelta(days=60)
    one, rest = legs(begun=first.accepted_on, handed_on=first.handed_on, ended=ended)
    if second.accepted_on != one.end or rest.start != one.end:
        found.append("a day counted twice")
    return found
