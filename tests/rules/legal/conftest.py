"""Builders for the checks of legal bases: an invented law, an item resting on it, a day."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from qingdan.data.schemes import load_scheme
from qingdan.data.set_power import load_set_power
from qingdan.data.wording import render
from qingdan.rules.checks.context import CheckContext
from qingdan.rules.citation import Citation, CitationKind
from qingdan.rules.legal_basis import BasisEntry, BasisFacts
from qingdan.rules.power_item import Category, PowerItemFacts
from qingdan.rules.problem import Certainty, Problem, Severity

ON = date(2022, 1, 1)
_CITED = {
    "title",
    "article",
    "insert",
    "paragraph",
    "item",
    "edition",
    "document_number",
    "annex_item",
    "kind",
}

_COLUMNS = {"name": "B", "legal_basis": "C", "implementing_body": "E", "attachment": "F"}
CELLS = {"legal_basis": "D5", "implementing_body": "E5", "attachment": "F5"}  # where findings belong

MakeBasis = Callable[..., BasisFacts]
MakeItem = Callable[..., PowerItemFacts]
Run = Callable[..., list[str]]


@pytest.fixture
def context() -> CheckContext:
    """The day, scheme and matrix the checks are handed."""
    return CheckContext(on=ON, scheme=load_scheme(), set_power=load_set_power())


@pytest.fixture
def make_basis() -> MakeBasis:
    """A basis: fields of the citation and of the facts by name; an article of the lantern law by default."""

    def build(title: str | None = "中华人民共和国灯笼法", **given: Any) -> BasisFacts:
        cited = {name: given.pop(name) for name in list(given) if name in _CITED}
        entry = {name: given.pop(name) for name in list(given) if name in {"quoted", "level_tag"}}
        kind = cited.pop("kind", CitationKind.INSTRUMENT)
        citation = Citation(kind=kind, title=title, **({"article": 3} | cited))
        return BasisFacts(entry=BasisEntry(citation=citation, **entry), **given)

    return build


@pytest.fixture
def make_item() -> MakeItem:
    """A penalty of the city's lantern bureau on the bases given."""

    def build(*bases: BasisFacts, **given: Any) -> PowerItemFacts:
        facts: dict[str, Any] = {
            "category": Category.PENALTY, "name": "对私挂灯笼的处罚", "department": "宜春市灯笼管理局", "row": 5,
            "cells": {name: f"{column}5" for name, column in _COLUMNS.items()}, "basis_cells": ((0, "D5"),),
            "columns": frozenset({"name", "legal_basis"}),
            "basis_printed": "依据" if bases else "",
        }  # fmt: skip
        return PowerItemFacts(bases=bases, **(facts | given))

    return build


def _told(problem: Problem, item: PowerItemFacts) -> str:
    """The finding in short; that it stands at the right cell and can be put into words is seen to as well."""
    words = render(problem)
    assert "{" not in words.message + words.explanation + words.action
    assert problem.authority
    assert problem.where.cell == (
        CELLS[problem.where.field] if item.bases else item.cells[problem.where.field]
    )
    likely = problem.certainty is Certainty.LIKELY
    assert likely or problem.severity is not Severity.HINT
    return f"{problem.key} {problem.severity}" + " likely" * (
        likely and problem.severity is not Severity.HINT
    )


@pytest.fixture
def run(context: CheckContext) -> Run:
    """Runs a check on an item and gives key and severity of each finding, "likely" where a warning is not sure."""

    def keys(check: Any, item: PowerItemFacts, on: date = ON) -> list[str]:
        day = CheckContext(on=on, scheme=context.scheme, set_power=context.set_power)
        return [_told(problem, item) for problem in check(item, day)]

    return keys
