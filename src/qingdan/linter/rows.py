"""Each row of a register judged by itself: as remembered where its words are the same as then, else now."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from qingdan.library.facts import FactsSource
from qingdan.linter.cache import Cache, Known, Outcome, digest, layout_of, packed, unpacked
from qingdan.linter.items import cited_keys, item_facts, read_bases
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
    _context: CheckContext = field(init=False)

    def __post_init__(self) -> None:
        self._context = self.terms.context()
        self._rows = [marked for sheet in self.sheets() for marked in _marked(sheet, self.department)]

    def judge(self) -> None:
        """All rows; those with the words of a row judged before, now or then, get what was found there."""
        known = self.terms.cache.known(self.path) if self.terms.cache else {}
        kept: Known = {}
        for row, columns, mark in self._rows:
            before = kept.get(mark) or known.get(mark)
            if before:
                outcome = unpacked(before, row, self.path)
                item = self.item(row, columns, (), outcome.cited)
            else:
                item, outcome = self._judged(row, columns)
            kept[mark] = before or packed(outcome, row)
            self._gather(item, outcome)
        if self.terms.cache and kept.keys() != known.keys():
            self.terms.cache.keep(self.path, kept)

    def judge_citations(self) -> None:
        """All rows, every citation kept with its verdict; nothing remembered is used."""
        for row, columns, _ in self._rows:
            item, outcome = self._judged(row, columns)
            self._gather(item, outcome)
            self.citations += _citations(item, row)

    def item(
        self, row: RegisterRow, columns: frozenset[str], bases: tuple[BasisFacts, ...], cited: tuple[str, ...]
    ) -> PowerItemFacts:
        """The facts of one row."""
        return item_facts(
            row, path=self.path, department=self.department, columns=columns, scheme=self.terms.scheme,
            bases=bases, cited=cited,
        )  # fmt: skip

    def _judged(self, row: RegisterRow, columns: frozenset[str]) -> tuple[PowerItemFacts, Outcome]:
        printed = row.values.get("legal_basis", "")
        bases = read_bases(printed, self.terms.library, self.terms.on) if printed else ()
        item = self.item(row, columns, bases, cited_keys(bases))
        verdicts = tuple([basis.verdict.value for basis in bases if basis.verdict])
        problems = tuple(run_item(item, self._context))
        return item, Outcome(cited=item.cited, verdicts=verdicts, problems=problems)

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
