"""BPMN 2.0: there and back, from other tools, hostile files."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from tests.rules.flows.lantern_charts import LANTERN, charts, natural, working

from qingdan.data.chart_templates import all_templates
from qingdan.data.wording import note_words
from qingdan.drawing.bpmn import BpmnFault, from_bpmn, to_bpmn
from qingdan.rules.flow_graph import Chart, Exit, Step, StepKind, Template
from qingdan.rules.power_item import Category

pytestmark = pytest.mark.requirement("R-026")
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
FOREIGN = (
    HEAD
    + """<process id="p" name="点灯">
  <laneSet id="l"><lane id="a" name="窗口"><flowNodeRef>s</flowNodeRef><flowNodeRef>t</flowNodeRef></lane></laneSet>
  <endEvent id="e" name="归档"/>
  <startEvent id="s" name="申请"/>
  <exclusiveGateway id="g" name="齐全？"/>
  <exclusiveGateway id="m"/>
  <task id="t" name="补正"/>
  <sequenceFlow id="f1" sourceRef="s" targetRef="m"/>
  <sequenceFlow id="f2" sourceRef="m" targetRef="g"/>
  <sequenceFlow id="f3" sourceRef="g" targetRef="e" name="是"/>
  <sequenceFlow id="f4" sourceRef="g" targetRef="t"><conditionExpression> 否 </conditionExpression></sequenceFlow>
  <sequenceFlow id="f5" sourceRef="t" targetRef="m"/>
