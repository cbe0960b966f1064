"""The entries of an edition: as lines, as what they say, by unit and category."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from qingdan.base.snapshots.models import Snapshot
from qingdan.base.snapshots.queries import thaw_many
from qingdan.editions.models import EditionEntry
from qingdan.editions.queries.shown import ShownEdition, in_force, passes_on, shown_editions
from qingdan.rules.item_numbering import HANDING_ON
from qingdan.rules.review import ListKind

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """An entry of an edition as it stands on a day; `stands`: the power may be exercised that day (R-006)."""

    code: str
    unit: str
    category: str
    name: str
    disposition: str
    digest: str
    stands: bool

    @property
    def short_code(self) -> str:
        """02-0031, or 02-0031-01 for a sub-item: inside one unit's list."""
        return short_code(self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCount:
    """A unit of an edition: its name there, how many entries stand and how many do not."""

    unit: str
    name: str
    stand: int
    ended: int


def entries_on(edition: ShownEdition, day: date, *, unit: str = "") -> tuple[EntryLine, ...]:
    """The entries of an edition in its order, of one unit or of all, as they stand on a day.

    Duties are as public as their power: what the power list of the day does not hold (R-019) has none here.
    """
    found = EditionEntry.objects.filter(edition__code=edition.code, region_id=edition.region)
    found = found.filter(unit__code=unit) if unit else found
    columns = ("code", "unit__code", "category", "name", "disposition", "digest", "in_force")
    found = with_power(found, edition.region, day) if edition.kind is ListKind.RESPONSIBILITY else found
    rows = list(found.order_by("order").values_list(*columns))
    gone = _gone([row[5] for row in rows if row[6] and row[4] in HANDING_ON], day)
    return tuple(
        EntryLine(
            code=code,
            unit=of_unit,
            category=category,
            name=name,
            disposition=disposition,
            digest=digest,
            stands=holds and digest not in gone,
        )
        for code, of_unit, category, name, disposition, digest, holds in rows
    )


def contents_of(lines: Iterable[EntryLine]) -> dict[str, Content]:
    """What these entries say, by code."""
    chosen = list(lines)
    found = thaw_many([one.digest for one in chosen])
    return {one.code: found[one.digest] for one in chosen}


def units_of(lines: Sequence[EntryLine]) -> tuple[UnitCount, ...]:
    """The units of an edition in its order, named as the edition names them."""
    first: dict[str, EntryLine] = {}
    for line in lines:
        first.setdefault(line.unit, line)
    names = contents_of(first.values())
    stand = Counter(one.unit for one in lines if one.stands)
    ended = Counter(one.unit for one in lines if not one.stands)
    return tuple(
        UnitCount(unit=unit, name=names[one.code]["unit_name"], stand=stand[unit], ended=ended[unit])
        for unit, one in first.items()
    )


def short_code(code: str) -> str:
    """The places of a public code behind the unit: category and number, the sub-item where there is one."""
    category, main, sub = code[9:11], code[11:15], code[15:17]
    return f"{category}-{main}" + (f"-{sub}" if sub.strip("0") else "")


def with_power(duties: QuerySet[EditionEntry], region: str, day: date) -> QuerySet[EditionEntry]:
    """Those whose power stands in the power list of the day; all while there is no such list."""
    powers = in_force(shown_editions(region), ListKind.POWER, day)
    listed = EditionEntry.objects.filter(edition__code=powers.code).values("code") if powers else ()
    return duties.filter(code__in=listed) if powers else duties


def _gone(digests: Sequence[str], day: date) -> frozenset[str]:
    """Of powers that are handed on: those whose transition is over on the day."""
    contents = thaw_many(digests)
    ends = {digest: passes_on(content) for digest, content in contents.items()}
    return frozenset(digest for digest, end in ends.items() if end and end <= day)


def saying(lines: Sequence[EntryLine], words: str) -> tuple[EntryLine, ...]:
    """Those whose name or legal basis holds the words."""
    wanted = {one.digest for one in lines if words not in one.name}
    named = Snapshot.objects.filter(pk__in=wanted, content__contains=words).values_list("digest", flat=True)
    contents = thaw_many(list(named))
    based = {digest for digest, content in contents.items() if _cites(content, words)}
    return tuple(one for one in lines if words in one.name or one.digest in based)


def _cites(content: Content, words: str) -> bool:
    bases = content.get("bases") or content.get("duties") or ()
    return any(words in str(text) for one in bases for text in one.values())
