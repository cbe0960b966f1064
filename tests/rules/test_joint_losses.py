"""What ends with the matters that an applicant takes back: said before it is done, and no other than what then ends."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.rules.case_state import CaseState
from qingdan.rules.joint_run import Branch, BranchStep, accepts_itself, lost_with, moved_on, withdrawn

pytestmark = pytest.mark.requirement("R-084", "RQ-A2")
OPEN = (CaseState.UNDER_REVIEW, CaseState.GRANTED, CaseState.SUSPENDED)


@given(st.integers(0, 10_000))
def test_what_is_lost_with_a_matter__is_what_ends_once_it_is_taken_back(seed: int) -> None:
    chance = Random(seed)
    found = _joint(chance)
    items = {one.item for one in found if chance.random() < 0.4}
    lost, gone = lost_with(found, items), {one.item for one in withdrawn(found, items)}
    after = [
        Branch(item=one.item, state=CaseState.WITHDRAWN, needs=one.needs) if one.item in gone else one
        for one in found
    ]

    ended = {one.item for one in moved_on(after) if one.action == "end_in_joint"}
    assert {one.item for one in lost} == ended and len(lost) == len(ended)
    needs = {one.item: one.needs for one in found}
    assert all(one.because in needs[one.item] & (gone | ended) for one in lost)


def test_before_acceptance__what_waits_ends_too() -> None:
    land = Branch(item="land", state=CaseState.CORRECTING)
    plan = Branch(item="plan", state=CaseState.RECEIVED, needs=frozenset({"land"}))
    work = Branch(item="work", state=CaseState.RECEIVED, needs=frozenset({"plan"}))

    assert lost_with((work, plan, land), {"land"}) == (
        BranchStep(item="plan", action="end_in_joint", because="land"),
        BranchStep(item="work", action="end_in_joint", because="plan"),
    )
    assert lost_with((land, plan, work), {"work"}) == ()


def test_what_is_decided__takes_nothing_with_it() -> None:
    land = Branch(item="land", state=CaseState.GRANTED, granted=True)
    plan = Branch(item="plan", state=CaseState.UNDER_REVIEW, needs=frozenset({"land"}))

    assert lost_with((land, plan), {"land"}) == ()


@pytest.mark.parametrize("how", [CaseState.NOT_ACCEPTED, CaseState.DEEMED_WITHDRAWN, CaseState.WITHDRAWN])
def test_before_acceptance__a_condition_that_failed_ends_what_waits_and_holds_up_nobody(
    how: CaseState,
) -> None:
    land = Branch(item="land", state=how)
    plan = Branch(item="plan", state=CaseState.CORRECTING, needs=frozenset({"land"}), checked=False)
    work = Branch(item="work", state=CaseState.RECEIVED, needs=frozenset({"plan"}))
    free = Branch(item="free", state=CaseState.RECEIVED, checked=True)

    assert moved_on((land, plan, work, free)) == (
        BranchStep(item="plan", action="end_in_joint", because="land"),
        BranchStep(item="work", action="end_in_joint", because="plan"),
    )
    ended = (replace(plan, state=CaseState.TERMINATED), replace(work, state=CaseState.TERMINATED))
    assert accepts_itself((land, *ended, free))


def _joint(chance: Random) -> list[Branch]:
    """Up to twelve branches, accepted or not yet, each waiting for some of those before it."""
    items = [f"item-{place}" for place in range(chance.randint(2, 12))]
    found, accepted = [], chance.random() < 0.5
    for place, item in enumerate(items):
        needs = frozenset(one for one in items[:place] if chance.random() < 0.25)
        state = CaseState.WAITING if needs else chance.choice(OPEN)
        if not accepted:
            state = chance.choice((CaseState.RECEIVED, CaseState.CORRECTING))
        granted = True if state is CaseState.GRANTED else None
        found.append(Branch(item=item, state=state, needs=needs, granted=granted))
    return found
