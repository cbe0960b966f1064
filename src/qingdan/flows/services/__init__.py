"""Acts on flow charts: begun, saved whole, begun anew from a template or a BPMN file, deleted."""

from qingdan.flows.services.editing import SavedChart, delete_chart, import_bpmn, save_chart, use_template
from qingdan.flows.services.starting import start_chart, start_missing_charts, start_own_chart
from qingdan.flows.services.typed import RowAct, RowChange

__all__ = [
    "RowAct",
    "RowChange",
    "SavedChart",
    "delete_chart",
    "import_bpmn",
    "save_chart",
    "start_chart",
    "start_missing_charts",
    "start_own_chart",
    "use_template",
]
