"""Random acts of random people on cases: every open case has an open task, a timer or a stated wait after each."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from tests.builders import NOW
from tests.builders_cases import a_serving_city, submitted
from tests.case_walk import broken, random_act

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-027", "RQ-G5", "RQ-N10")]


@pytest.mark.parametrize("cases", [8, pytest.param(1_000, marks=pytest.mark.soak)], ids=["few", "all"])
def test_random_acts__leave_no_case_to_nobody(cases: int) -> None:
    a_serving_city()
    met: Counter[str] = Counter()
    for seed in range(cases):
        chance, at = Random(seed), NOW
        number = submitted(once=f"walk-{seed}").number
        for _ in range(25):
            at += timedelta(hours=chance.choice([1, 5, 30]))
            what = random_act(chance, number, at)
            met[what] += 1
            assert list(broken(number)) == [], (seed, what)
    assert met["step done"] > cases / 2 and met["step refused"] > 0
