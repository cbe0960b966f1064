"""The check of registers: read each file, judge each row, then what concerns a whole register or several."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qingdan.linter.items import register_facts
from qingdan.linter.result import CheckedFile, CheckResult, NotChecked
from qingdan.linter.rows import RowJudge, Terms
from qingdan.registers.model import Register, SheetReading, UnreadableFile
from qingdan.registers.reader import read_register
from qingdan.rules.checks.catalogue import not_checked, run_batch, run_register
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.power_item import CheckContext, RegisterFacts
from qingdan.rules.problem import Problem, Severity, Where

NO_COLUMN = "no_column"  # the one reason that differs from form to form


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """One file while it is checked; `register` None where it could not be read."""

    judge: RowJudge
    register: Register | None


def check_registers(
    paths: Sequence[str],
    terms: Terms,
    *,
    department: str = "",
    citations: bool = False,
    done: Callable[[], object] = list,
) -> CheckResult:
    """Check the registers of one run together.

    `department` overrides what the files say. With `citations` the result carries the verdict on every citation.
    `done` is called after each file, for a progress bar.
    """
    files = [_check_file(path, terms, department, citations, done) for path in paths]
    registers = tuple(_facts(file.judge, file.register, terms.scheme) for file in files if file.register)
    context = terms.context(registers)
    _judge_together({file.judge.path: file.judge for file in files}, registers, context)
    return CheckResult(
        on=terms.on,
        scheme=terms.scheme.name,
        has_texts=terms.has_texts,
        files=tuple(_checked(file, terms.scheme) for file in files),
        items=sum(len(file.judge.items) for file in files),
        problems=tuple(problem for file in files for problem in _ordered(file)),
        not_checked=tuple(dict.fromkeys(one for file in files for one in _left_out(file, context))),
        verdicts=dict(sum((file.judge.verdicts for file in files), Counter())),
        citations=tuple(one for file in files for one in file.judge.citations) if citations else None,
    )


def _check_file(
    path: str, terms: Terms, department: str, citations: bool, done: Callable[[], object]
) -> _File:
    judge = RowJudge(terms=terms, path=path, department=department, with_citations=citations)
    register = None
    try:
        register = read_register(Path(path), scheme=terms.scheme)
    except UnreadableFile as reason:
        judge.problems.append(
            _problem(reason.reason, Severity.BLOCKER, Where(path=path), detail=reason.detail)
        )
    else:
        judge.department = department or register.department
        judge.problems += _not_understood(register, path)
        judge.judge(register)
    done()
    return _File(judge=judge, register=register)


def _facts(judge: RowJudge, register: Register, scheme: Scheme) -> RegisterFacts:
    items = tuple(judge.items)
    return register_facts(register, path=judge.path, department=judge.department, items=items, scheme=scheme)


def _judge_together(
    judges: dict[str, RowJudge], registers: tuple[RegisterFacts, ...], context: CheckContext
) -> None:
    for register in registers:
        judges[register.path].problems += run_register(register, context)
    for problem in run_batch(registers, context):
        judges[problem.where.path].problems.append(problem)


def _not_understood(register: Register, path: str) -> Iterator[Problem]:
    for sheet in register.sheets:
        for cell, heading in sheet.unread_columns:
            yield _problem("F02.unknown_column", Severity.HINT, _place(path, sheet, cell), heading=heading)
        for row, words in sheet.unread_rows:
            yield _problem("F03.unknown_row", Severity.WARNING, _place(path, sheet, f"A{row}"), words=words)


def _place(path: str, sheet: SheetReading, cell: str) -> Where:
    row = int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return Where(path=path, sheet=sheet.name, row=row, cell=cell)


def _problem(key: str, severity: Severity, where: Where, **params: str) -> Problem:
    return Problem(code=key.partition(".")[0], key=key, severity=severity, where=where, params=params)


def _ordered(file: _File) -> list[Problem]:
    """By sheet as they lie in the workbook, then by row and rule; what concerns the whole file comes first."""
    sheets = file.register.sheets if file.register else ()
    order = {sheet.name: number for number, sheet in enumerate(sheets)}
    return sorted(
        file.judge.problems,
        key=lambda one: (order.get(one.where.sheet, -1), one.where.row or 0, one.code, one.where.cell or ""),
    )


def _checked(file: _File, scheme: Scheme) -> CheckedFile:
    sheets = file.register.sheets if file.register else ()
    return CheckedFile(
        path=file.judge.path,
        department=file.judge.department,
        register=file.register,
        nil_returns={sheet.name: tuple(_nil_names(sheet, scheme)) for sheet in sheets},
    )


def _nil_names(sheet: SheetReading, scheme: Scheme) -> Iterator[str]:
    for line in sheet.nil_lines:
        category = scheme.category_of(line.category)
        yield scheme.name_of(category) if category else line.category


def _left_out(file: _File, context: CheckContext) -> Iterator[NotChecked]:
    """Rules without material in the whole run, and rules whose column this file's forms lack."""
    sheets = file.register.sheets if file.register else ()
    columns = frozenset(column for sheet in sheets if sheet.rows for column in sheet.columns)
    for code, reason in not_checked(columns, context).items() if columns else ():
        yield NotChecked(code=code, reason=reason, path=file.judge.path if reason == NO_COLUMN else "")
