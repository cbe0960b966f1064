"""The registers of the sample city as its units would have edited them: seeded, the same for the same seed.

A unit's draft from the law library becomes a return: items with opinions, joint items, nil lines, a signature or none,
mistakes of every kind, and how punctual the unit is. Pure: no database, no clock; each unit can be made by itself,
so that a first page can be shown before the rest is there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from qingdan.data.sample_city import SampleUnit, belongs_to, load_names, load_units
from qingdan.demo.dispositions import dispose
from qingdan.demo.mistakes import Place, plant_mistakes
from qingdan.demo.sample_items import SampleItem, draft_items
from qingdan.linter.propose import Proposal
from qingdan.rules.checks.scheme import Scheme

DEFAULT_SEED = 2015
_LATE, _LATE_CONTACTS = 5, 4
_ONE_MISTAKE_IN = 9  # items
_SMALL = 20  # items: a late unit with fewer has not begun


class Progress(StrEnum):
    """How far a unit is with its return."""

    NOT_BEGUN = "not_begun"
    DRAFTING = "drafting"
    DRAFTED = "drafted"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleReturn:
    """One unit's return as it stands.

    `nil`: names of the categories it reports none of. `contacts_after`: working days from the notice until its
    contacts were named, more than 3 is late. `filed_after`: calendar days from the deadline until it files, more
    than 0 is late, for campaigns whose filing is over. `principal` signs when the time comes; `mistakes` are of the
    return as a whole (C32).
    """

    unit: SampleUnit
    items: tuple[SampleItem, ...]
    nil: tuple[str, ...]
    principal: str
    progress: Progress
    contacts_after: int
    filed_after: int
    mistakes: tuple[str, ...] = ()

    @property
    def is_nil(self) -> bool:
        """Whether the unit has no item at all."""
        return not self.items and self.progress is not Progress.NOT_BEGUN


def proposals_of(unit: SampleUnit, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Of what is proposed for the organ of today, the part that was this unit's in the sample city."""
    return [one for one in proposals if belongs_to(unit, one.title)]


def generate_return(
    unit: SampleUnit,
    proposals: Sequence[Proposal],
    *,
    scheme: Scheme,
    year: int,
    seed: int = DEFAULT_SEED,
) -> SampleReturn:
    """One unit's return from what the library proposes for `unit.law_name`; `year` is that of the notice."""
    random = Random(f"{seed}:{unit.number}")
    late, late_contacts = _late_units(seed)
    drafted = draft_items(unit, proposals_of(unit, proposals), scheme=scheme, year=year, random=random)
    progress = _progress(unit, len(drafted), late=unit.number in late, random=random)
    items = [] if progress is Progress.NOT_BEGUN else dispose(drafted, unit, year=year, random=random)
    if progress in {Progress.DRAFTING, Progress.DRAFTED}:
        many = len(items) // _ONE_MISTAKE_IN + bool(items)
        items = plant_mistakes(items, Place(unit=unit, scheme=scheme), first=int(unit.number), many=many)
    nil, mistakes = _nil(unit, items, progress, scheme)
    return SampleReturn(
        unit=unit,
        items=tuple(items),
        nil=nil,
        principal=load_names().person(random),
        progress=progress,
        contacts_after=random.randrange(4, 7) if unit.number in late_contacts else random.randrange(1, 4),
        filed_after=random.randrange(1, 6) if unit.number in late else -random.randrange(0, 6),
        mistakes=mistakes,
    )


def _late_units(seed: int) -> tuple[frozenset[str], frozenset[str]]:
    """The numbers of the units that file late, and of those that name their contacts late."""
    numbers = [unit.number for unit in load_units()]
    random = Random(seed)
    return frozenset(random.sample(numbers, _LATE)), frozenset(random.sample(numbers, _LATE_CONTACTS))


def _progress(unit: SampleUnit, items: int, *, late: bool, random: Random) -> Progress:
    if late:
        return Progress.NOT_BEGUN if items < _SMALL else Progress.DRAFTING
    if not items:
        return Progress.SIGNED
    return random.choices([Progress.DRAFTING, Progress.DRAFTED, Progress.SIGNED], weights=[5, 2, 3])[0]


def _nil(
    unit: SampleUnit, items: Sequence[SampleItem], progress: Progress, scheme: Scheme
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Nil lines by name of category; now and then one too many or one too few in what is not signed (C32)."""
    if progress is Progress.NOT_BEGUN:
        return (), ()
    filed = {item.category for item in items}
    listed = [scheme.name_of(category) for category in scheme.listed]
    nil = [name for name in listed if name not in filed]
    turn = int(unit.number) % 6
    if progress is Progress.SIGNED or not items or turn not in {1, 4}:
        return tuple(nil), ()
    wrong = [next(name for name in listed if name in filed), *nil] if turn == 1 else nil[1:]
    return tuple(wrong), ("C32",)
