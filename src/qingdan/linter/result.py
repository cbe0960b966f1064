"""What a check of registers comes to: files as read, findings, what was not checked, verdicts on citations."""

from dataclasses import dataclass
from datetime import date

from qingdan.registers.model import Register
from qingdan.rules.legal_basis import BasisFacts
from qingdan.rules.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """One file of the run. `register` None: it could not be read, and an F01 among the problems says why.

    `department` as told by the command line, else read from the file. `nil_returns` by sheet name: the official
    names of the categories the unit says it has none of.
    """

    path: str
    department: str = ""
    register: Register | None = None
    nil_returns: dict[str | None, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotChecked:
    """A rule that had nothing to look at. `reason` is a key of the wording table ("no_charts", "no_column").

    `path` is the file it is about, "" where it is about the whole run.
    """

    code: str
    reason: str
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedCitation:
    """One citation of one item with what the library says of it (`basis.verdict`, `version`, `found_at`)."""

    path: str
    sheet: str | None
    row: int
    cell: str | None
    item: str
    basis: BasisFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """The whole run. `problems` are ordered by file, sheet, row and code.

    `has_texts` False: only the text-free index was at hand. `citations` None: not asked for. `verdicts` counts the
    verdicts on all citations of the run, by name of the verdict.
    """

    on: date
    scheme: str
    has_texts: bool
    files: tuple[CheckedFile, ...]
    items: int
    problems: tuple[Problem, ...]
    not_checked: tuple[NotChecked, ...] = ()
    verdicts: dict[str, int]
    citations: tuple[CheckedCitation, ...] | None = None
