"""The templates that a chart may be begun from, and the one it was."""

from datetime import date

from qingdan.data.chart_templates import template_for, templates_of
from qingdan.flows.models import FlowChart
from qingdan.flows.queries.values import category_of, procedure_of
from qingdan.rules.flow_graph import Template


def choices(category: str, on: date) -> tuple[Template, ...]:
    """The templates of a category under the law of that day."""
    known = category_of(category)
    return templates_of(known, on) if known else ()


def template_of(row: FlowChart, on: date) -> Template | None:
    """The template a chart follows: the one it was begun from; of a blank one, where its category has just one, that.

    None where there is none on that day. The steps that the law demands are the template's.
    """
    if procedure := procedure_of(row):
        return template_for(procedure, on)
    found = choices(row.category, on)
    return found[0] if len(found) == 1 else None
