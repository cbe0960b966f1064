"""On which answers to a joint visit a department's own step may rest."""

import pytest

from qingdan.rules.joint_session import Stance, may_rest_on

pytestmark = pytest.mark.requirement("R-084", "RQ-A8")


@pytest.mark.parametrize(
    ("stance", "silent", "rests"),
    [
        (Stance.AGREE, False, True),
        (Stance.CONDITIONAL, False, True),
        (Stance.DISAGREE, False, True),
        (Stance.NOT_CONCERNED, False, False),
        (Stance.AGREE, True, False),
        ("", False, False),
    ],
)
def test_a_step__rests_on_an_answer_of_who_has_looked(stance: str, silent: bool, rests: bool) -> None:
    assert may_rest_on(stance, silent=silent) is rests
