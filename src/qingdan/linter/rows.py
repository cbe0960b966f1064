"""Each row of a register judged by itself: as remembered where its words are the same as then, else now."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from qingdan.library.facts import FactsSource
from qingdan.linter.cache import Cache, Known, Outcome, digest, layout_of, packed, unpacked
from qingdan.linter.cores import dealt_out
from qingdan.linter.items import BasisReader, cited_keys, item_facts
from qingdan.linter.result import CheckedCitation
from qingdan.registers.model import Register, RegisterRow, SheetReading
from qingdan.rules.checks.catalogue import run_item
from qingdan.rules.checks.context import CheckContext
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.checks.set_power import SetPower
from qingdan.rules.legal_basis import BasisFacts
from qingdan.rules.power_item import PowerItemFacts, RegisterFacts
from qingdan.rules.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On which terms registers are checked: library, day, scheme, matrix, and what is remembered from before."""

    library: FactsSource
    has_texts: bool
    on: date
    scheme: Scheme
    set_power: SetPower
    cache: Cache | None = None

    def context(self, filings: tuple[RegisterFacts, ...] = ()) -> CheckContext:
        """What the rules are handed besides items and registers."""
        return CheckContext(on=self.on, scheme=self.scheme, set_power=self.set_power, filings=filings)


@dataclass(slots=True, kw_only=True)
class RowJudge:
    """Judges the rows of one register and gathers what comes of it. `register` None: the file could not be read."""

    terms: Terms
    path: str
    department: str
    register: Register | None
    items: list[PowerItemFacts] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    verdicts: Counter[str] = field(default_factory=Counter)
    citations: list[CheckedCitation] = field(default_factory=list)
    _rows: list[tuple[RegisterRow, frozenset[str], str]] = field(init=False)

    def __post_init__(self) -> None:
        self._rows = [marked for sheet in self.sheets() for marked in _marked(sheet, self.department)]

    def judge_now(self) -> None:
        """Every row, its citations kept with their verdicts; nothing remembered is used."""
        for row, columns, _ in self._rows:
            bases = _read(row, self.terms)
            item = self.item(row, columns, bases, cited_keys(bases))
            self._gather(item, _judged(item, self.terms.context()))
            self.citations += _citations(item, row)

    def remembered(self) -> Known:
        """What is known of rows from before."""
        return self.terms.cache.known(self.path) if self.terms.cache else {}

    def tasks(self, known: Known) -> list["Task"]:
        """The rows that have to be judged now, each once."""
        unknown = {mark: (self, row, columns) for row, columns, mark in self._rows if mark not in known}
        return list(unknown.values())

    def take(self, known: Known, outcomes: Iterator[list[Any]]) -> None:
        """All rows, with what is known of them and, in order, the outcomes of the others. Remembers both."""
        kept: Known = {}
        for row, columns, mark in self._rows:
            if mark not in kept:
                kept[mark] = known.get(mark) or next(outcomes)
            outcome = unpacked(kept[mark], row, self.path)
            self._gather(self.item(row, columns, (), outcome.cited), outcome)
        if self.terms.cache and kept.keys() != known.keys():
            self.terms.cache.keep(self.path, kept)

    def item(
        self, row: RegisterRow, columns: frozenset[str], bases: tuple[BasisFacts, ...], cited: tuple[str, ...]
    ) -> PowerItemFacts:
        """The facts of one row."""
        return item_facts(
            row, path=self.path, department=self.department, columns=columns, scheme=self.terms.scheme,
            bases=bases, cited=cited,
        )  # fmt: skip

    def sheets(self) -> tuple[SheetReading, ...]:
        """The sheets as read; none of an unreadable file."""
        return self.register.sheets if self.register else ()

    def _gather(self, item: PowerItemFacts, outcome: Outcome) -> None:
        self.items.append(item)
        self.problems += outcome.problems
        self.verdicts.update(outcome.verdicts)


def _marked(sheet: SheetReading, department: str) -> Iterator[tuple[RegisterRow, frozenset[str], str]]:
    """Every row with the columns of its sheet and the mark it is remembered by."""
    layout, columns = layout_of(sheet.columns, department), frozenset(sheet.columns)
    return ((row, columns, digest(row, layout)) for row in sheet.rows)


Task = tuple[RowJudge, RegisterRow, frozenset[str]]


def judge_rows(judges: Sequence[RowJudge], terms: Terms) -> None:
    """The rows of all registers of a run: those that are not remembered are dealt out to the cores."""
    known = [judge.remembered() for judge in judges]
    tasks = [task for judge, rows in zip(judges, known, strict=True) for task in judge.tasks(rows)]
    outcomes = iter(dealt_out(_outcomes, tasks, terms.library.reopen))
    for judge, rows in zip(judges, known, strict=True):
        judge.take(rows, outcomes)


def _outcomes(tasks: Sequence[Task]) -> list[list[Any]]:
    return [_outcome(*task) for task in tasks]


def _outcome(judge: RowJudge, row: RegisterRow, columns: frozenset[str]) -> list[Any]:
    bases = _read(row, judge.terms)
    item = judge.item(row, columns, bases, cited_keys(bases))
    return packed(_judged(item, judge.terms.context()), row)


def _read(row: RegisterRow, terms: Terms) -> tuple[BasisFacts, ...]:
    printed = row.values.get("legal_basis", "")
    return BasisReader(library=terms.library, on=terms.on).bases(printed) if printed else ()


def _judged(item: PowerItemFacts, context: CheckContext) -> Outcome:
    verdicts = tuple([basis.verdict.value for basis in item.bases if basis.verdict])
    return Outcome(cited=item.cited, verdicts=verdicts, problems=tuple(run_item(item, context)))


def _citations(item: PowerItemFacts, row: RegisterRow) -> Iterator[CheckedCitation]:
    for basis in item.bases:
        yield CheckedCitation(
            path=item.path,
            sheet=item.sheet,
            row=item.row,
            cell=_cell(basis, row),
            item=item.name,
            basis=basis,
        )


def _cell(basis: BasisFacts, row: RegisterRow) -> str | None:
    begun = [cell for start, cell in row.basis_cells if start <= basis.entry.citation.start]
    return begun[-1] if begun else row.cells.get("legal_basis")
