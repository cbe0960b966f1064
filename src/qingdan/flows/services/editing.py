"""Editing a chart: its whole table in one post, rows added, dropped and moved on the way; other steps; its end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.files.queries import path_of
from qingdan.base.files.services import Upload, store_file
from qingdan.base.refusal import Refused, Stale, refusal, refuse_if
from qingdan.data.wording import note_words
from qingdan.drawing.bpmn import BpmnFault, from_bpmn
from qingdan.flows.models import FlowChart
from qingdan.flows.queries.table import table_of
from qingdan.flows.queries.templates import choices
from qingdan.flows.queries.values import Row, texts_of
from qingdan.flows.services.access import keep_steps, own_chart
from qingdan.flows.services.judging import judge_charts, recheck_covered
from qingdan.flows.services.typed import (
    NUMBERS,
    RowChange,
    TypedChart,
    change_rows,
    read_head,
    read_rows,
)
from qingdan.powers.services.drafting import drafting, unit_of
from qingdan.powers.services.judging import law_day
from qingdan.rules.flow_graph import Chart, renumbered

BPMN = ("xml", "txt")
"""The kinds of file a BPMN file may be by its content and ending: .bpmn is XML text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedChart:
    """The chart as it stands after an act: its code, and the version that the next edit is made from."""

    code: str
    version: int


def save_chart(
    *,
    code: str,
    version: int,
    values: Mapping[str, str],
    rows: Sequence[Row],
    change: RowChange | None = None,
    by: Actor,
    at: datetime,
) -> SavedChart:
    """Keeps the whole table as typed: `values` by HEAD, `rows` by CELLS; then does one thing with one row.

    `version` is the one the person read. Where somebody saved another since, raises Stale with the whole table that
    stands there ("row-3-exits" …). What changes nothing counts no version. Raises Refused with everything that cannot
    be kept; Missing.
    """
    name, numbers, problems = read_head(values)
    steps, wrong_rows = read_rows(rows)
    problems += wrong_rows
    typed = TypedChart(name=name, numbers=numbers, steps=steps)
    if change and not problems:
        typed, problems = change_rows(typed, change)
    with drafting(unit_of(code), by):
        chart = own_chart(code, by)
        if version != chart.version:
            raise Stale(table_of(chart), chart.version)
        if problems:
            raise Refused(problems)
        kept = _keep(chart, typed, by=by, at=at)
    return SavedChart(code=code, version=kept.version)


def use_template(*, code: str, version: int, template: str, by: Actor, at: datetime) -> SavedChart:
    """Puts the steps of another template in the place of the chart's. Raises Refused, Stale, Missing."""
    with drafting(unit_of(code), by):
        chart = _at_version(code, version, by)
        found = [
            one for one in choices(chart.category, law_day(chart.campaign, at)) if one.procedure == template
        ]
        refuse_if(None if found else refusal("desk.choice", "template"))
        chart.template = template
        kept = _replace(chart, found[0].chart, by=by, at=at)
    return SavedChart(code=code, version=kept.version)


def import_bpmn(*, code: str, version: int, file: Upload | None, by: Actor, at: datetime) -> SavedChart:
    """Puts the steps of a BPMN 2.0 file in the place of the chart's; keeps the file. Raises Refused, Stale, Missing."""
    with drafting(unit_of(code), by) as owner:
        chart = _at_version(code, version, by)
        stored = store_file(file, unit=owner.code, kinds=BPMN, by=by, at=at)
        read = from_bpmn(path_of(stored).read_bytes())
        if isinstance(read, BpmnFault):
            raise Refused(refusal("flows.bpmn", "file", why=note_words(one)) for one in read.notes)
        kept = _replace(chart, read, by=by, at=at, file=stored.code)
    return SavedChart(code=code, version=kept.version)


def delete_chart(*, code: str, version: int, by: Actor, at: datetime) -> None:
    """Takes a chart away with its steps; its history stays. Raises Stale, Refused, Missing."""
    with drafting(unit_of(code), by) as owner:
        chart = _at_version(code, version, by)
        data = {"category": chart.category, "version": chart.version}
        chart.delete()
        recheck_covered(chart)
        append("ChartDeleted", f"flow_chart:{code}", by=by, at=at, unit=owner.code, data=data)


def typed_of(value: Chart, *, name: str, numbers: Mapping[str, int | None]) -> TypedChart:
    """A template or an imported chart as if it had been typed. Raises Refused where it does not fit the table."""
    value = renumbered(value)
    steps, problems = read_rows([texts_of(step) for step in value.steps])
    if problems:
        raise Refused(problems)
    clock = {"clock_from": value.clock_from, "clock_until": value.clock_until}
    return TypedChart(name=name, numbers={**numbers, **clock}, steps=steps)


def _replace(chart: FlowChart, value: Chart, *, by: Actor, at: datetime, file: str = "") -> FlowChart:
    numbers = {name: getattr(chart, name) for name in NUMBERS}
    return _keep(chart, typed_of(value, name=chart.name, numbers=numbers), by=by, at=at, file=file)


def _at_version(code: str, version: int, by: Actor) -> FlowChart:
    chart = own_chart(code, by)
    if version != chart.version:
        raise Stale(table_of(chart), chart.version)
    return chart


def _keep(chart: FlowChart, typed: TypedChart, *, by: Actor, at: datetime, file: str = "") -> FlowChart:
    head = {"name": typed.name, **typed.numbers}
    stood = FlowChart.objects.values("template", *head).get(pk=chart.pk)
    changed = keep_steps(chart, typed.steps) or stood != {"template": chart.template, **head}
    if changed:
        for name, value in head.items():
            setattr(chart, name, value)
        chart.version += 1
        chart.updated_by, chart.updated_at = by.username, at
        chart.save()
        data = {"version": chart.version, "steps": len(typed.steps), **({"file": file} if file else {})}
        append("ChartSaved", f"flow_chart:{chart.code}", by=by, at=at, unit=chart.unit.code, data=data)
        judge_charts([chart], at)
        recheck_covered(chart)
    return chart
