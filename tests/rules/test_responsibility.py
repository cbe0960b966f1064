"""Duties for steps: coverage, the four elements, proposals from templates."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.data.chart_templates import all_templates
from qingdan.data.duties import load_duty_templates
from qingdan.data.wording import message_of
from qingdan.rules.responsibility import ELEMENTS, DutyLine, StepOfPower, duty_problems, propose_duties

pytestmark = pytest.mark.requirement("R-008", "R-064", "R-065", "R-066")

STEPS = (
    StepOfPower(number=1, kind="start", name="申请", post="窗口"),
    StepOfPower(number=2, kind="act", name="受理", post="窗口"),
    StepOfPower(number=3, kind="decision", name="点不点灯", post="科长"),
    StepOfPower(number=4, kind="document", name="点灯决定", post="局长"),
    StepOfPower(number=5, kind="end", name="送达", post=""),
)
WHOLE = DutyLine(step=2, duty="收灯", post="窗口", accountability_ground="不收", legal_basis="灯笼条例第二条")


def test_a_power_without_duties__says_so() -> None:
    assert [one.key for one in duty_problems(STEPS, ())] == ["C30.no_duty"]


def test_every_step_somebody_acts_in__needs_a_duty() -> None:
    problems = duty_problems(STEPS, (WHOLE,))

    assert [(one.key, one.params["step"]) for one in problems] == [("C30.step_uncovered", "4 点灯决定")]


@pytest.mark.parametrize("element", ELEMENTS)
def test_each_element__is_mandatory(element: str) -> None:
    problems = duty_problems(STEPS, (replace(WHOLE, **{element: " "}), replace(WHOLE, step=4)))

    assert [one.where.field for one in problems] == [f"duties.0.{element}"]
    assert all(message_of(one) for one in problems)


def test_exemption__is_free() -> None:
    assert duty_problems(STEPS, (WHOLE, replace(WHOLE, step=4))) == ()


def test_proposals__cover_every_step_that_needs_one() -> None:
    duties = propose_duties("confirmation", STEPS, load_duty_templates(), "灯笼条例第三条")

    assert [one.step for one in duties] == [2, 4]
    assert duty_problems(STEPS, duties) == ()


@pytest.mark.parametrize("template", all_templates(), ids=lambda one: one.name)
def test_shipped_charts__get_whole_proposals_but_for_their_own_steps(template) -> None:  # type: ignore[no-untyped-def]
    steps = tuple(
        StepOfPower(number=one.number, kind=one.kind, name=one.name, post=one.post)
        for one in template.chart.steps
    )

    duties = propose_duties(template.category, steps, load_duty_templates(), "依据")

    lacking = [one.params for one in duty_problems(steps, duties)]
    assert not lacking, [steps[one.step - 1].name for one in duties if not one.accountability_ground]


@given(st.lists(st.sampled_from(STEPS), max_size=5), st.lists(st.integers(0, 6), max_size=6))
def test_more_duties__never_uncover_a_step(steps: list[StepOfPower], numbers: list[int]) -> None:
    duties = tuple(replace(WHOLE, step=one) for one in numbers)
    more = (*duties, replace(WHOLE, step=2))

    assert len(duty_problems(steps, more)) <= len(duty_problems(steps, duties)) or not duties
