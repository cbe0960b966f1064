"""The findings of one file as they are written into its annotated copy: numbered, in words, by cell."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qingdan.data.labels import LOST_PARTS, SEVERITY_NAMES, long_date
from qingdan.data.wording import Rendered, render
from qingdan.registers.writing.cell_text import cell_text
from qingdan.registers.writing.findings_sheet import SHEET_NAME
from qingdan.rules.pattern import pattern
from qingdan.rules.problem import Problem, Severity

HEADINGS = ("序号", "程度", "规则", "位置", "所在事项", "问题", "为什么", "怎么办", "规则出处")
WIDTHS = (6, 11, 22, 18, 30, 44, 50, 40, 28)
PLACE_COLUMN = HEADINGS.index("位置")
MOST_LINKS = 65_000  # Excel takes 65,530 in one sheet
COLOURS: Mapping[Severity, str] = {
    Severity.BLOCKER: "F6C9C2",
    Severity.WARNING: "FBE7A8",
    Severity.HINT: "D6E3F2",
}
AUTHOR = "清单"
_EARLIER = pattern(
    rf"【(?:{'|'.join(SEVERITY_NAMES.values())})】[\s\S]{{0,4000}}?（“{SHEET_NAME}”第 \d{{1,7}} 项）"
    rf"|其余 \d{{1,7}} 项见“{SHEET_NAME}”。"
)
_LONGEST_COMMENT = 6_000  # longer ones do not fit a screen; Excel itself stops at 32,767
_ORDER = list(Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One problem in words. `number` is its number on the findings sheet, from 1."""

    number: int
    problem: Problem
    words: Rendered

    @property
    def place(self) -> str:
        """The cell as people say it: 行政处罚!E12, 第 5 行, 整个文件."""
        where = self.problem.where
        spot = where.cell or (f"第 {where.row} 行" if where.row else "")
        return "!".join(filter(None, (where.sheet, spot))) or "整个文件"

    @property
    def line(self) -> tuple[str, ...]:
        """The finding as a line of the findings sheet."""
        problem, words = self.problem, self.words
        rule = f"{problem.code} {words.title}"
        texts = (str(self.number), SEVERITY_NAMES[problem.severity], rule, self.place, problem.where.item,
                 words.message, words.explanation, words.action, problem.authority)  # fmt: skip
        return tuple(cell_text(text) for text in texts)

    @property
    def comment(self) -> str:
        """The finding as a comment on its cell."""
        words = self.words
        parts = [
            f"【{SEVERITY_NAMES[self.problem.severity]}】{self.problem.code} {words.title}",
            words.message,
        ]
        parts += [f"为什么：{words.explanation}"] if words.explanation else []
        parts += [f"怎么办：{words.action}"] if words.action else []
        parts.append(f"（“{SHEET_NAME}”第 {self.number} 项）")
        return "\n".join(parts)


def in_words(problems: Iterable[Problem]) -> tuple[Finding, ...]:
    """The findings in the order given. Raises MissingWording."""
    return tuple(
        Finding(number=number, problem=problem, words=render(problem))
        for number, problem in enumerate(problems, start=1)
    )


def by_cell(findings: Iterable[Finding]) -> dict[str | None, dict[str, list[Finding]]]:
    """Sheet → cell → findings placed there; those of a whole file or row are on the findings sheet only."""
    placed: dict[str | None, dict[str, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        if finding.problem.where.cell:
            placed[finding.problem.where.sheet][finding.problem.where.cell].append(finding)
    return placed


def gravest(findings: Iterable[Finding]) -> Severity:
    """The gravest severity of some findings (at least one)."""
    return min((finding.problem.severity for finding in findings), key=_ORDER.index)


def comment_text(findings: Sequence[Finding], existing: str = "") -> str:
    """What the cell's comment says: first what was there before, then the findings, as far as they fit."""
    text = existing.rstrip() + "\n\n" if existing.strip() else ""
    limit = len(text) + _LONGEST_COMMENT
    for place, finding in enumerate(findings):
        if place and len(text) + len(finding.comment) > limit:
            return cell_text(text + f"\n其余 {len(findings) - place} 项见“{SHEET_NAME}”。")
        text += ("\n\n" if place else "") + finding.comment
    return cell_text(text)


def without_earlier_findings(comment: str) -> str | None:
    """A comment without what an earlier annotation put in; None when there was nothing of the kind."""
    rest, count = _EARLIER.subn("", comment)
    return rest.strip() if count else None


def comment_size(text: str) -> tuple[int, int]:
    """Width and height of the comment's box in pixels, so that most comments show whole."""
    lines = sum(1 + len(line) // 24 for line in text.splitlines())
    return 340, min(30 + 17 * lines, 480)


def free_name(taken: Iterable[str]) -> str:
    """A name for the findings sheet that no sheet of the workbook has yet."""
    used = {name.casefold() for name in taken}
    names = (SHEET_NAME if number == 1 else f"{SHEET_NAME}({number})" for number in range(1, len(used) + 2))
    return next(name for name in names if name.casefold() not in used)


def heading_lines(
    file_name: str, findings: Sequence[Finding], lost: Iterable[str], on: date | None
) -> tuple[str, ...]:
    """What stands above the table: title, file and day, counts, what the copy could not take over."""
    severities = [finding.problem.severity for finding in findings]
    counts = "，".join(f"{SEVERITY_NAMES[one]} {severities.count(one)} 处" for one in Severity)
    law = f"　按 {long_date(on)}有效的法律核对" if on else ""
    missing = "；".join(LOST_PARTS[key] for key in lost)
    notes = [f"原文件里的这些内容没有带过来：{missing}。原文件没有改动。"] if missing else []
    lines = (SHEET_NAME, file_name + law, counts + "。点“位置”到单元格；单元格的批注写明第几项。", *notes)
    return tuple(cell_text(line) for line in lines)


def quoted(sheet: str) -> str:
    """A sheet's name as it stands in a reference."""
    return "'" + sheet.replace("'", "''") + "'"