</process></definitions>"""
)


def clean(chart: Chart) -> Chart:
    """The chart as forms hold it: texts stripped."""
    return replace(chart, title=chart.title.strip(), steps=tuple(_clean(step) for step in chart.steps))


def _clean(step: Step) -> Step:
    exits = tuple(replace(way, condition=way.condition.strip()) for way in step.exits)
    return replace(step, name=step.name.strip(), content=step.content.strip(), exits=exits)


@pytest.mark.parametrize("template", all_templates(), ids=lambda one: f"{one.procedure}-{one.since}")
def test_template__there_and_back(template: Template) -> None:
    assert from_bpmn(to_bpmn(template.chart)) == template.chart


@settings(max_examples=30)
@given(charts(most=8))
def test_chart__there_and_back(chart: Chart) -> None:
    assert from_bpmn(to_bpmn(clean(chart)).encode()) == clean(chart)


def test_every_field__there_and_back() -> None:
    full = Step(
        number=7, kind=StepKind.DOCUMENT, name="甲", post="乙", office="丙", content="一行\n又一行", standard='"丁"<&>',
        statutory_limit=replace(natural(90), months=3, printed="3个月"), promised_limit=working(0), counted=False,
        document="戊", risk_level="高", risk="己", control="庚\t辛", exits=(Exit(to=7, condition="再来"),),
    )  # fmt: skip
    chart = Chart(
        steps=(full,), title="全", number="图-1", category=Category.OTHER, promised_limit=working(5), clock_from=7,
        clock_until=7,
    )  # fmt: skip

    assert from_bpmn(to_bpmn(chart)) == chart


def test_file__has_lanes_nodes_flows_and_their_places() -> None:
    root = ET.fromstring(to_bpmn(LANTERN))
    kinds = [one.tag.removeprefix(BPMN) for one in root.iter() if one.get("id", "").startswith("step_")]
    kinds = [kind for kind in kinds if not kind.startswith("{")]
    shown = {one.get("bpmnElement") for one in root.iter() if one.tag.startswith(DI)}
    identified = [one.get("id") for one in root.iter() if one.get("id")]
    drawn = {name for name in identified if name and re.fullmatch(r"(step|lane|flow|start|begin)_\d+", name)}

    assert [lane.get("name") for lane in root.iter(f"{BPMN}lane")] == ["申请人", "灯笼科", "局长"]
    assert kinds == [*("userTask", "exclusiveGateway") * 2, "userTask", "userTask", "endEvent"]
    assert drawn <= shown
    assert len(set(identified)) == len(identified)


def test_events__have_nothing_before_the_start_nor_behind_the_end() -> None:
    root = ET.fromstring(to_bpmn(LANTERN))
    flows = list(root.iter(f"{BPMN}sequenceFlow"))
    starts = {one.get("id") for one in root.iter(f"{BPMN}startEvent")}
    ends = {one.get("id") for one in root.iter(f"{BPMN}endEvent")}

    assert starts and not starts & {flow.get("targetRef") for flow in flows}
    assert ends and not ends & {flow.get("sourceRef") for flow in flows}


def test_foreign_file__is_numbered_in_order_and_merges_vanish() -> None:
    chart = from_bpmn(FOREIGN)

    assert isinstance(chart, Chart)
    assert [(one.number, one.kind.value, one.name, one.post) for one in chart.steps] == [
        (1, "start", "申请", "窗口"),
        (2, "decision", "齐全？", ""),
        *[(one.number, one.kind.value, one.name, one.post) for one in chart.steps[2:]],
    ]
    ways = {(way.condition, chart.steps[way.to - 1].name) for way in chart.steps[1].exits}
    assert ways == {("是", "归档"), ("否", "补正")}
    assert chart.title == "点灯"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("", "bpmn.not_xml"),
        ("<definitions", "bpmn.not_xml"),
        (b"\xff\xfe\x00", "bpmn.not_xml"),
        (b'<?xml version="1.0" encoding="gb18030"?><a/>', "bpmn.not_utf8"),
        ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:b">]><a>&b;</a>', "bpmn.doctype"),
        ("<a>" * 100 + "</a>" * 100, "bpmn.too_deep"),
        ("<a>" + "<b/>" * 60_000 + "</a>", "bpmn.too_deep"),
        ("<a>" + " " * 2_000_001 + "</a>", "bpmn.too_large"),
        ("<html/>", "bpmn.no_bpmn"),
        (HEAD + "</definitions>", "bpmn.no_process"),
        (HEAD + "<process><task/></process><process><task/></process></definitions>", "bpmn.several_processes"),
        (HEAD + '<process>\n<parallelGateway id="g" name="同时"/></process></definitions>', "bpmn.unknown_element"),
        (HEAD + '<process><sequenceFlow sourceRef="a" targetRef="b"/></process></definitions>', "bpmn.loose_flow"),
        (HEAD + "<process>" + "<task id='a'/>" * 201 + "</process></definitions>", "bpmn.too_many_steps"),
        (to_bpmn(LANTERN).replace('days="5"', 'days="x"'), "bpmn.bad_limit"),
        (to_bpmn(LANTERN).replace('days="5"', 'days="99999999"'), "bpmn.bad_limit"),
    ],
)  # fmt: skip
def test_unreadable_file__says_why(content: str | bytes, key: str) -> None:
    fault = from_bpmn(content)

    assert isinstance(fault, BpmnFault)
    assert [note.key for note in fault.notes] == [key]
    assert all(map(note_words, fault.notes))


def test_unknown_element__is_named_with_its_line() -> None:
    strange = '<process>\n<subProcess id="u" name="会审"/>\n<callActivity id="c"/></process></definitions>'
    fault = from_bpmn(HEAD + strange)

    assert isinstance(fault, BpmnFault)
    assert [note.params for note in fault.notes] == [
        {"element": "subProcess", "called": "会审", "line": 2},
        {"element": "callActivity", "called": "c", "line": 3},
    ]


def test_merges_in_a_circle__lead_nowhere() -> None:
    circle = (
        '<process><task id="t" name="甲"/><exclusiveGateway id="a"/><exclusiveGateway id="b"/>'
        '<sequenceFlow sourceRef="t" targetRef="a"/><sequenceFlow sourceRef="a" targetRef="b"/>'
        '<sequenceFlow sourceRef="b" targetRef="a"/></process></definitions>'
    )
    chart = from_bpmn(HEAD + circle)

    assert isinstance(chart, Chart)
    assert [(step.name, step.exits) for step in chart.steps] == [("甲", ())]


def test_our_step_changed_elsewhere__keeps_the_change() -> None:
    changed = to_bpmn(LANTERN).replace('name="审查"', 'name="复核"').replace('name="灯笼科"', 'name="灯火科"')
    chart = from_bpmn(changed)

    assert isinstance(chart, Chart)
    assert (chart.steps[2].name, chart.steps[2].post) == ("复核", "灯火科")
    assert chart.steps[2].promised_limit == LANTERN.steps[2].promised_limit
