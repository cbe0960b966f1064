"""The check of registers: read each file, judge each row, then what concerns a whole register or several."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from qingdan.linter.items import register_facts
from qingdan.linter.result import CheckedFile, CheckResult, NotChecked
from qingdan.linter.rows import RowJudge, Terms
from qingdan.registers.model import Register, SheetReading, UnreadableFile
from qingdan.registers.opening import Opening
from qingdan.registers.reader import read_register
from qingdan.rules.checks.catalogue import not_checked, run_batch, run_register
from qingdan.rules.checks.context import CheckContext
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.power_item import RegisterFacts
from qingdan.rules.problem import Problem, Severity, Where, row_of

NO_COLUMN = "no_column"  # the one reason that differs from form to form


def check_registers(
    paths: Sequence[str],
    terms: Terms,
    *,
    department: str = "",
    citations: bool = False,
    done: Callable[[], object] = list,
    opening: Opening | None = None,
) -> CheckResult:
    """Check the registers of one run together.

    `department` overrides what the files say. With `citations` the result carries the verdict on every citation.
    `done` is called after each file, for a progress bar. `opening` is the first file, where it is being opened already.
    """
    judges: list[RowJudge] = []
    for path in paths:
        judge = _read(path, terms, department, None if judges else opening)
        judge.judge_citations() if citations else judge.judge()
        judges.append(judge)
        done()
    registers = tuple(_facts(judge, terms.scheme) for judge in judges if judge.register)
    context = terms.context(registers)
    _judge_together({judge.path: judge for judge in judges}, registers, context)
    return CheckResult(
        on=terms.on,
        scheme=terms.scheme.name,
        has_texts=terms.has_texts,
        files=tuple(_checked(judge, terms.scheme) for judge in judges),
        items=sum(len(judge.items) for judge in judges),
        problems=tuple(problem for judge in judges for problem in _ordered(judge)),
        not_checked=tuple(dict.fromkeys(one for judge in judges for one in _left_out(judge, context))),
        verdicts=dict(sum((judge.verdicts for judge in judges), Counter())),
        citations=tuple(one for judge in judges for one in judge.citations) if citations else None,
    )


def _read(path: str, terms: Terms, department: str, opening: Opening | None) -> RowJudge:
    """The register of a file, ready to be judged; an unreadable file is a register without rows and a finding."""
    try:
        register = read_register(Path(path), scheme=terms.scheme, opening=opening)
    except UnreadableFile as failure:
        return RowJudge(
            terms=terms, path=path, department=department, register=None, problems=[failure.problem(path)]
        )
    return RowJudge(
        terms=terms,
        path=path,
        department=department or register.department,
        register=register,
        problems=list(_not_understood(register, path)),
    )


def _facts(judge: RowJudge, scheme: Scheme) -> RegisterFacts:
    register = judge.register or Register(path=judge.path)
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
    return Where(path=path, sheet=sheet.name, row=row_of(cell), cell=cell)


def _problem(key: str, severity: Severity, where: Where, **params: str) -> Problem:
    return Problem(code=key.partition(".")[0], key=key, severity=severity, where=where, params=params)


def _ordered(judge: RowJudge) -> list[Problem]:
    """By sheet as they lie in the workbook, then by row and rule; what concerns the whole file comes first."""
    sheets = judge.sheets()
    order = {sheet.name: number for number, sheet in enumerate(sheets)}
    return sorted(
        judge.problems,
        key=lambda one: (order.get(one.where.sheet, -1), one.where.row or 0, one.code, one.where.cell or ""),
    )


def _checked(judge: RowJudge, scheme: Scheme) -> CheckedFile:
    sheets = judge.sheets()
    return CheckedFile(
        path=judge.path,
        department=judge.department,
        register=judge.register,
        nil_returns={sheet.name: tuple(_nil_names(sheet, scheme)) for sheet in sheets},
    )


def _nil_names(sheet: SheetReading, scheme: Scheme) -> Iterator[str]:
    for line in sheet.nil_lines:
        category = scheme.category_of(line.category)
        yield scheme.name_of(category) if category else line.category


def _left_out(judge: RowJudge, context: CheckContext) -> Iterator[NotChecked]:
    """Rules without material in the whole run, and rules whose column this file's forms lack."""
    sheets = judge.sheets()
    columns = frozenset(column for sheet in sheets if sheet.rows for column in sheet.columns)
    for code, reason in not_checked(columns, context).items() if columns else ():
        yield NotChecked(code=code, reason=reason, path=judge.path if reason == NO_COLUMN else "")
