"""Each row of a register judged by itself: as remembered where its words are the same as then, else now."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from qingdan.library.facts import FactsSource
from qingdan.linter.cache import Cache, Known, Outcome, digest, layout_of, packed, unpacked
from qingdan.linter.items import cited_keys, item_facts
from qingdan.linter.result import CheckedCitation
from qingdan.registers.model import Register, RegisterRow, SheetReading
from qingdan.rules.basis_reader import read_basis
from qingdan.rules.checks.base import basis_cell
from qingdan.rules.checks.catalogue import run_items
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


Row = tuple[
    RegisterRow, frozenset[str], str
]  # with the columns of its sheet and the mark it is remembered by


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
    _rows: list[Row] = field(init=False)
    _context: CheckContext = field(init=False)

    def __post_init__(self) -> None:
        self._context = self.terms.context()
        self._rows = [marked for sheet in self.sheets() for marked in _marked(sheet, self.department)]

    def judge(self) -> None:
        """All rows; those with the words of a row judged before, now or then, get what was found there."""
        known = self.terms.cache.known(self.path) if self.terms.cache else {}
        first: dict[str, int] = {}
        for place, (_, _, mark) in enumerate(self._rows):
            if mark not in known:
                first.setdefault(mark, place)
        judged = iter(self._judged([self._rows[place] for place in first.values()]))
        kept: Known = {}
        for place, (row, columns, mark) in enumerate(self._rows):
            if first.get(mark) == place:
                item, outcome = next(judged)
                kept[mark] = packed(outcome, row)
            else:
                kept[mark] = kept.get(mark) or known[mark]
                outcome = unpacked(kept[mark], row, self.path)
                item = self.item(row, columns, (), outcome.cited)
            self._gather(item, outcome)
        if self.terms.cache and kept.keys() != known.keys():
            self.terms.cache.keep(self.path, kept)

    def judge_citations(self) -> None:
        """All rows, every citation kept with its verdict; nothing remembered is used."""
        for item, outcome in self._judged(self._rows):
            self._gather(item, outcome)
            self.citations += _citations(item)

    def item(
        self, row: RegisterRow, columns: frozenset[str], bases: tuple[BasisFacts, ...], cited: tuple[str, ...]
    ) -> PowerItemFacts:
        """The facts of one row."""
        return item_facts(
            row, path=self.path, department=self.department, columns=columns, scheme=self.terms.scheme,
            bases=bases, cited=cited,
        )  # fmt: skip

    def _judged(self, rows: Sequence[Row]) -> list[tuple[PowerItemFacts, Outcome]]:
        """Rows judged one stage after the other, which is quicker than row by row: what a stage needs stays at hand."""
        library, on = self.terms.library, self.terms.on
        read = [read_basis(row.values.get("legal_basis", "")) for row, _, _ in rows]
        bases = [tuple([library.facts(entry, on) for entry in entries]) for entries in read]
        items = [
            self.item(row, columns, facts, cited_keys(facts))
            for (row, columns, _), facts in zip(rows, bases, strict=True)
        ]
        problems = run_items(items, self._context)
        return [(item, _outcome(item, found)) for item, found in zip(items, problems, strict=True)]

    def sheets(self) -> tuple[SheetReading, ...]:
        """The sheets as read; none of an unreadable file."""
        return self.register.sheets if self.register else ()

    def _gather(self, item: PowerItemFacts, outcome: Outcome) -> None:
        self.items.append(item)
        self.problems += outcome.problems
        self.verdicts.update(outcome.verdicts)


def _marked(sheet: SheetReading, department: str) -> Iterator[Row]:
    layout, columns = layout_of(sheet.columns, department), frozenset(sheet.columns)
    return ((row, columns, digest(row, layout)) for row in sheet.rows)


def _outcome(item: PowerItemFacts, problems: Sequence[Problem]) -> Outcome:
    verdicts = tuple([basis.verdict.value for basis in item.bases if basis.verdict])
    return Outcome(cited=item.cited, verdicts=verdicts, problems=tuple(problems))


def _citations(item: PowerItemFacts) -> Iterator[CheckedCitation]:
    for basis in item.bases:
        yield CheckedCitation(
            path=item.path,
            sheet=item.sheet,
            row=item.row,
            cell=basis_cell(item, basis),
            item=item.name,
            basis=basis,
        )
