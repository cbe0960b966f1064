"""A branch of a joint approval takes no longer than the guide of its item promises."""

import pytest

from qingdan.data.wording import message_of
from qingdan.rules.joint import JointPlan, Matter, OnLine, plan_problems
from qingdan.rules.time_limit import parse_limit

pytestmark = pytest.mark.requirement("R-084", "RQ-A2")
LAND, PLAN = "land", "plan"


def _plan(days: int) -> JointPlan:
    """Two departments; the second takes so many days."""
    matters = (Matter(item=LAND, unit="u1", days=10), Matter(item=PLAN, unit="u2", days=days))
    return JointPlan(name="盖灯塔", lead="u1", matters=matters)


@pytest.mark.parametrize(
    ("promised", "days", "beyond"),
    [
        ("10个工作日", 10, False),
        ("10个工作日", 11, True),
        (
            "20日",
            16,
            False,
        ),  # three weeks and a day, if one weekend is worked: only what never fits is a fault
        ("20日", 17, True),
        ("当场办结", 1, False),
        ("当场办结", 2, True),
        ("一个月", 21, False),
        ("一个月", 26, True),
    ],
)
def test_planned_days__are_no_more_than_the_guide_promises(promised: str, days: int, beyond: bool) -> None:
    second = OnLine(unit="u2", parallel=True, name="规划许可", promised=parse_limit(promised))
    known = {LAND: OnLine(unit="u1", parallel=True), PLAN: second}
    found = [one for one in plan_problems(_plan(days), known) if one.key == "joint.beyond_promise"]

    assert [one.where.field for one in found] == ["matter-2"] * beyond
    for one in found:
        words = message_of(one)
        assert (
            "规划许可" in words and f"{days} 个工作日" in words and promised in words and "第三十条" in words
        )
