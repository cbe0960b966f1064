"""The result of a check for a terminal: file by file, gravest first, then how the files were read."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby
from unicodedata import east_asian_width

from qingdan.data.labels import SEVERITY_NAMES, SKIP_REASONS, long_date
from qingdan.data.schemes import load_scheme
from qingdan.data.wording import not_checked_words, rule_words
from qingdan.data.wording import render as in_words
from qingdan.linter.result import CheckedFile, CheckResult
from qingdan.registers.model import SheetReading
from qingdan.reports.summary import about, clean_items, place_of, runs, severity_counts, verdict_counts
from qingdan.rules.problem import Problem, Severity

_WIDTH = 100  # columns; a Chinese character takes two
_PLACE, _ITEM = 18, 70
_SHAPES = {Severity.BLOCKER: "■", Severity.WARNING: "▲", Severity.HINT: "◇"}
_SHOWN_HEADINGS = 8
_MANY, _SHOWN = 12, 5  # findings of one kind in a file


def render(result: CheckResult) -> str:
    """The whole report, lines of about a hundred columns. Raises MissingWording."""
    lines = [*_summary(result), ""]
    for file in result.files:
        lines += [*_file(file, [one for one in result.problems if one.where.path == file.path]), ""]
    lines += _not_checked(result)
    return printable("\n".join(lines).rstrip()) + "\n"


def printable(text: str) -> str:
    """The text without what would steer the terminal or cannot be encoded; line breaks stay."""
    return "".join(
        letter if letter.isprintable() or letter in "\n\u3000" else "\ufffd"
        for letter in text.replace("\t", " ")
    )


def _summary(result: CheckResult) -> Iterator[str]:
    counts = "，".join(f"{SEVERITY_NAMES[one]} {count} 处" for one, count in severity_counts(result).items())
    yield f"核对结果：{len(result.files)} 个文件，{result.items} 项，没有问题的 {clean_items(result)} 项；{counts}。"
    yield f"按 {long_date(result.on)}有效的法律核对，类别方案：{load_scheme(result.scheme).title}。"
    verdicts = "，".join(f"{name} {count}" for _, name, count in verdict_counts(result))
    if verdicts:
        yield f"引文核对 {sum(result.verdicts.values())} 条：{verdicts}。"
    if not result.has_texts:
        yield "手头只有不含文字的法规索引：引文能核对，条文不能显示。qingdan laws import 可导入全文。"


def _file(file: CheckedFile, problems: list[Problem]) -> Iterator[str]:
    yield f"━━ {file.path}" + (f"（{file.department}）" if file.department else "")
    ordered = sorted(problems, key=lambda one: list(Severity).index(one.severity))
    for severity, group in groupby(ordered, key=lambda one: one.severity):
        members = list(group)
        yield f"{_SHAPES[severity]} {SEVERITY_NAMES[severity]} {len(members)}"
        yield from _problems(members)
    if not problems:
        yield "没有发现问题。"
    for sheet in file.register.sheets if file.register else ():
        yield from _reading(sheet, file.nil_returns.get(sheet.name, ()))


def _problems(members: list[Problem]) -> Iterator[str]:
    """Findings one by one; of many with the same words and the same remedy the first ones, and where the rest are."""
    total = Counter(one.key for one in members)
    shown: Counter[str] = Counter()
    rest: dict[str, list[Problem]] = defaultdict(list)
    for problem in members:
        shown[problem.key] += 1
        if total[problem.key] > _MANY and shown[problem.key] > _SHOWN:
            rest[problem.key].append(problem)
        else:
            yield from _problem(problem)
    for others in rest.values():
        places = "、".join(place_of(one.where) or "整个文件" for one in others)
        yield from _hanging(f"{others[0].code} 同样的问题还有 {len(others)} 处：{places}", "  ")


def _problem(problem: Problem) -> Iterator[str]:
    words = in_words(problem)
    place = place_of(problem.where) or "整个文件"
    yield f"  {padded(place, _PLACE)}  {problem.code}  {clipped(about(problem), _ITEM)}"
    yield from _hanging(words.message, "      ")
    if words.action:
        yield from _hanging(words.action, "      → ")


def _reading(sheet: SheetReading, nil_returns: tuple[str, ...]) -> Iterator[str]:
    name = f"“{sheet.name}”" if sheet.name else "全表"
    head = f"表头第 {sheet.header_row} 行" if sheet.header_row else "没有表头"
    nil = f"，零报告 {'、'.join(nil_returns)}" if nil_returns else ""
    yield f"  读{name}：{head}，{len(sheet.rows)} 项{nil}"
    skipped: dict[str, list[int]] = defaultdict(list)
    for one in sheet.skipped:
        skipped[SKIP_REASONS.get(one.reason, one.reason)].append(one.row)
    if skipped:
        words = "；".join(f"{reason} 第 {runs(rows)} 行" for reason, rows in skipped.items())
        yield from _hanging(f"跳过：{words}", "    ")
    if sheet.unread_columns:
        words = "、".join(
            f"{cell}“{clipped(head, 24)}”" for cell, head in sheet.unread_columns[:_SHOWN_HEADINGS]
        )
        more = f" 等 {len(sheet.unread_columns)} 列" if len(sheet.unread_columns) > _SHOWN_HEADINGS else ""
        yield from _hanging(f"没有认出的列：{words}{more}", "    ")
    if sheet.unread_rows:
        yield from _hanging(f"没有看懂的行：第 {runs([row for row, _ in sheet.unread_rows])} 行", "    ")


def _not_checked(result: CheckResult) -> Iterator[str]:
    if not result.not_checked:
        return
    paths: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in result.not_checked:
        paths[one.code, one.reason].append(one.path)
    yield "没有核对的规则"
    for (code, reason), files in paths.items():
        limited = len(result.files) > 1 and "" not in files and len(files) < len(result.files)
        scope = f"（{len(files)} 个文件）" if limited else ""
        yield from _hanging(f"{code} {rule_words(code).title}：{not_checked_words(reason)}{scope}", "  ")


def width(text: str) -> int:
    """Columns the text takes on a terminal."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def clipped(text: str, columns: int) -> str:
    """The text on one line, cut with … where it is wider."""
    text = " ".join(text.split())
    if width(text) <= columns:
        return text
    used, kept = 1, []
    for letter in text:
        used += width(letter)
        if used > columns:
            break
        kept.append(letter)
    return "".join(kept) + "…"


def padded(text: str, columns: int) -> str:
    """The text with blanks after it up to a width; a wider one stays whole."""
    return text + " " * (columns - width(text))


def _hanging(text: str, lead: str) -> Iterator[str]:
    """The text in lines of the report's width, the following ones set in as far as the first."""
    room = _WIDTH - width(lead)
    line, used = "", 0
    for letter in " ".join(text.split()):
        wide = width(letter)
        if used + wide > room and letter not in "，。；：、）”》":
            yield lead + line
            lead, line, used = " " * width(lead), "", 0
        line, used = line + letter, used + wide
    if line:
        yield lead + line
