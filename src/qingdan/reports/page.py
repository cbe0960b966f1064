"""What the HTML report shows, as values: findings with their register row and law text, groups, filters."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from qingdan.data.labels import FIELD_NAMES, SEVERITY_NAMES
from qingdan.data.wording import Rendered, rule_words
from qingdan.data.wording import render as in_words
from qingdan.linter.result import CheckResult
from qingdan.registers.model import RegisterRow
from qingdan.reports.safe_text import compared, marked
from qingdan.reports.summary import about, file_labels, place_of
from qingdan.rules.problem import Problem, Severity

_ALWAYS = ("category", "name", "sub_item", "implementing_body", "disposition")
_BESIDES = {"C22": ("legal_basis",), "C28": ("statutory_limit",)}  # what else a rule compares the cell with
_MANY = 3000  # findings; with more, groups start folded
_LONG = 120  # characters of a cell shown without unfolding; of the cell in question five times as many

_LEVELS = {"": 1, ".group": 2, ".problem": 3}

Rows = Mapping[tuple[str, str | None, int], RegisterRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One cell of the register's row. `long`: folded, with its beginning shown; `asked`: the problem is about it."""

    label: str
    text: Markup
    opening: str
    long: bool
    asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """The article as the library has it on the day."""

    title: str
    version: str
    text: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One problem, ready to be shown. `marks` are the classes that filters look at."""

    number: int
    problem: Problem
    words: Rendered
    place: str
    about: str
    marks: str
    facts: tuple[Fact, ...]
    law: Law | None
    pairs: tuple[tuple[Markup, Markup], ...]
    partner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Findings under one heading: of one rule, or of one file where there are several."""

    heading: str
    note: str
    marks: str
    findings: tuple[Finding, ...]
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """All findings of one severity."""

    severity: Severity
    name: str
    count: int
    marks: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One filter: its label, (class kept, words) of each choice, and the parts of the page it looks at.

    Groups are of one rule or of one file: a filter by that need not look at the findings inside, which matters on a
    page of thousands.
    """

    label: str
    options: tuple[tuple[str, str], ...]
    parts: str


def sections(result: CheckResult) -> tuple[Section, ...]:
    """The findings by severity, gravest first; severities without any are left out."""
    rows, marks = _rows(result), _part_marks(result)
    by_severity: dict[Severity, list[Finding]] = defaultdict(list)
    for number, problem in enumerate(result.problems, start=1):
        mark = marks.get(_part(result, problem), "")
        by_severity[problem.severity].append(finding(number, problem, rows, mark))
    few = len(result.problems) <= _MANY
    return tuple(
        Section(
            severity=severity,
            name=SEVERITY_NAMES[severity],
            count=len(by_severity[severity]),
            marks=_union(by_severity[severity]),
            groups=tuple(_groups(result, severity, by_severity[severity], few)),
        )
        for severity in Severity
        if by_severity[severity]
    )


def _rows(result: CheckResult) -> Rows:
    return {
        (file.path, row.sheet, number): row
        for file in result.files
        if file.register
        for sheet in file.register.sheets
        for row in sheet.rows
        for number in row.rows
    }


def _groups(
    result: CheckResult, severity: Severity, findings: Sequence[Finding], few: bool
) -> Iterator[Group]:
    """By file in the order of the run; of one file alone by rule."""
    by_file = len(result.files) > 1
    names, labels = {file.path: file.department for file in result.files}, file_labels(result)
    members: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        members[finding.problem.where.path if by_file else finding.problem.code].append(finding)
    for number, value in enumerate(members if by_file else sorted(members)):
        rule = None if by_file else rule_words(value)
        yield Group(
            heading=f"{value} {rule.title}" if rule else names.get(value) or labels.get(value, value),
            note=rule.demand if rule else (labels[value] if names.get(value) else ""),
            marks=_union(members[value]),
            findings=tuple(members[value]),
            open=severity is not Severity.HINT and (few or number == 0),
        )


def _union(findings: Iterable[Finding]) -> str:
    """The classes that any of the findings has."""
    return " ".join(sorted({mark for finding in findings for mark in finding.marks.split()}))


def finding(number: int, problem: Problem, rows: Rows, mark: str = "") -> Finding:
    """One problem with its row, if that is among `rows` (by file, sheet and number)."""
    where = problem.where
    row = rows.get((where.path, where.sheet, where.row)) if where.row else None
    pairs = [(str(pair["filed"]), str(pair["law"])) for pair in problem.data.get("diff", ())]
    other = problem.data.get("other")
    place = str(problem.params.get("place", ""))  # the article that the finding names
    return Finding(
        number=number,
        problem=problem,
        words=in_words(problem),
        place=place_of(where) or "整个文件",
        about=about(problem),
        marks=f"{problem.severity} {problem.code} {mark}",
        facts=tuple(_facts(row, problem, [filed for filed, _ in pairs] or [place])) if row else (),
        law=_law(problem, [law for _, law in pairs]),
        pairs=tuple(compared(filed, law) for filed, law in pairs if law),
        partner=_partner(other, where.path) if isinstance(other, Mapping) else "",
    )


def _facts(row: RegisterRow, problem: Problem, differing: Sequence[str]) -> Iterator[Fact]:
    asked = problem.where.field
    shown = (*_ALWAYS, *_BESIDES.get(problem.code, ()))
    if row.main_item:
        yield _fact("主项", row.main_item, asked=False)
    for field, name in FIELD_NAMES.items():
        text = row.values.get(field, "")
        if field == asked or (text and field in shown):
            cell = problem.where.cell if field == asked else row.cells.get(field)
            label = f"{(cell or '').rstrip('0123456789')} {name}".strip()
            yield _fact(label, text, asked=field == asked, differing=differing)


def _fact(label: str, text: str, *, asked: bool, differing: Sequence[str] = ()) -> Fact:
    opening = " ".join(text[: _LONG + 1].split())
    return Fact(
        label=label,
        text=marked(text, differing if asked else ()),
        opening=opening[:_LONG] + "…",
        long=len(text) > (_LONG * 5 if asked else _LONG),
        asked=asked,
    )


def _law(problem: Problem, differing: Sequence[str]) -> Law | None:
    law = problem.data.get("law")
    if not isinstance(law, Mapping) or not law.get("text"):
        return None
    text = marked(str(law["text"]), differing)
    title = f"{law.get('title') or ''}{law.get('place') or ''}"
    return Law(title=title, version=str(law.get("version") or ""), text=text)


def _partner(other: Mapping[str, object], path: str) -> str:
    """Where the other item of a pair stands, and its name."""
    place = "".join(
        (
            f"{other.get('path')}，" if other.get("path") != path else "",
            f"{other.get('sheet')}，" if other.get("sheet") else "",
            f"第 {other.get('row')} 行：" if other.get("row") else "",
        )
    )
    return f"{place}{other.get('name') or ''}"


def filters(result: CheckResult) -> tuple[Filter, ...]:
    """The filters of the page; one that would have a single choice is left out."""
    problems, by_file = result.problems, len(result.files) > 1
    rules = Counter(problem.code for problem in problems)
    severities = Counter(problem.severity for problem in problems)
    parts = Counter(_part(result, problem) for problem in problems)
    names: dict[str, str] = {file.path: file.department for file in result.files if file.department}
    names = dict(file_labels(result)) | names
    found = (
        ("程度", "", [(str(one), SEVERITY_NAMES[one], severities[one]) for one in Severity]),
        (
            "规则",
            ".problem" if by_file else ".group",
            [(code, f"{code} {rule_words(code).title}", count) for code, count in sorted(rules.items())],
        ),
        (
            "文件" if by_file else "工作表",
            ".group" if by_file else ".problem",
            [
                (mark, names.get(name or "", name or "全表"), parts[name])
                for name, mark in _part_marks(result).items()
            ],
        ),
    )
    offered = (
        Filter(
            label=label,
            options=tuple((mark, f"{words}（{count}）") for mark, words, count in options if count),
            parts=", ".join([".severity", ".group", ".problem"][: _LEVELS[lowest]]),
        )
        for label, lowest, options in found
    )
    return tuple(one for one in offered if len(one.options) > 1)


def _part_marks(result: CheckResult) -> dict[str | None, str]:
    """File, or sheet where there is one file → the class of its problems."""
    names: list[str | None] = [file.path for file in result.files]
    if len(names) == 1:
        registers = [file.register for file in result.files if file.register]
        names = [sheet.name for register in registers for sheet in register.sheets]
    return {name: f"part{at}" for at, name in enumerate(names)}


def _part(result: CheckResult, problem: Problem) -> str | None:
    return problem.where.path if len(result.files) > 1 else problem.where.sheet
