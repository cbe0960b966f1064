"""Joint applications under random acts: nothing hangs, nothing is lost, each effect is there once."""

from datetime import timedelta
from random import Random

import pytest
from tests.builders import NOW
from tests.builders_cases import CITIZEN
from tests.builders_joints import (
    FIVE,
    PROGRAM,
    a_joint_city,
    officers_of,
    states,
    submitted_jointly,
)
from tests.joint_walk import doomed, joint_broken, random_joint_act

from qingdan.base.events.queries import faults
from qingdan.joints.services.checking import withdraw_joint
from qingdan.joints.services.moving import move_on

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-084", "RQ-A2")]


@pytest.mark.parametrize(
    ("walks", "acts"), [(3, 30), pytest.param(150, 60, marks=pytest.mark.soak)], ids=["few", "all"]
)
def test_random_acts__break_nothing(walks: int, acts: int) -> None:
    plan, taken = a_joint_city(names=FIVE), 0
    for item in FIVE:
        officers_of(item)
    for seed in range(walks):
        chance, at = Random(seed), NOW
        number = submitted_jointly(plan, once=f"walk-{seed}", items=tuple(FIVE)).number
        for _ in range(acts):
            at += timedelta(hours=chance.choice([1, 3]))
            said = random_joint_act(chance, number, at)
            taken += "refused" not in said
            assert said != "withdraw" or list(doomed(number)) == [], (seed, said)
            move_on(number=number, by=PROGRAM, at=at)
            assert list(joint_broken(number)) == [], (seed, said)
        move_on(number=number, by=PROGRAM, at=at)
        if "under_review" in states(number).values():
            withdraw_joint(number=number, items=list(FIVE), by=CITIZEN, at=at)
        assert list(joint_broken(number)) == []
    assert taken > walks * acts // 6
    assert faults() == []
