"""Every mistake that is planted is found by the check it is for."""

from random import Random

import pytest
from tests.demo.conftest import ToFacts

from qingdan.data.sample_city import SampleUnit
from qingdan.data.schemes import load_scheme
from qingdan.demo.dispositions import dispose
from qingdan.demo.mistakes import MISTAKES, Place, plant_mistakes
from qingdan.demo.sample_items import SampleItem, draft_items
from qingdan.linter.propose import Proposal
from qingdan.rules.checks.catalogue import run_batch, run_items, run_register
from qingdan.rules.checks.context import CheckContext

pytestmark = pytest.mark.requirement("G-demo")


@pytest.fixture(scope="module")
def disposed(transport: SampleUnit, lamp_proposals: tuple[Proposal, ...]) -> list[SampleItem]:
    random = Random(7)
    drafted = draft_items(transport, lamp_proposals, scheme=load_scheme(), year=2024, random=random)
    return dispose(drafted, transport, year=2024, random=random)


def _found(
    items: list[SampleItem], unit: SampleUnit, to_facts: ToFacts, context: CheckContext
) -> list[set[str]]:
    """For each item the codes of its findings, those of the whole register included."""
    register = to_facts(items, unit)
    codes = [{one.code for one in problems} for problems in run_items(register.items, context)]
    for problem in (*run_register(register, context), *run_batch([register], context)):
        for place, item in enumerate(register.items):
            if item.row == problem.where.row:
                codes[place].add(problem.code)
    return codes


@pytest.mark.parametrize("number", range(len(MISTAKES)), ids=[one.code for one in MISTAKES])
def test_mistake__is_found_by_its_check(
    number: int,
    disposed: list[SampleItem],
    transport: SampleUnit,
    to_facts: ToFacts,
    check_context: CheckContext,
) -> None:
    place = Place(unit=transport, scheme=load_scheme())
    planted = plant_mistakes(disposed, place, first=number, many=1)
    wrong = [index for index, item in enumerate(planted) if item.mistakes and item not in disposed]
    before = _found(disposed, transport, to_facts, check_context)

    found = _found(planted, transport, to_facts, check_context)

    code = MISTAKES[number].code
    assert wrong
    assert planted[wrong[0]].mistakes == (code,)
    assert code in found[wrong[-1]]
    assert code not in before[wrong[0]]


def test_mistakes__lie_in_items_of_their_own(disposed: list[SampleItem], transport: SampleUnit) -> None:
    place = Place(unit=transport, scheme=load_scheme())

    planted = plant_mistakes(disposed, place, first=0, many=len(MISTAKES))

    codes = [item.mistakes for item in planted if item.mistakes]
    assert {code for (code,) in codes} == {one.code for one in MISTAKES}
    assert all(len(one) == 1 for one in codes)


def test_mistake_that_fits_nothing__is_passed_over(transport: SampleUnit) -> None:
    place = Place(unit=transport, scheme=load_scheme())

    assert plant_mistakes([], place, first=0, many=3) == []
