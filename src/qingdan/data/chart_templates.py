"""Loads the chart templates we ship: `charts/*.toml`, one procedure under one state of the law each.

A file's head names procedure, category, the law and the days from and until which its steps hold; each step may
say its legal limit with the article, and whether the law demands it.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from qingdan.rules.flow_graph import Chart, Demand, Exit, Procedure, Step, StepKind, Template
from qingdan.rules.power_item import Category, Limit
from qingdan.rules.time_limit import parse_limit


@cache
def all_templates() -> tuple[Template, ...]:
    """Every template of every time, in the order of `Procedure`, older ones first."""
    folder = files("qingdan.data").joinpath("charts")
    tables = (tomllib.loads(entry.read_text(encoding="utf-8")) for entry in folder.iterdir())
    order = list(Procedure)
    return tuple(
        sorted(
            (_template(table) for table in tables),
            key=lambda one: (order.index(one.procedure), one.since or date.min),
        )
    )


def templates(on: date) -> tuple[Template, ...]:
    """The templates that follow the law in force on that day, in the order of `Procedure`."""
    return tuple(template for template in all_templates() if template.valid(on))


def templates_of(category: Category, on: date) -> tuple[Template, ...]:
    """The templates a category may follow on that day: 处罚, 强制 and 其他 have two, some categories none."""
    return tuple(template for template in templates(on) if template.category is category)


def template_for(procedure: Procedure, on: date) -> Template | None:
    """The template of a procedure on that day; None before there was such a procedure."""
    return next((template for template in templates(on) if template.procedure is procedure), None)


def _template(table: Mapping[str, Any]) -> Template:
    law = table.get("law", "")
    procedure, category = Procedure(table["procedure"]), Category(table["category"])
    sources = {row["number"]: law + row["source"] for row in table["step"] if "source" in row}
    begin, end = table.get("clock", (None, None))
    chart = Chart(
        steps=tuple(_step(row) for row in table["step"]),
        title=table["name"],
        category=category,
        procedure=procedure,
        statutory_limit=_limit(table.get("statutory")),
        clock_from=begin,
        clock_until=end,
    )
    return Template(
        procedure=procedure,
        name=table["name"],
        category=category,
        chart=chart,
        demands=tuple(_demand(row, law) for row in table["step"] if "required" in row),
        source=law + table["source"] if "source" in table else "",
        sources=sources,
        since=table.get("since"),
        until=table.get("until"),
    )


def _step(row: Mapping[str, Any]) -> Step:
    return Step(
        number=row["number"],
        kind=StepKind(row["kind"]),
        name=row["name"],
        post=row["post"],
        content=row.get("content", ""),
        standard=row.get("standard", ""),
        statutory_limit=_limit(row.get("statutory")),
        counted=row.get("counted", True),
        document=row.get("document", ""),
        exits=_exits(row.get("next", ())),
    )


def _exits(ways: int | list[tuple[str, int]]) -> tuple[Exit, ...]:
    if isinstance(ways, int):
        return (Exit(to=ways),)
    return tuple(Exit(to=to, condition=condition) for condition, to in ways)


def _limit(printed: str | None) -> Limit | None:
    return parse_limit(printed) if printed else None


def _demand(row: Mapping[str, Any], law: str) -> Demand:
    required = row["required"]
    return Demand(
        name=required.get("name", row["name"]),
        words=tuple(required["words"]),
        law=law,
        article=required["article"],
        before=tuple(required.get("before", ())),
    )
