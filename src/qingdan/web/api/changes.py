"""What changed in the published lists, the newest first: editions, and what each changed of the one before it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qingdan.data.publication import CHANGE_NAMES
from qingdan.editions.queries.difference import Change, ChangeKind, changes_between
from qingdan.editions.queries.entries import entries_on, units_of
from qingdan.editions.queries.shown import ShownEdition, edition_name, of_kind
from qingdan.web.portal.addresses import edition_address, item_address
from qingdan.web.portal.rendering import Asked

MOST_EDITIONS, MOST_CHANGES = 20, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Something that changed. `kind`: edition, or added, ended, changed of an item; `mark` names it for ever."""

    mark: str
    kind: str
    on: date
    effective_on: date
    title: str
    summary: str
    address: str
    edition: str
    code: str
    name: str
    department: str
    before: str
    after: str


def news(asked: Asked, since: date = date.min) -> list[News]:
    """Editions shown on the day or later, each followed by what it changed; the newest first, not without end."""
    editions = [one for one in asked.editions if one.shown_on >= since][:MOST_EDITIONS]
    found: list[News] = []
    for edition in editions:
        if len(found) < MOST_CHANGES:
            found += _of_edition(asked, edition)
    return found[:MOST_CHANGES]


def _of_edition(asked: Asked, edition: ShownEdition) -> Iterator[News]:
    earlier = [one for one in of_kind(asked.editions, edition.kind) if one.number < edition.number]
    changes, units = _changes(earlier[0], edition) if earlier else ((), {})
    yield _edition_news(asked, edition, changes, first=not earlier)
    yield from (_item_news(edition, one, units) for one in changes)


def _changes(before: ShownEdition, after: ShownEdition) -> tuple[tuple[Change, ...], dict[str, str]]:
    old, new = (entries_on(one, one.stands_from) for one in (before, after))
    return changes_between(old, new), {one.unit: one.name for one in (*units_of(old), *units_of(new))}


def _edition_news(asked: Asked, edition: ShownEdition, changes: tuple[Change, ...], *, first: bool) -> News:
    counts = "，".join(
        f"{CHANGE_NAMES[kind]} {sum(one.kind == kind for one in changes)} 项" for kind in ChangeKind
    )
    return News(
        mark=edition.digest,
        kind="edition",
        on=edition.shown_on,
        effective_on=edition.effective_on,
        title=f"{asked.place.name}公布{edition_name(edition)}",
        summary=f"共 {edition.entries} 项" if first else f"共 {edition.entries} 项：{counts}",
        address=edition_address(asked.place, edition),
        edition=edition.code,
        code="",
        name="",
        department="",
        before="",
        after=edition.digest,
    )


def _item_news(edition: ShownEdition, change: Change, units: dict[str, str]) -> News:
    line, word = change.line, CHANGE_NAMES[change.kind]
    return News(
        mark=f"{edition.digest} {line.code}",
        kind=change.kind.value,
        on=edition.shown_on,
        effective_on=edition.effective_on,
        title=f"{word}：{line.name}",
        summary=units.get(line.unit, ""),
        address=item_address(line.code),
        edition=edition.code,
        code=line.code,
        name=line.name,
        department=units.get(line.unit, ""),
        before=change.before,
        after=change.after,
    )
