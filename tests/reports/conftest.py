"""A check result made by hand: two sheets of an invented department, four findings and what was not checked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from qingdan.linter.result import CheckedCitation, CheckedFile, CheckResult, NotChecked
from qingdan.registers.model import Register, RegisterRow, SheetReading, SkippedRow
from qingdan.rules.citation import Citation, CitationKind
from qingdan.rules.legal_basis import BasisEntry, BasisFacts, Verdict
from qingdan.rules.problem import Certainty, Problem, Severity, Where

PATH = "临江市灯笼局登记表.xlsx"
FILED = "《中华人民共和国灯笼法》第九条　灯笼的高度不得低于三米；违反的，责令限期内改正，处五万元罚款。"
LAW = "灯笼的高度不得低于三米。违反前款规定的，责令限期改正，处五千元以上五万元以下罚款。"
CITATION = Citation(kind=CitationKind.INSTRUMENT, title="中华人民共和国灯笼法", article=9, start=0, end=16)

Make = Callable[..., CheckResult]


def row(number: int, sheet: str = "行政处罚", **values: str) -> RegisterRow:
    """One item in one row: category, name, basis and disposition in columns A to D."""
    filled = {
        "category": sheet,
        "name": f"对违规悬挂{number}号灯笼的处罚",
        "legal_basis": FILED,
        "disposition": "保留",
    } | values
    cells = {field: f"{letter}{number}" for field, letter in zip(filled, "ABCDEFGH", strict=False)}
    return RegisterRow(sheet=sheet, rows=(number,), values=filled, cells=cells)


def problem(
    key: str, severity: Severity, number: int | None = 5, *, path: str = PATH, **more: Any
) -> Problem:
    """A finding on the basis cell of a row of the first sheet; without a row, on the whole file."""
    place = (
        {"sheet": "行政处罚", "row": number, "cell": f"C{number}", "item": f"对违规悬挂{number}号灯笼的处罚"}
        if number
        else {}
    )
    where = Where(path=path, field="legal_basis", **place)
    defaults: dict[str, Any] = {
        "params": {"document": "《中华人民共和国灯笼法》", "place": "第九条", "version": "2014年4月24日"}
    }
    return Problem(code=key[:3], key=key, severity=severity, where=where, **(defaults | more))


def findings() -> tuple[Problem, ...]:
    """A blocker, a warning with law text and differences, a hint that is not sure, one of the whole file."""
    law = {"title": "中华人民共和国灯笼法", "version": "2014-04-24", "place": "第九条", "text": LAW}
    diff = [{"filed": "责令限期内改正", "law": "责令限期改正"}, {"filed": "处五万元罚款", "law": ""}]
    return (
        problem("C25.not_attached", Severity.BLOCKER, None),
        problem("C08.article_missing", Severity.BLOCKER, 5),
        problem(
            "C08.text_differs",
            Severity.WARNING,
            6,
            data={"law": law, "diff": diff},
            authority="实施方案五（一）",
        ),
        problem("C08.instrument_unknown", Severity.HINT, 7, certainty=Certainty.LIKELY),
    )


@pytest.fixture
def make_result() -> Make:
    """Makes the result; keyword arguments replace its fields."""

    def make(**changes: Any) -> CheckResult:
        columns = {"category": ("A",), "name": ("B",), "legal_basis": ("C", "D"), "disposition": ("E",)}
        sheet = SheetReading(
            name="行政处罚",
            header_row=4,
            columns=columns,
            rows=tuple(row(number) for number in (5, 6, 7, 8)),
            skipped=(
                SkippedRow(row=1, reason="title"),
                *(SkippedRow(row=at, reason="blank") for at in (9, 10, 12)),
            ),
            unread_columns=(("F4", "吉祥物"),),
            unread_rows=((11, "此处有误"),),
        )
        register = Register(path=PATH, department="临江市灯笼局", sheets=(sheet,))
        file = CheckedFile(
            path=PATH, department="临江市灯笼局", register=register, nil_returns={"行政处罚": ("行政征收",)}
        )
        result = CheckResult(
            on=date(2015, 4, 15),
            scheme="yichun-2015",
            has_texts=True,
            files=(file,),
            items=4,
            problems=findings(),
            not_checked=(NotChecked(code="C25", reason="no_column", path=PATH),),
            verdicts={"text_found": 1, "text_differs": 1, "article_missing": 1},
        )
        return replace(result, **changes)

    return make


@pytest.fixture
def checked_citation() -> CheckedCitation:
    """One citation with its verdict."""
    basis = BasisFacts(
        entry=BasisEntry(citation=CITATION, quoted=FILED),
        verdict=Verdict.TEXT_ELSEWHERE,
        version=date(2014, 4, 24),
        found_at=("第十条",),
    )
    return CheckedCitation(path=PATH, sheet="行政处罚", row=6, cell="C6", item="对某事的处罚", basis=basis)
