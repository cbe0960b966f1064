"""Names of BPMN 2.0 (OMG, formal/2011-01-03) that we write and read, and of what we add to it."""

from collections.abc import Mapping

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
BOUNDS = "http://www.omg.org/spec/DD/20100524/DC"
WAYPOINTS = "http://www.omg.org/spec/DD/20100524/DI"
OURS = "urn:qingdan:flow-chart:1"
PREFIXES: Mapping[str, str] = {
    "bpmn": MODEL,
    "bpmndi": DIAGRAM,
    "dc": BOUNDS,
    "di": WAYPOINTS,
    "qingdan": OURS,
}

TASKS = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "scriptTask",
        "sendTask",
        "receiveTask",
        "businessRuleTask",
    }
)
NODES = TASKS | {"startEvent", "endEvent", "exclusiveGateway"}
"""Elements that become steps."""

LEFT_OUT = frozenset(
    {
        "documentation",
        "extensionElements",
        "ioSpecification",
        "property",
        "textAnnotation",
        "association",
        "group",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "laneSet",
        "sequenceFlow",
        "auditing",
        "monitoring",
    }
)
"""Elements of a process that are no steps: read elsewhere, or of no meaning for a chart."""

STEP_FIELDS: Mapping[str, str] = {
    "office": "office",
    "standard": "standard",
    "document": "document",
    "riskLevel": "risk_level",
    "risk": "risk",
    "control": "control",
}
"""Attributes of our step element and the fields of `Step` that they carry as text."""
