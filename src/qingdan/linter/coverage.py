"""The other direction (法定职责必须为): what the law grants a department and its registers do not name.

Source: 宜春市"三单一网"实施方案 一 (法定职责必须为) and 四(一) (不漏项). Reading: a grant counts as named when some
item of the registers cites its article; where the item names 款 or 项, these must be the grant's. What the program
does not recognise as a grant it cannot miss: the result is a list of places to look at, no proof of completeness.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from qingdan.linter.propose import Draft, Proposal
from qingdan.registers.model import Register
from qingdan.rules.basis_reader import read_basis
from qingdan.rules.citation import Citation
from qingdan.rules.text import title_key

_Place = tuple[str, int, int]  # title key, article, insert


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The grants of a draft, told apart by whether a register cites them."""

    draft: Draft
    cited: tuple[Proposal, ...]
    missing: tuple[Proposal, ...]


def cover(draft: Draft, registers: Iterable[Register]) -> Coverage:
    """Which grants of a draft the items of some registers cite."""
    citations: defaultdict[_Place, list[Citation]] = defaultdict(list)
    for printed in {
        row.values.get("legal_basis", "") for one in registers for sheet in one.sheets for row in sheet.rows
    }:
        for entry in read_basis(printed):
            if entry.citation.title and entry.citation.article:
                citations[_place(entry.citation)].append(entry.citation)
    cited: list[Proposal] = []
    missing: list[Proposal] = []
    for proposal in draft.items:
        places = (proposal.citation, *proposal.also)
        named = any(_names(one, place) for place in places for one in citations[_place(place)])
        (cited if named else missing).append(proposal)
    return Coverage(draft=draft, cited=tuple(cited), missing=tuple(missing))


def _place(citation: Citation) -> _Place:
    return title_key(citation.title or ""), citation.article or 0, citation.insert or 0


def _names(citation: Citation, place: Citation) -> bool:
    """Whether a citation of the same article is about a grant. A 款 or 项 that either leaves out is any.

    An article of one paragraph is cited with or without 第一款.
    """
    same_paragraph = citation.paragraph is None or citation.paragraph == (place.paragraph or 1)
    return same_paragraph and (citation.item is None or place.item is None or citation.item == place.item)
