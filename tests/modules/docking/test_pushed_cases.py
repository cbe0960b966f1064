"""A case that comes under review is told to its department's own system, once, from level 3 on."""

import pytest
from tests.builders import SETTER
from tests.builders_cases import HANDLER, LATER, accepted, submitted, the_case
from tests.builders_docking import a_docked_city

from qingdan.base.transactions import reading
from qingdan.cases.services.running import StepDone, do_step
from qingdan.docking.models import Dispatch

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-N5")]


def _pushed() -> list[tuple[str, str]]:
    with reading(SETTER):
        return [(one.kind, one.content["case"]) for one in Dispatch.objects.order_by("pk")]


@pytest.mark.parametrize("level", [3, 4])
def test_accepted_case__is_told_to_the_system_once(level: int) -> None:
    a_docked_city(level=level)
    submitted(once="only-received")
    number = accepted()
    do_step(
        number=number,
        version=the_case(number).version,
        step=3,
        said=StepDone(opinion="看过"),
        by=HANDLER,
        at=LATER,
    )

    assert _pushed() == [("case", number)]
    with reading(SETTER):
        assert Dispatch.objects.get().content["path"] == f"/api/v1/docking/cases/{number}"


@pytest.mark.parametrize("level", [1, 2])
def test_accepted_case__is_not_told_to_a_system_that_takes_nothing(level: int) -> None:
    a_docked_city(level=level)
    accepted()

    assert _pushed() == []
