"""A check's rows and problems as JSON, to be kept and shown again without judging anew."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from qingdan.data.wording import render
from qingdan.registers.model import RegisterRow
from qingdan.reports.summary import about, place_of
from qingdan.rules.pattern import pattern
from qingdan.rules.problem import Certainty, Problem, Severity, Where
from qingdan.rules.shown_text import shown

_ESCAPED = pattern(r"\\[bfru]")  # characters that JSON spells out: most of them are not seen


def row_as_json(row: RegisterRow) -> dict[str, Any]:
    """A row as read, with its cells."""
    return {
        "sheet": row.sheet,
        "rows": list(row.rows),
        "values": dict(row.values),
        "cells": dict(row.cells),
        "main_item": row.main_item,
        "basis_cells": [list(one) for one in row.basis_cells],
    }


def row_from_json(kept: Mapping[str, Any]) -> RegisterRow:
    """The row again."""
    return RegisterRow(
        sheet=kept["sheet"],
        rows=tuple(kept["rows"]),
        values=kept["values"],
        cells=kept["cells"],
        main_item=kept["main_item"],
        basis_cells=tuple((start, cell) for start, cell in kept["basis_cells"]),
    )


def problem_as_json(problem: Problem) -> dict[str, Any]:
    """A problem with everything that words are made of."""
    where = problem.where
    return {
        "code": problem.code,
        "key": problem.key,
        "severity": problem.severity.value,
        "certainty": problem.certainty.value,
        "where": [where.path, where.sheet, where.row, where.cell, where.field, where.item],
        "params": dict(problem.params),
        "authority": problem.authority,
        "data": dict(problem.data),
    }


def problem_from_json(kept: Mapping[str, Any]) -> Problem:
    """The problem again."""
    path, sheet, row, cell, field, item = kept["where"]
    return Problem(
        code=kept["code"],
        key=kept["key"],
        severity=Severity(kept["severity"]),
        certainty=Certainty(kept["certainty"]),
        where=Where(path=path, sheet=sheet, row=row, cell=cell, field=field, item=item),
        params=kept["params"],
        authority=kept["authority"],
        data=kept["data"],
    )


def problem_in_a_line(problem: Problem, row: int | None) -> dict[str, Any]:
    """What the list of problems shows; `row` is the place among the rows read."""
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "sheet": problem.where.sheet or "",
        "place": place_of(problem.where) or "整个文件",
        "about": about(problem),
        "message": render(problem).message,
        "row": row,
    }


def named(problem: Problem, path: str, name: str) -> Problem:
    """The problem with the file's name in place of where it lies."""
    data = dict(problem.data)
    other = data.get("other")
    if isinstance(other, dict) and other.get("path") == path:
        data["other"] = other | {"path": name}
    return replace(problem, where=replace(problem.where, path=name), data=data)


def storable(value: Any) -> str:
    """The value as JSON that the database takes, its texts as they are seen."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    if _ESCAPED.search(text) or shown(text) != text:
        return json.dumps(_shown(json.loads(text)), ensure_ascii=False)
    return text


def _shown(value: Any) -> Any:
    match value:
        case str():
            return shown(value)
        case list():
            return [_shown(one) for one in value]
        case dict():
            return {shown(name): _shown(one) for name, one in value.items()}
        case _:
            return value
