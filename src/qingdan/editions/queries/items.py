"""One item through the editions: as it stands on a day, its versions, its duties."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from qingdan.base.refusal import Missing
from qingdan.base.rows import rows
from qingdan.base.snapshots.queries import thaw_many
from qingdan.editions.queries.shown import ShownEdition, in_force, of_kind, passes_on
from qingdan.rules.review import USED_LISTS, ListKind

Content = Mapping[str, Any]
_ENTRIES = """
SELECT entry.code, edition.code, entry.digest, entry.in_force
FROM editions_editionentry entry JOIN editions_edition edition ON edition.id = entry.edition_id
WHERE entry.code = ANY(%(codes)s::varchar[]) AND edition.code = ANY(%(editions)s::varchar[])
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemVersion:
    """What an item says from one edition on, until an edition says otherwise; numbered from 1.

    `edition` is the first that says so. `in_force`: as that edition has it.
    """

    number: int
    edition: ShownEdition
    digest: str
    in_force: bool
    content: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item as it stands on a day.

    `edition` is the one in force that day, or the last that had the item; `listed`: the one in force has it, and
    `stands`: it may be exercised. `coming`: the item is only in an edition that takes effect later. `versions`: all
    that the public has seen, oldest first; `version` the one shown; `duties` the content of the duty entry, or None.
    """

    code: str
    edition: ShownEdition
    version: ItemVersion
    versions: tuple[ItemVersion, ...]
    listed: bool
    stands: bool
    coming: bool
    duties: Content | None
    duties_edition: ShownEdition | None

    @property
    def content(self) -> Content:
        """What the item says."""
        return self.version.content

    @property
    def newest(self) -> bool:
        """Whether no later version has been published."""
        return self.version is self.versions[-1]


Rows = Mapping[str, tuple[str, bool]]
"""Edition (its code) → digest of the entry and whether it is in force there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All that editions say of an item: what `Item` is told from for any day. `contents`: by digest.

    `kind`: the list that the item is of; a code is in one alone.
    """

    code: str
    kind: ListKind
    editions: Sequence[ShownEdition]
    rows: Rows
    contents: Mapping[str, Content]
    versions: tuple[ItemVersion, ...]


_AT_HAND: ContextVar[Mapping[str, History]] = ContextVar("histories", default=MappingProxyType({}))


def item_on(editions: Sequence[ShownEdition], code: str, day: date) -> Item:
    """The item on a day. Raises Missing: in no edition that the public sees, or not yet on that day."""
    return item_of(history_of(editions, code), day)


def history_of(editions: Sequence[ShownEdition], code: str) -> History:
    """The item through all editions. Raises Missing: in none that the public sees."""
    found = _AT_HAND.get().get(code) or _histories(editions, [code]).get(code)
    if found is None:
        raise Missing
    return found


@contextmanager
def histories_at_hand(editions: Sequence[ShownEdition], codes: Collection[str]) -> Iterator[None]:
    """Reads many items at once: inside the block, `history_of` these editions is there without asking again."""
    token = _AT_HAND.set(_histories(editions, codes))
    try:
        yield
    finally:
        _AT_HAND.reset(token)


def _histories(editions: Sequence[ShownEdition], codes: Collection[str]) -> dict[str, History]:
    """By code; of those that an edition of powers or of approvals has."""
    said: dict[str, dict[str, tuple[str, bool]]] = {}
    found = rows(_ENTRIES, codes=list(codes), editions=[one.code for one in editions])
    for code, edition, digest, holds in found:
        said.setdefault(code, {})[edition] = (digest, holds)
    contents = thaw_many({digest for one in said.values() for digest, _ in one.values()})
    return {
        code: History(
            code=code,
            kind=kind,
            editions=editions,
            rows=one,
            contents={digest: contents[digest] for digest, _ in one.values()},
            versions=_versions(one, of_kind(editions, kind), contents),
        )
        for code, one in said.items()
        if (kind := _list_of(one, editions))
    }


def _list_of(rows: Rows, editions: Sequence[ShownEdition]) -> ListKind | None:
    """The list whose editions have an item."""
    there = {one.kind for one in editions if one.code in rows}
    return next((kind for kind in USED_LISTS if kind in there), None)


def item_of(history: History, day: date) -> Item:
    """The item on a day. Raises Missing: not yet on that day."""
    rows, editions = history.rows, history.editions
    now = in_force(editions, history.kind, day)
    edition = now if now and now.code in rows else _other(rows, of_kind(editions, history.kind), day)
    version = next(
        one
        for one in reversed(history.versions)
        if one.edition.number <= edition.number and one.digest == rows[edition.code][0]
    )
    listed = now is not None and now.code in rows
    end = passes_on(version.content)
    duties_edition = in_force(editions, ListKind.RESPONSIBILITY, day)
    return Item(
        code=history.code,
        edition=edition,
        version=version,
        versions=history.versions,
        listed=listed,
        stands=listed and rows[edition.code][1] and not (end and end <= day),
        coming=edition.stands_from > day,
        duties=_duties(history, duties_edition) if listed else None,
        duties_edition=duties_edition,
    )


def _other(rows: Rows, editions: Sequence[ShownEdition], day: date) -> ShownEdition:
    """The last edition up to the day that had the item, else the first that will have it once it takes effect."""
    having = [one for one in editions if one.code in rows]
    past = next((one for one in having if one.stands_from <= day), None)
    coming = [one for one in having if one.shown_on <= day]
    if past is None and not coming:
        raise Missing
    return past or coming[-1]


def _versions(
    rows: Rows, editions: Sequence[ShownEdition], contents: Mapping[str, Content]
) -> tuple[ItemVersion, ...]:
    found: list[ItemVersion] = []
    for edition in sorted((one for one in editions if one.code in rows), key=lambda one: one.number):
        digest, holds = rows[edition.code]
        if not found or found[-1].digest != digest:
            found.append(
                ItemVersion(
                    number=len(found) + 1,
                    edition=edition,
                    digest=digest,
                    in_force=holds,
                    content=contents[digest],
                )
            )
    return tuple(found)


def _duties(history: History, edition: ShownEdition | None) -> Content | None:
    row = history.rows.get(edition.code) if edition else None
    return history.contents[row[0]] if row else None
