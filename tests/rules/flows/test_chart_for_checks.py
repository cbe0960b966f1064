"""Charts in the shape the register's checks read, and the names shown for their parts."""

from dataclasses import fields, replace

import pytest
from tests.rules.flows.lantern_charts import LANTERN, lantern

from qingdan.data.chart_labels import DIFFERENCE_NAMES, STEP_FIELD_NAMES, STEP_KIND_NAMES
from qingdan.data.chart_templates import all_templates
from qingdan.rules.checks.attachments import chart_faults, longest_path
from qingdan.rules.flow_graph import DifferenceKind, Step, StepKind, Template, for_checks, print_exits
from qingdan.rules.power_item import DayKind

pytestmark = pytest.mark.requirement("C27")


@pytest.mark.parametrize("template", all_templates(), ids=lambda one: f"{one.procedure.value}-{one.since}")
def test_template__is_whole_for_the_register_too(template: Template) -> None:
    assert chart_faults(for_checks(template.chart)) == ()


def test_chart__keeps_number_actors_and_counted_time() -> None:
    chart = for_checks(replace(lantern(s3={"counted": False}), number="图-3"))

    assert chart.number == "图-3"
    assert [step.actor for step in chart.steps][:2] == ["申请人", "灯笼科"]
    assert longest_path(for_checks(LANTERN), DayKind.WORKING) == 18
    assert longest_path(chart, DayKind.WORKING) == 13


def test_exits__are_printed_as_in_the_table() -> None:
    assert [print_exits(step) for step in LANTERN.steps][1:3] == ["齐全 → 3；不全 → 1", "4"]


def test_names__cover_every_kind_and_field() -> None:
    assert STEP_KIND_NAMES.keys() == set(StepKind)
    assert DIFFERENCE_NAMES.keys() == set(DifferenceKind)
    assert list(STEP_FIELD_NAMES.keys()) == [field.name for field in fields(Step)]
