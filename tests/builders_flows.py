"""Flow charts for tests, begun and edited through services: a lantern penalty of five steps."""

from collections.abc import Sequence

from tests.builders import NOW
from tests.builders_files import given
from tests.builders_powers import CAMPAIGN, LIAISON, OWN
from tests.kept_states import kept

from qingdan.base.actor import Actor
from qingdan.base.transactions import reading
from qingdan.drawing.bpmn import to_bpmn
from qingdan.flows.models import FlowChart
from qingdan.flows.queries.table import rows_in, table_of
from qingdan.flows.queries.values import CELLS, as_charts
from qingdan.flows.services import RowAct, RowChange, save_chart, start_chart
from qingdan.rules.flow_graph import Chart, Exit, Step, StepKind

Rows = Sequence[dict[str, str]]
HEAD = {"name": "夜间不点灯的处罚"}


def a_row(
    name: str, kind: str = "act", *, exits: str = "", post: str = "承办人", **more: str
) -> dict[str, str]:
    """A row as it is typed."""
    return dict.fromkeys(CELLS, "") | {"kind": kind, "name": name, "post": post, "exits": exits} | more


WHOLE: Rows = (
    a_row("立案", "start", exits="2"),
    a_row("查看灯笼", exits="3", promised_limit="5个工作日"),
    a_row("审核", "decision", exits="通过 → 4；退回 → 2", post="法制员", promised_limit="3个工作日"),
    a_row("告知", "document", exits="5", document="告知书"),
    a_row("结案", "end"),
)
"""Rows without a fault in shape."""


@kept
def a_started_chart(
    category: str = "reward", *, unit: str = OWN, template: str = "", by: Actor = LIAISON
) -> str:
    """A chart just begun, with nothing unless a template is named; its code."""
    return start_chart(campaign=CAMPAIGN, unit=unit, category=category, template=template, by=by, at=NOW).code


@kept
def a_kept_chart(category: str = "penalty", rows: Rows = WHOLE, by: Actor = LIAISON) -> str:
    """A chart with these rows; its code."""
    code = a_started_chart(category, unit=by.unit, by=by)
    saved(code, rows, by=by)
    return code


def saved(
    code: str, rows: Rows, change: str = "", *, version: int = 0, by: Actor = LIAISON, **head: str
) -> int:
    """Saves these rows over the chart, then does "add 2" …; the new version. `version` 0: the one that stands."""
    act, _, place = change.partition(" ")
    return save_chart(
        code=code,
        version=version or the_chart(code, by).version,
        values=HEAD | head,
        rows=rows,
        change=RowChange(act=RowAct(act), place=int(place)) if act else None,
        by=by,
        at=NOW,
    ).version


def the_chart(code: str, by: Actor = LIAISON) -> FlowChart:
    """The row of a chart."""
    with reading(by):
        return FlowChart.objects.select_related("item", "unit", "campaign").get(code=code)


def the_value(code: str, by: Actor = LIAISON) -> Chart:
    """The chart as the rules see it."""
    chart = the_chart(code, by)
    with reading(by):
        return as_charts([chart])[chart.pk]


def rows_of(code: str, by: Actor = LIAISON) -> list[dict[str, str]]:
    """The rows as they stand, as texts."""
    chart = the_chart(code, by)
    with reading(by):
        return rows_in(table_of(chart))


def a_bpmn_file(*steps: Step, name: str = "灯笼.bpmn") -> object:
    """A BPMN file as another tool would give it."""
    found = steps or (
        Step(number=1, kind=StepKind.START, name="申请", post="申请人", exits=(Exit(to=2),)),
        Step(number=2, kind=StepKind.ACT, name="验灯", post="承办人", exits=(Exit(to=3),)),
        Step(number=3, kind=StepKind.END, name="办结", post="承办人"),
    )
    return given(to_bpmn(Chart(steps=found, title="灯笼")).encode(), name)
