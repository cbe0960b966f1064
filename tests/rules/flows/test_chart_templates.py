"""The shipped templates: whole, sound, true to the law of the day; and what a chart misses of them."""

from dataclasses import replace
from datetime import date

import pytest
from tests.rules.flows.lantern_charts import step

from qingdan.data.chart_templates import all_templates, template_for, templates, templates_of
from qingdan.rules.flow_graph import Procedure, Template, chart_problems, difference, stages
from qingdan.rules.flows.template import tells
from qingdan.rules.power_item import Category, DayKind

pytestmark = pytest.mark.requirement("R-048")
TODAY, OF_THE_PLAN = date(2026, 6, 1), date(2015, 4, 1)
ALL = pytest.mark.parametrize(
    "template", all_templates(), ids=lambda one: f"{one.procedure.value}-{one.since}"
)


@ALL
def test_template__is_whole(template: Template) -> None:
    assert chart_problems(template.chart, template.demands) == ()
    assert [step.number for step in template.chart.steps] == list(range(1, len(template.chart.steps) + 1))


@ALL
def test_template__fits_one_drawing_and_names_its_sources(template: Template) -> None:
    limited = {step.number for step in template.chart.steps if step.statutory_limit}

    assert len(stages(template.chart)) <= 14
    assert limited == template.sources.keys()
    assert bool(template.chart.statutory_limit) == bool(template.source)
    assert all(demand.law and demand.article for demand in template.demands)


@ALL
@pytest.mark.requirement("C27")
def test_demanded_step__left_out_is_missed(template: Template) -> None:
    for demand in template.demands:
        kept = tuple(one for one in template.chart.steps if not tells(one, demand.words))
        problems = chart_problems(replace(template.chart, steps=kept), template.demands)
        missing = [problem for problem in problems if problem.key == "C27.demanded_step_missing"]
        assert demand.name in [problem.params["demanded"] for problem in missing]


@pytest.mark.parametrize("day", [TODAY, OF_THE_PLAN])
def test_procedure__has_one_template_a_day(day: date) -> None:
    assert [template.procedure for template in templates(day)] == list(Procedure)


@pytest.mark.parametrize(
    ("day", "hearing", "kind", "whole"),
    [(date(2021, 7, 14), 3, DayKind.NATURAL, None), (date(2021, 7, 15), 5, DayKind.WORKING, 90)],
)
def test_penalty__before_and_since_the_revision(
    day: date, hearing: int, kind: DayKind, whole: int | None
) -> None:
    template = template_for(Procedure.GENERAL_PENALTY, day)
    assert template
    asked = template.chart.step(9)

    assert asked and asked.statutory_limit
    assert (asked.statutory_limit.days, asked.statutory_limit.kind) == (hearing, kind)
    assert (template.chart.statutory_limit.days if template.chart.statutory_limit else None) == whole


def test_templates__of_a_category_and_before_the_law() -> None:
    names = [template.procedure.value for template in templates_of(Category.PENALTY, TODAY)]

    assert names == ["simple_penalty", "general_penalty"]
    assert template_for(Procedure.LICENCE, date(2004, 6, 30)) is None


@pytest.mark.requirement("C27")
def test_demanded_step__gone_round_is_told() -> None:
    template = template_for(Procedure.GENERAL_PENALTY, TODAY)
    assert template
    past = step(7, "decision", "", (12, "通过"), (5, "退回")).exits
    steps = (replace(one, exits=past) if one.number == 7 else one for one in template.chart.steps)
    chart = replace(template.chart, steps=tuple(steps))
    passed = [one for one in chart_problems(chart, template.demands) if one.key == "C27.demanded_step_passed"]

    assert [(one.data["step"], one.params["article"]) for one in passed] == [(16, "第四十四条")]


def test_chart__made_from_a_template_shows_only_what_was_changed() -> None:
    template = template_for(Procedure.LICENCE, TODAY)
    assert template
    first, *others = template.chart.steps
    changed = replace(template.chart, steps=(replace(first, post="来访人"), *others))

    assert [(one.kind.value, one.after) for one in difference(changed, template.chart)] == [
        ("post", "来访人")
    ]
