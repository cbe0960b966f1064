"""How the files were read and what was not checked, put in words for the HTML report."""

from collections import defaultdict
from dataclasses import dataclass

from qingdan.data.labels import FIELD_NAMES, SEVERITY_NAMES, SKIP_REASONS
from qingdan.data.wording import not_checked_words, rule_words
from qingdan.linter.result import CheckedFile, CheckResult
from qingdan.registers.model import SheetReading
from qingdan.reports.summary import runs
from qingdan.rules.problem import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetWords:
    """One sheet: facts as label and text."""

    name: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileWords:
    """One file: number of items, of problems by severity, and its sheets; `readable` False: no sheets."""

    path: str
    department: str
    items: int
    counts: tuple[tuple[str, int], ...]
    readable: bool
    sheets: tuple[SheetWords, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchecked:
    """A rule that was not checked, why, and in which files ("" for all)."""

    rule: str
    reason: str
    files: str


def files(result: CheckResult) -> tuple[FileWords, ...]:
    """Every file of the run in the order given."""
    counted: dict[tuple[str, Severity], int] = defaultdict(int)
    for problem in result.problems:
        counted[problem.where.path, problem.severity] += 1
    return tuple(
        FileWords(
            path=file.path,
            department=file.department,
            items=sum(len(sheet.rows) for sheet in _sheets(file)),
            counts=tuple((SEVERITY_NAMES[one], counted[file.path, one]) for one in Severity),
            readable=file.register is not None,
            sheets=tuple(_sheet(sheet, file.nil_returns.get(sheet.name, ())) for sheet in _sheets(file)),
        )
        for file in result.files
    )


def _sheets(file: CheckedFile) -> tuple[SheetReading, ...]:
    return file.register.sheets if file.register else ()


def _sheet(sheet: SheetReading, nil_returns: tuple[str, ...]) -> SheetWords:
    columns = "　".join(
        f"{'、'.join(letters)} {FIELD_NAMES.get(field, field)}" for field, letters in sheet.columns.items()
    )
    unread = "　".join(f"{cell}“{heading}”" for cell, heading in sheet.unread_columns)
    rows = "\n".join(f"第 {row} 行：{text}" for row, text in sheet.unread_rows)
    facts = (
        ("表头", f"第 {sheet.header_row} 行" if sheet.header_row else "没有找到"),
        ("事项", f"{len(sheet.rows)} 项"),
        ("各列", columns),
        ("零报告", "、".join(nil_returns)),
        ("跳过的行", _skipped(sheet)),
        ("没有认出的列", unread),
        ("没有看懂的行", rows),
    )
    return SheetWords(name=sheet.name or "全表", facts=tuple(fact for fact in facts if fact[1]))


def _skipped(sheet: SheetReading) -> str:
    rows: dict[str, list[int]] = defaultdict(list)
    for one in sheet.skipped:
        rows[SKIP_REASONS.get(one.reason, one.reason)].append(one.row)
    return "；".join(f"{reason}：第 {runs(numbers)} 行" for reason, numbers in rows.items())


def unchecked(result: CheckResult) -> tuple[Unchecked, ...]:
    """The rules that had nothing to look at, by rule and reason."""
    paths: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in result.not_checked:
        paths[one.code, one.reason].append(one.path)
    departments = {file.path: file.department or file.path for file in result.files}
    return tuple(
        Unchecked(
            rule=f"{code} {rule_words(code).title}",
            reason=not_checked_words(reason),
            files=""
            if "" in found or len(found) == len(result.files)
            else "、".join(map(departments.__getitem__, found)),
        )
        for (code, reason), found in sorted(paths.items())
    )
