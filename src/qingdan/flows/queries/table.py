"""The table of a chart as texts: what its form holds."""

from collections.abc import Mapping, Sequence

from qingdan.flows.models import FlowChart
from qingdan.flows.queries.values import CELLS, Row, as_charts, texts_of


def table_of(chart: FlowChart) -> dict[str, str]:
    """Everything of a chart that is edited, by the names of the fields of its form: "name", "row-3-exits" …"""
    names = ("clock_from", "clock_until", "before_steps", "before_days")
    numbers = {name: getattr(chart, name) for name in names}
    head = {"name": chart.name, **{name: "" if n is None else str(n) for name, n in numbers.items()}}
    return head | flat([texts_of(step) for step in as_charts([chart])[chart.pk].steps])


def flat(rows: Sequence[Row]) -> dict[str, str]:
    """Rows as the fields of one form."""
    return {f"row-{number}-{name}": row.get(name, "") for number, row in enumerate(rows, 1) for name in CELLS}


def rows_in(fields: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows of a form, in order, as far as they follow each other; at most one more than may be kept."""
    rows = []
    for number in range(1, 62):
        if f"row-{number}-kind" not in fields:
            break
        rows.append({name: str(fields.get(f"row-{number}-{name}", "")) for name in CELLS})
    return rows
