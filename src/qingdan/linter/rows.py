"""Each row of a register judged by itself: as remembered where its words are the same as then, else now."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from qingdan.library.facts import FactsSource
from qingdan.linter.cache import Cache, Known, Outcome, digest, layout_of, packed, unpacked
from qingdan.linter.items import BasisReader, cited_keys, item_facts
from qingdan.linter.result import CheckedCitation
from qingdan.registers.model import Register, RegisterRow, SheetReading
from qingdan.rules.checks.catalogue import run_item
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.checks.set_power import SetPower
from qingdan.rules.legal_basis import BasisFacts
from qingdan.rules.power_item import CheckContext, PowerItemFacts, RegisterFacts
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
    """Judges the rows of one register and gathers what comes of it.

    With `with_citations` every citation is kept with its verdict, and nothing remembered is used.
    """

    terms: Terms
    path: str
    department: str
    with_citations: bool = False
    items: list[PowerItemFacts] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    verdicts: Counter[str] = field(default_factory=Counter)
    citations: list[CheckedCitation] = field(default_factory=list)

    def judge(self, register: Register) -> None:
        """All rows of all sheets, in order."""
        cache = None if self.with_citations else self.terms.cache
        known = cache.known(self.path) if cache else {}
        kept: Known = {}
        for sheet in register.sheets:
            for row, mark in _marked(sheet, self.department):
                kept[mark] = self._judge(row, frozenset(sheet.columns), known.get(mark))
        if cache and kept.keys() != known.keys():
            cache.keep(self.path, kept)

    def _judge(self, row: RegisterRow, columns: frozenset[str], known: list[object] | None) -> list[object]:
        if known is None:
            bases = _read(row, self.terms)
            item = self._item(row, columns, bases, cited_keys(bases))
            outcome = _judged(item, self.terms.context())
            known = packed(outcome, row)
        else:
            outcome = unpacked(known, row, self.path)
            item = self._item(row, columns, (), outcome.cited)
        self.items.append(item)
        self.problems += outcome.problems
        self.verdicts.update(outcome.verdicts)
        if self.with_citations:
            self.citations += _citations(item, row)
        return known

    def _item(
        self, row: RegisterRow, columns: frozenset[str], bases: tuple[BasisFacts, ...], cited: tuple[str, ...]
    ) -> PowerItemFacts:
        return item_facts(
            row, path=self.path, department=self.department, columns=columns, scheme=self.terms.scheme,
            bases=bases, cited=cited,
        )  # fmt: skip


def _marked(sheet: SheetReading, department: str) -> Iterator[tuple[RegisterRow, str]]:
    layout = layout_of(sheet.columns, department)
    return ((row, digest(row, layout)) for row in sheet.rows)


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
