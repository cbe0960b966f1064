"""Flow charts as BPMN 2.0 files, for other tools and from them.

We write one process with a lane for each post, start and end events, user tasks, exclusive gateways, named sequence
flows and the diagram. What BPMN has no place for (limits, standards, documents, risks) stands in extension elements
of our own namespace, so that writing and reading gives the same chart. Files made elsewhere may hold events, tasks,
exclusive gateways and lanes; anything else that would be a step is refused by name.
"""

from dataclasses import dataclass

from qingdan.drawing.exchange.reading import NotUnderstood, chart_of
from qingdan.drawing.exchange.tree import UnreadableXml, read_xml
from qingdan.drawing.exchange.writing import document_of
from qingdan.rules.flow_graph import Chart
from qingdan.rules.note import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class BpmnFault:
    """Why a file gives no chart; `notes` are put into words by `data.wording.note_words`."""

    notes: tuple[Note, ...]


def to_bpmn(chart: Chart) -> str:
    """The chart as a BPMN 2.0 file with its diagram; exits to steps that do not exist are left out."""
    return document_of(chart)


def from_bpmn(data: bytes | str) -> Chart | BpmnFault:
    """The chart of an uploaded file, or what is not understood in it.

    At most 2 MB, 200 steps, no document type declaration. Steps of other tools are numbered in the order in which
    they follow each other; gateways that only bring lines together vanish.
    """
    try:
        return chart_of(read_xml(data))
    except UnreadableXml as error:
        return BpmnFault(notes=(Note(key=f"bpmn.{error.reason}", params={"line": error.line}),))
    except NotUnderstood as error:
        return BpmnFault(notes=error.notes)
