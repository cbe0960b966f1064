"""A workbook laid beside the draft: what it adds, changes and lacks. Nothing here is written.

Three texts are compared, field by field: what the last accepted workbook said, what stands in the draft now, and what
the new workbook says. Only the workbook changed: it is taken. Only the draft was edited: the edit stays. Both, and
differently: a person must choose. Where no workbook said anything of an item before, one that nobody has edited since
it was made is treated as if a workbook had said it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qingdan.powers.queries.filed import Filed
from qingdan.rules.text import letters
from qingdan.rules.vocabulary.similarity import alike, core, most_in_common

LEGAL_BASIS = "legal_basis"
SIMILAR = 0.86
MOST_PAIRS = 400_000  # beyond that, names that are only alike are not looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An item as it stands in the draft."""

    number: str
    version: int
    deleted: bool
    fields: Mapping[str, str]
    printed: str

    @property
    def name(self) -> str:
        """Name with its sub item."""
        return "　".join(filter(None, (self.fields["name"], self.fields["sub_item"])))


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field that the workbook has otherwise. `conflict`: it was edited here too, so somebody must choose."""

    field: str
    ours: str
    theirs: str
    conflict: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An item of both, and where they differ; `row` is the place among the rows of the workbook."""

    item: Standing
    row: int
    fields: tuple[FieldChange, ...]

    @property
    def conflicts(self) -> tuple[str, ...]:
        """The fields to choose for."""
        return tuple(one.field for one in self.fields if one.conflict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What laying the workbook into the draft would do.

    `added`: places of rows that no item answers to; `missing`: items that the last workbook had and this one lacks;
    `deleted`: items deleted here that the workbook still has; `matched`: place of a row → draft number;
    `same`: how many rows change nothing; `ours`: how many items no workbook ever had.
    """

    added: tuple[int, ...]
    changed: tuple[Change, ...]
    missing: tuple[Standing, ...]
    deleted: tuple[Change, ...]
    matched: Mapping[int, str]
    same: int
    ours: int


def compare(rows: Sequence[Filed], standing: Sequence[Standing], base: Mapping[str, Filed]) -> Difference:
    """The difference. `base`: draft number → what the last accepted workbook that had the item said of it."""
    pairs = _matched(rows, standing, base)
    items = {one.number: one for one in standing}
    changes = [
        Change(item=item, row=place, fields=tuple(_changes(rows[place], item, base.get(number))))
        for place, number in sorted(pairs.items())
        for item in [items[number]]
    ]
    met = set(pairs.values())
    left = [one for one in standing if one.number not in met and not one.deleted]
    return Difference(
        added=tuple(place for place in range(len(rows)) if place not in pairs),
        changed=tuple(one for one in changes if one.fields and not one.item.deleted),
        missing=tuple(one for one in left if one.number in base),
        deleted=tuple(one for one in changes if one.item.deleted),
        matched=pairs,
        same=sum(not one.fields and not one.item.deleted for one in changes),
        ours=sum(one.number not in base for one in left),
    )


def _changes(row: Filed, item: Standing, base: Filed | None) -> Iterator[FieldChange]:
    for field, theirs in _texts(row).items():
        ours = item.printed if field == LEGAL_BASIS else item.fields[field]
        if _same(ours, theirs):
            continue
        before = _texts(base).get(field) if base else ours if item.version == 1 else None
        if before is not None and _same(before, theirs):
            continue
        conflict = before is None or not _same(before, ours)
        yield FieldChange(field=field, ours=ours, theirs=theirs, conflict=conflict)


def _texts(row: Filed) -> dict[str, str]:
    bases = {} if row.bases is None else {LEGAL_BASIS: row.printed}
    return {**row.fields, **bases}


def _same(one: str, other: str) -> bool:
    return one == other or "".join(one.split()) == "".join(other.split())


def _matched(
    rows: Sequence[Filed], standing: Sequence[Standing], base: Mapping[str, Filed]
) -> dict[int, str]:
    """Place of a row → draft number: by the number on the form, by category and name, by the name as it was filed last
    time, then by likeness. Each row and each item is met once; of equals the first ones meet; deleted items last.
    """
    free = {one.number: one for one in sorted(standing, key=lambda one: one.deleted)}
    pairs: dict[int, str] = {}
    for place, row in enumerate(rows):
        if row.number in free:
            pairs[place] = free.pop(row.number).number
    for keys in (_keys_now(free.values()), _keys_filed(free, base)):
        for place, row in enumerate(rows):
            waiting = [] if place in pairs else keys.get(_key(row.fields), [])
            number = next((one for one in waiting if one in free), None)
            if number is not None:
                pairs[place] = free.pop(number).number
    _match_alike(rows, free, pairs)
    return pairs


def _keys_now(items: Iterable[Standing]) -> dict[tuple[str, str], list[str]]:
    keys: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in items:
        keys[_key(one.fields)].append(one.number)
    return keys


def _keys_filed(free: Iterable[str], base: Mapping[str, Filed]) -> dict[tuple[str, str], list[str]]:
    keys: dict[tuple[str, str], list[str]] = defaultdict(list)
    for number in free:
        if number in base:
            keys[_key(base[number].fields)].append(number)
    return keys


def _key(fields: Mapping[str, str]) -> tuple[str, str]:
    return fields.get("category", ""), letters(fields.get("name", "") + fields.get("sub_item", ""))


def _match_alike(rows: Sequence[Filed], free: dict[str, Standing], pairs: dict[int, str]) -> None:
    """What is left, the likest first, within a category."""
    left = [place for place in range(len(rows)) if place not in pairs]
    live = [one for one in free.values() if not one.deleted]
    if len(left) * len(live) > MOST_PAIRS:
        return
    cores = {one.number: _core(one.fields) for one in live}
    found = []
    for place in left:
        fields, words = rows[place].fields, _core(rows[place].fields)
        for one in live:
            if fields.get("category", "") == one.fields["category"] and words:
                likeness = _likeness(words, cores[one.number])
                if likeness >= SIMILAR:
                    found.append((-likeness, place, one.number))
    for _, place, number in sorted(found):
        if place not in pairs and number in free:
            pairs[place] = free.pop(number).number


def _core(fields: Mapping[str, str]) -> str:
    return core(fields.get("name", "") + fields.get("sub_item", ""))


def _likeness(one: str, other: str) -> float:
    if not other or 2 * most_in_common(one, other) < SIMILAR * (len(one) + len(other)):
        return 0.0
    return alike(one, other)
