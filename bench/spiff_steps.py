"""The same steps by SpiffWorkflow 3: `python -m bench.spiff_steps` prints its rate as JSON in the last line.

The review of the bench's chart (分办, at once 踏勘 and 书面审查, 汇总) as BPMN. As a program of several processes must,
each step locks the row of its case, reads the state of the process, does the step and keeps the state again; nothing
of rights, events or task lists, which ours has.
"""

import json
from io import BytesIO
from time import perf_counter

import psycopg
from lxml import etree
from psycopg.types.json import Json
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

from qingdan.base.db.cluster import Cluster
from qingdan.config.environment import read_environment

CASES, DONE = 150, ("s3", "s4", "s5", "s6")
_NODES = (
    ("startEvent", "start"),
    ("userTask", "s3"),
    ("parallelGateway", "split"),
    ("userTask", "s4"),
    ("userTask", "s5"),
    ('exclusiveGateway default="choice_join"', "choice"),
    ("parallelGateway", "join"),
    ("userTask", "s6"),
    ("userTask", "s7"),
    ("endEvent", "end"),
)
_FLOWS = (
    ("start", "s3"),
    ("s3", "split"),
    ("split", "s4"),
    ("split", "s5"),
    ("s4", "join"),
    ("s5", "choice"),
    ("choice", "join"),
    ("choice", "s3"),
    ("join", "s6"),
    ("s6", "s7"),
    ("s7", "end"),
)
_AGAIN = '<conditionExpression xsi:type="tFormalExpression">taken == "重办"</conditionExpression>'
_TABLE = "CREATE TABLE process (number integer PRIMARY KEY, state jsonb)"


def steps_a_second() -> float:
    """Over all cases, one process, one line to the database, each step a transaction."""
    serializer = BpmnWorkflowSerializer()
    with psycopg.connect(Cluster(read_environment().home).ensure_running().url("owner")) as line:
        line.execute(_TABLE)
        for number in range(CASES):
            state = serializer.to_dict(_begun())
            line.execute("INSERT INTO process VALUES (%s, %s)", [number, Json(state)])
        line.commit()
        begun = perf_counter()
        for number in range(CASES):
            for name in DONE:
                _do(line, serializer, number, name)
        return CASES * len(DONE) / (perf_counter() - begun)


def _do(line: psycopg.Connection, serializer: BpmnWorkflowSerializer, number: int, name: str) -> None:
    found = line.execute("SELECT state FROM process WHERE number = %s FOR UPDATE", [number]).fetchone()
    assert found
    process = serializer.from_dict(found[0])
    task = next(one for one in process.get_tasks(state=TaskState.READY) if one.task_spec.name == name)
    task.data.update(taken="合格", opinion="看过了", by="handler")
    task.run()
    process.do_engine_steps()
    state = Json(serializer.to_dict(process))
    line.execute("UPDATE process SET state = %s WHERE number = %s", [state, number])
    line.commit()


def _begun() -> BpmnWorkflow:
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(BytesIO(_bpmn().encode())))
    process = BpmnWorkflow(parser.get_spec("review"))
    process.do_engine_steps()
    return process


def _bpmn() -> str:
    nodes = "".join(f'<{kind} id="{name}"/>' for kind, name in _NODES)
    flows = "".join(
        f'<sequenceFlow id="{one}_{other}" sourceRef="{one}" targetRef="{other}">'
        f"{_AGAIN if (one, other) == ('choice', 's3') else ''}</sequenceFlow>"
        for one, other in _FLOWS
    )
    return f"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="review"
      xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
      <process id="review" isExecutable="true">{nodes}{flows}</process></definitions>"""


if __name__ == "__main__":
    print(json.dumps({"steps": steps_a_second()}))
