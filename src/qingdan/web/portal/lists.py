"""Lists: the one in force, any edition, a unit's part, as of any day, filtered, beside another edition."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from qingdan.base.refusal import Missing
from qingdan.data.publication import LIST_NAMES
from qingdan.editions.queries.difference import Change, ChangeKind, changes_between
from qingdan.editions.queries.entries import EntryLine, contents_of, entries_on, saying, units_of
from qingdan.editions.queries.shown import ShownEdition, edition_name, in_force, of_kind
from qingdan.rules.review import USED_LISTS, ListKind
from qingdan.web.portal.addresses import department_address, difference_address, list_address
from qingdan.web.portal.editions import chosen_edition, day_in, edition_head, kinds_shown
from qingdan.web.portal.list_rows import by_category, category_counts, empty_categories, groups_of
from qingdan.web.portal.pages import published
from qingdan.web.portal.rendering import Asked, Page
from qingdan.web.shared.numbers import number_in

ON_A_PAGE, MOST_AT_ONCE = 100, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """An edition looked at on a day, a unit's part of it where one is named; `old`: it is not the one in force now."""

    edition: ShownEdition
    day: date
    unit: str
    lines: tuple[EntryLine, ...]
    old: bool


@published
def lists(asked: Asked) -> Page:
    """The lists of a region with all their editions."""
    found = [
        {
            "kind": kind,
            "name": LIST_NAMES[kind],
            "now": now and edition_head(asked.place, now),
            "editions": [edition_head(asked.place, one) for one in of_kind(asked.editions, kind)],
            "address": list_address(asked.place, kind),
        }
        for kind in kinds_shown(asked.editions)
        for now in [in_force(asked.editions, kind, asked.today)]
    ]
    return Page(template="lists", context={"lists": found})


@published
def list_in_force(asked: Asked, kind: ListKind) -> Page:
    """The list as of a day (`?on=`), today's without one."""
    day = day_in(asked.word("on"), asked.today)
    edition = in_force(asked.editions, kind, day)
    if edition is None:
        return _nothing_yet(asked, kind, day)
    return _shown(asked, edition, day)


@published
def list_edition(asked: Asked, kind: ListKind, number: int) -> Page:
    """One edition, as it stood on its first day."""
    found = chosen_edition(asked.editions, kind, str(number))
    if found is None:
        raise Missing
    edition, day = found
    now = in_force(asked.editions, kind, asked.today)
    return _shown(asked, edition, asked.today if edition == now else day)


@published
def department(asked: Asked, unit: str, kind: ListKind = ListKind.POWER) -> Page:
    """A unit's part of a list, as of a day; of one that has approvals and no powers, its approvals."""
    day = day_in(asked.word("on"), asked.today)
    edition = in_force(asked.editions, kind, day)
    there = edition is not None and bool(entries_on(edition, day, unit=unit))
    approvals = in_force(asked.editions, ListKind.APPROVAL, day) if kind is ListKind.POWER else None
    if not there and approvals and entries_on(approvals, day, unit=unit):
        return _shown(asked, approvals, day, unit=unit)
    if edition is None:
        return _nothing_yet(asked, kind, day)
    if not asked.word("on") and not there:
        edition = _coming(asked, kind, unit) or edition
        day = max(day, edition.stands_from)
    return _shown(asked, edition, day, unit=unit)


def _coming(asked: Asked, kind: ListKind, unit: str) -> ShownEdition | None:
    """The next edition in which a unit stands that is in none yet."""
    later = [one for one in of_kind(asked.editions, kind) if one.stands_from > asked.today]
    found = sorted(later, key=lambda one: one.stands_from)
    return next((one for one in found if entries_on(one, one.stands_from, unit=unit)), None)


@published
def departments(asked: Asked) -> Page:
    """Every unit that exercises something by a list in force."""
    found = (in_force(asked.editions, kind, asked.today) for kind in USED_LISTS)
    units = units_of([line for one in found if one for line in entries_on(one, asked.today)])
    context = {"units": [(one, department_address(one.unit)) for one in units]}
    return Page(template="departments", context=context)


def _nothing_yet(asked: Asked, kind: ListKind, day: date) -> Page:
    first = min((one.stands_from for one in of_kind(asked.editions, kind)), default=None)
    context = {"name": LIST_NAMES[kind], "day": day, "first": first, "past": day < asked.today}
    return Page(template="nothing_yet", context=context)


def _shown(asked: Asked, edition: ShownEdition, day: date, unit: str = "") -> Page:
    chosen = unit or asked.word("unit", 9)
    whole = entries_on(edition, day, unit=unit)
    lines = tuple(one for one in whole if one.unit == chosen) if chosen else whole
    now = in_force(asked.editions, edition.kind, asked.today)
    looked = Looked(edition=edition, day=day, unit=chosen, lines=lines, old=edition != now)
    changes, other = _changes(asked, looked)
    rows = _filtered(asked, looked, changes)
    units = units_of(whole) if not unit else ()
    context = {
        **_head(asked, looked, unit),
        **_choices(asked, looked, other),
        **_page(asked, looked, rows, changes, plain_unit=bool(unit)),
        "units": [(one.unit, one.name) for one in units],
        "summary": _summary(changes) if other else None,
        "empty": empty_categories(lines) if chosen and edition.kind is ListKind.POWER else (),
    }
    return Page(template="list", context=context)


