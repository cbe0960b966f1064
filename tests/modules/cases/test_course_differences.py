"""Where the way of a case differs from its chart, and where the chart itself leads past a step."""

import pytest
from django.template.loader import render_to_string
from tests.builders_cases import CHART, LATER, a_licence
from tests.builders_editions import a_step

from qingdan.base.clock import day_of
from qingdan.cases.models import CaseTask
from qingdan.cases.queries.course import differences
from qingdan.cases.queries.progress import CaseHappening
from qingdan.editions.queries.charts import chart_of

pytestmark = pytest.mark.requirement("RQ-N10")
STEPS = [
    a_step(1, "申请", "start", post="申请人"),
    a_step(2, "受理", "document", post="窗口"),
    a_step(3, "特别程序", "decision", exits=[{"to": 5, "condition": "不要"}, {"to": 4, "condition": "要"}]),
    a_step(4, "听证"),
    a_step(5, "汇总"),
    a_step(6, "决定", "decision", exits=[{"to": 7, "condition": "准予"}, {"to": 7, "condition": "不予"}]),
    a_step(7, "送达", "end"),
]


def found(*taken: tuple[int, str]) -> list[tuple[str, str]]:
    """What is reported where these steps were done by these exits."""
    chart = chart_of(a_licence(chart={**CHART, "clock_until": 6, "steps": STEPS}))
    assert chart
    tasks = [CaseTask(step=step, name=str(step), taken=way, done_at=LATER) for step, way in taken]
    return [(one.kind, one.step) for one in differences(chart, tasks, day_of(LATER))]


@pytest.mark.parametrize(
    ("taken", "reported"),
    [
        (((3, "不要"), (5, "")), []),
        (((3, "要"), (5, "")), [("skipped", "听证")]),
        (((3, "要"), (4, ""), (5, "")), []),
        (((3, "不要"), (5, ""), (5, "")), [("returned", "汇总")]),
    ],
)
def test_differences__are_what_the_chart_does_not_lead_past(
    taken: tuple[tuple[int, str], ...], reported: list[tuple[str, str]]
) -> None:
    assert found(*taken) == reported


@pytest.mark.parametrize(
    ("exit_taken", "said"), [("不要", "不需要特别程序"), ("要", "特别程序：要"), ("", "特别程序<")]
)
def test_timeline__does_not_say_that_happened_what_was_not_needed(exit_taken: str, said: str) -> None:
    one = CaseHappening(
        action="do_step",
        words="",
        step="特别程序",
        exit=exit_taken,
        not_needed=exit_taken == "不要",
        at=LATER,
    )
    assert said in render_to_string("shared/case_timeline.html", {"case": {"happenings": [one]}})
