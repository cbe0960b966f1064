"""Counts that every report shows, and names put in words: one place, so that the reports agree."""

from collections import Counter
from collections.abc import Mapping
from pathlib import PurePath

from qingdan.data.labels import FIELD_NAMES, VERDICT_NAMES
from qingdan.linter.result import CheckResult
from qingdan.rules.legal_basis import Verdict
from qingdan.rules.problem import Problem, Severity, Where

_PARTS = {"F02": "表头", "F03": "整行"}  # what findings on the reading of a file are about


def severity_counts(result: CheckResult) -> Mapping[Severity, int]:
    """Number of problems of each severity, gravest first, also where there is none."""
    counted = Counter(problem.severity for problem in result.problems)
    return {severity: counted[severity] for severity in Severity}


def clean_items(result: CheckResult) -> int:
    """Number of items without a blocker or a warning."""
    graver = (problem for problem in result.problems if problem.severity is not Severity.HINT)
    troubled = {(one.where.path, one.where.sheet, one.where.row) for one in graver if one.where.row}
    rows = (
        (file.path, row.sheet, row.rows)
        for file in result.files
        if file.register
        for sheet in file.register.sheets
        for row in sheet.rows
    )
    return sum(
        all((path, sheet, number) not in troubled for number in numbers) for path, sheet, numbers in rows
    )


def verdict_counts(result: CheckResult) -> list[tuple[Verdict, str, int]]:
    """Verdicts that occur, with their Chinese names, from found to unknown."""
    return [
        (verdict, name, result.verdicts[verdict])
        for verdict, name in VERDICT_NAMES.items()
        if result.verdicts.get(verdict)
    ]


def place_of(where: Where) -> str:
    """The place as people say it: 行政处罚!E12, E12, 第 5 行; "" for a whole file."""
    spot = where.cell or (f"第 {where.row} 行" if where.row else "")
    return "!".join(filter(None, (where.sheet, spot)))


def about(problem: Problem) -> str:
    """What the finding is about: the item's name, else （公开范围）, （表头）, （整个文件）."""
    where = problem.where
    return where.item or f"（{_PARTS.get(problem.code) or FIELD_NAMES.get(where.field, where.field)}）"


def file_labels(result: CheckResult) -> Mapping[str, str]:
    """Path → the file's name; the whole path where two files of the run have the same name."""
    names = {file.path: PurePath(file.path).name for file in result.files}
    count = Counter(names.values())
    return {path: name if count[name] == 1 else path for path, name in names.items()}


def runs(numbers: list[int]) -> str:
    """Row numbers as people write them: 5、7–9、12."""
    parts: list[str] = []
    for number in sorted(set(numbers)):
        first, _, last = parts[-1].partition("–") if parts else ("", "", "")
        if parts and int(last or first) + 1 == number:
            parts[-1] = f"{first}–{number}"
        else:
            parts.append(str(number))
    return "、".join(parts)
