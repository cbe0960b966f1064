"""Builders of power items of an invented department of lanterns, and what checks find in them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from qingdan.data.schemes import load_scheme
from qingdan.data.set_power import load_set_power
from qingdan.data.wording import render
from qingdan.rules.checks.catalogue import CHECKS
from qingdan.rules.checks.context import CheckContext
from qingdan.rules.citation import Citation, CitationKind
from qingdan.rules.legal_basis import BasisEntry, BasisFacts, InstrumentLevel
from qingdan.rules.power_item import Category, Disposition, PowerItemFacts, RegisterFacts
from qingdan.rules.problem import Certainty, Problem, Severity

SCHEME = load_scheme()
CONTEXT = CheckContext(on=date(2022, 1, 1), scheme=SCHEME, set_power=load_set_power())
DEPARTMENT = "市灯笼局"
LAW = "中华人民共和国灯笼法"

FIELDS = {
    "category", "name", "joint", "disposition", "reason", "receiver", "transition", "use_count", "flow_chart",
    "promised_limit", "publication", "signature", "nil_return", "remark", "file",
}  # fmt: skip
_GRAVEST_FIRST = [Severity.BLOCKER, Severity.WARNING, Severity.HINT]
_BY_CODE = {check.code: check for check in CHECKS}
_ITEM = PowerItemFacts(
    path="灯笼局.xlsx",
    sheet="登记表",
    row=5,
    cells={"name": "B5", "legal_basis": "C5"},
    department=DEPARTMENT,
    category=Category.PENALTY,
    name="对擅自熄灭灯笼的处罚",
    disposition=Disposition.RETAIN,
)


def item(**facts: Any) -> PowerItemFacts:
    """A penalty of the department, kept, with what the test is about changed."""
    return _ITEM._replace(**facts)


def basis(clause: str = "", **facts: Any) -> BasisFacts:
    """A basis in article 9 of the invented law, known for certain."""
    citation = Citation(kind=CitationKind.INSTRUMENT, title=LAW, article=9)
    known: dict[str, Any] = {"level": InstrumentLevel.LAW, "level_certain": True, "full_title": LAW}
    return BasisFacts(entry=BasisEntry(citation=citation, quoted=clause), clause=clause, **(known | facts))


def register(*items: PowerItemFacts, **facts: Any) -> RegisterFacts:
    """One file of the department with these items."""
    known: dict[str, Any] = {"path": "灯笼局.xlsx", "department": DEPARTMENT}
    return RegisterFacts(items=items, **(known | facts))


def keys(problems: Sequence[Problem]) -> list[str]:
    """The keys of findings, each of which must have its words and agree with what its rule declares."""
    for problem in problems:
        check = _BY_CODE[problem.code]
        assert problem.authority == check.authority
        assert _GRAVEST_FIRST.index(problem.severity) >= _GRAVEST_FIRST.index(check.severity)
        assert problem.where.field in FIELDS
        assert problem.certainty in Certainty
        render(problem)
    return [problem.key for problem in problems]