def _head(asked: Asked, looked: Looked, unit: str) -> dict[str, Any]:
    edition, place = looked.edition, asked.place
    names = {one.unit: one.name for one in units_of(looked.lines)} if looked.unit else {}
    if unit and unit not in names:
        raise Missing
    name = LIST_NAMES[edition.kind]
    return {
        "title": f"{names.get(looked.unit, place.name)}{name}",
        "kind": edition.kind,
        "list_name": name,
        "edition": edition_head(place, edition),
        "excerpt": bool(looked.unit),
        "unit": looked.unit,
        "department": unit,
        "unit_name": names.get(looked.unit, ""),
        "looked_on": looked.day if looked.day != asked.today else None,
        "on": asked.word("on") if asked.word("on") and looked.day != asked.today else "",
        "now": list_address(place, edition.kind) if looked.old else "",
        "coming": edition.stands_from > asked.today,
        "other_lists": _other_lists(asked, edition, unit) if unit else (),
    }


def _other_lists(asked: Asked, edition: ShownEdition, unit: str) -> list[tuple[str, str]]:
    """Name and address of what the unit has in the other lists."""
    kinds = [kind for kind in kinds_shown(asked.editions) if kind != edition.kind]
    return [(LIST_NAMES[kind], department_address(unit, kind)) for kind in kinds]


def _choices(asked: Asked, looked: Looked, other: tuple[ShownEdition, date] | None) -> dict[str, Any]:
    editions = [one for one in of_kind(asked.editions, looked.edition.kind) if one != looked.edition]
    against = str(other[0].number) if other else ""
    return {
        "categories": category_counts(looked.lines),
        "category": asked.word("category"),
        "words": asked.word("q"),
        "against": against,
        "against_name": edition_name(other[0]) if other else "",
        "others": [(str(one.number), edition_name(one), one.shown_on) for one in editions],
        "difference": difference_address(
            asked.place,
            looked.edition.kind,
            before=against,
            after=str(looked.edition.number),
            unit=looked.unit,
        )
        if other
        else "",
        "only_changes": bool(asked.word("changes")),
    }


def _changes(asked: Asked, looked: Looked) -> tuple[dict[str, Change], tuple[ShownEdition, date] | None]:
    """What differs from the edition it is to be compared with, by code."""
    other = chosen_edition(asked.editions, looked.edition.kind, asked.word("against"))
    if other is None or other[0] == looked.edition:
        return {}, None
    before = entries_on(*other, unit=looked.unit)
    return {one.line.code: one for one in changes_between(before, looked.lines)}, other


def _filtered(asked: Asked, looked: Looked, changes: dict[str, Change]) -> list[EntryLine]:
    """The lines that are asked for, with those that left the list since the other edition."""
    here = {one.code for one in looked.lines}
    lines = [*looked.lines, *(one.line for one in changes.values() if one.line.code not in here)]
    if category := asked.word("category"):
        lines = [one for one in lines if one.category == category]
    if asked.word("changes"):
        lines = [one for one in lines if one.code in changes]
    if words := asked.word("q"):
        lines = list(saying(lines, words))
    return by_category(lines)


def _page(
    asked: Asked, looked: Looked, rows: Sequence[EntryLine], changes: dict[str, Change], *, plain_unit: bool
) -> dict[str, Any]:
    at_once = asked.word("page") == "all" and len(rows) <= MOST_AT_ONCE
    size = MOST_AT_ONCE if at_once else ON_A_PAGE
    pages = max(1, -(-len(rows) // size))
    page = min(max(1, number_in(asked.word("page"))), pages)
    shown = rows[(page - 1) * size : page * size]
    counts = {key: count for key, _, count in category_counts(rows)}
    standing = sum(_stands(one, changes) for one in rows)
    return {
        "groups": groups_of(shown, contents_of(shown), changes, counts, asked.word("on", 10)),
        "total": len(rows),
        "standing": standing,
        "struck": len(rows) - standing,
        "first": (page - 1) * size + 1,
        "last": (page - 1) * size + len(shown),
        "page": page,
        "pages": pages,
        "at_once": ON_A_PAGE < len(rows) <= MOST_AT_ONCE and not at_once,
        "with_units": not looked.unit and not plain_unit,
        "query": {name: asked.word(name) for name in ("on", "unit", "category", "q", "against", "changes")},
    }


def _stands(line: EntryLine, changes: dict[str, Change]) -> bool:
    change = changes.get(line.code)
    return line.stands and not (change and change.kind is ChangeKind.ENDED)


def _summary(changes: dict[str, Change]) -> dict[str, int]:
    return {kind.value: sum(one.kind == kind for one in changes.values()) for kind in ChangeKind}
