"""How the files were read and what was not checked, put in words for the HTML report."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qingdan.data.labels import FIELD_NAMES, SEVERITY_NAMES, SKIP_REASONS
from qingdan.data.wording import not_checked_words, rule_words
from qingdan.linter.result import CheckedFile, CheckResult
from qingdan.registers.model import SheetReading
from qingdan.reports.summary import file_labels, runs
from qingdan.rules.problem import Severity

_UNNAMED = "全表"  # the sheet of a text file


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetWords:
    """One sheet in words; "" where there is nothing to say."""

    name: str
    header: str
    items: int
    nil_returns: str
    skipped: str
    unread_columns: str
    unread_rows: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileWords:
    """One file: number of items, of problems by severity, and its sheets; `readable` False: no sheets.

    `columns`: names of sheets with the same columns, and these columns.
    """

    label: str
    department: str
    items: int
    counts: tuple[tuple[str, int], ...]
    readable: bool
    sheets: tuple[SheetWords, ...]
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchecked:
    """A rule that was not checked, why, and in which files ("" for all)."""

    rule: str
    reason: str
    files: str


def files(result: CheckResult) -> tuple[FileWords, ...]:
    """Every file of the run in the order given."""
    counted = Counter((problem.where.path, problem.severity) for problem in result.problems)
    labels = file_labels(result)
    return tuple(
        FileWords(
            label=labels[file.path],
            department=file.department,
            items=sum(len(sheet.rows) for sheet in _sheets(file)),
            counts=tuple((SEVERITY_NAMES[one], counted[file.path, one]) for one in Severity),
            readable=file.register is not None,
            sheets=tuple(_sheet(sheet, file.nil_returns.get(sheet.name, ())) for sheet in _sheets(file)),
            columns=tuple(_columns(_sheets(file))),
        )
        for file in result.files
    )


def _sheets(file: CheckedFile) -> tuple[SheetReading, ...]:
    return file.register.sheets if file.register else ()


def _sheet(sheet: SheetReading, nil_returns: tuple[str, ...]) -> SheetWords:
    return SheetWords(
        name=sheet.name or _UNNAMED,
        header=f"第 {sheet.header_row} 行" if sheet.header_row else "没有找到",
        items=len(sheet.rows),
        nil_returns="、".join(nil_returns),
        skipped=_skipped(sheet),
        unread_columns="　".join(f"{cell}“{heading}”" for cell, heading in sheet.unread_columns),
        unread_rows="\n".join(f"第 {row} 行：{text}" for row, text in sheet.unread_rows),
    )


def _columns(sheets: Sequence[SheetReading]) -> Iterator[tuple[str, str]]:
    alike: dict[str, list[str]] = defaultdict(list)
    for sheet in sheets:
        words = "　".join(
            f"{'、'.join(letters)} {FIELD_NAMES.get(field, field)}"
            for field, letters in sheet.columns.items()
        )
        alike[words].append(sheet.name or _UNNAMED)
    for words, names in alike.items():
        if words:
            yield "、".join(names), words


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
    labels = file_labels(result)
    names = {file.path: file.department or labels[file.path] for file in result.files}
    return tuple(
        Unchecked(
            rule=f"{code} {rule_words(code).title}",
            reason=not_checked_words(reason),
            files=""
            if "" in found or len(found) == len(result.files)
            else "、".join(map(names.__getitem__, found)),
        )
        for (code, reason), found in sorted(paths.items())
    )
