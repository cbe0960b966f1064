"""The home page of a city or county, what changed when, and how an edition is verified."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from qingdan.base.refusal import Missing
from qingdan.consultations.queries.rounds import list_rounds
from qingdan.data.publication import LIST_NAMES
from qingdan.editions.queries.difference import ChangeKind, changes_between
from qingdan.editions.queries.entries import EntryLine, UnitCount, contents_of, entries_on, units_of
from qingdan.editions.queries.shown import ShownEdition, edition_name, in_force, of_kind
from qingdan.lists.queries.evidence import pack_size
from qingdan.rules.review import USED_LISTS, ListKind
from qingdan.web.portal.addresses import (
    department_address,
    difference_address,
    edition_address,
    list_address,
)
from qingdan.web.portal.editions import chosen_edition, edition_head, kinds_shown
from qingdan.web.portal.pages import published
from qingdan.web.portal.rendering import Asked, Page

RECENT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicList:
    """A list on the home page: its edition in force or the one to come, how much it holds, the open consultation."""

    name: str
    address: str
    edition: str
    shown_on: date | None
    effective_on: date | None
    coming: bool
    units: int
    entries: int
    duties: int
    consultation: str
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An edition that was published: when, what it is called, what it changed of the one before it."""

    on: date
    name: str
    address: str
    counts: dict[str, int]
    difference: str


@published
def home(asked: Asked) -> Page:
    """Search, the lists, what changed last, the departments."""
    entries = {
        kind: entries_on(edition, asked.today)
        for kind in kinds_shown(asked.editions)
        if (edition := in_force(asked.editions, kind, asked.today))
    }
    units = units_of([line for kind in USED_LISTS for line in entries.get(kind, ())])
    context = {
        "lists": [_public_list(asked, kind, entries.get(kind, ())) for kind in kinds_shown(asked.editions)],
        "changes": list(_happenings(asked, RECENT)),
        "departments": _departments(units),
        "published": bool(entries),
    }
    return Page(template="home", context=context)


@published
def changes(asked: Asked) -> Page:
    """Every edition that was published, with what it changed."""
    return Page(template="changes", context={"changes": list(_happenings(asked, len(asked.editions)))})


@published
def verify(asked: Asked, kind: ListKind, number: int) -> Page:
    """The whole digest of an edition and how to recompute it."""
    found = chosen_edition(asked.editions, kind, str(number))
    if found is None:
        raise Missing
    head = edition_head(asked.place, found[0])
    context = {
        "edition": head,
        "entries": found[0].entries,
        "adopted": found[0].resolution,
        "pack_size": pack_size(found[0].code),
    }
    return Page(template="verify", context=context)


def _departments(units: tuple[UnitCount, ...]) -> list[tuple[str, str]]:
    return [(one.name, department_address(one.unit)) for one in units]


def _public_list(asked: Asked, kind: ListKind, entries: tuple[EntryLine, ...]) -> PublicList:
    now = in_force(asked.editions, kind, asked.today)
    edition = now or next(iter(of_kind(asked.editions, kind)), None)
    until = next(
        (
            one.closes_on
            for one in list_rounds(asked.visitor)
            if one.kind == kind and one.is_open(asked.today) and one.opens_on <= asked.today
        ),
        None,
    )
    return PublicList(
        name=LIST_NAMES[kind],
        address=list_address(asked.place, kind)
        if now or edition is None
        else edition_address(asked.place, edition),
        edition=edition_name(edition) if edition else "",
        shown_on=edition.shown_on if edition else None,
        effective_on=edition.effective_on if edition else None,
        coming=now is None and edition is not None,
        units=len({one.unit for one in entries if one.stands}),
        entries=sum(one.stands for one in entries),
        duties=_count_duties(entries) if kind is ListKind.RESPONSIBILITY else 0,
        consultation=f"{asked.place.root}/consultations/" if until else "",
        until=until,
    )


def _count_duties(entries: tuple[EntryLine, ...]) -> int:
    return sum(len(one.get("duties", ())) for one in contents_of(entries).values())


def _happenings(asked: Asked, most: int) -> Iterator[Happening]:
    """The editions, the newest first."""
    for edition in asked.editions[:most]:
        before = next(
            (one for one in of_kind(asked.editions, edition.kind) if one.number < edition.number), None
        )
        yield Happening(
            on=edition.shown_on,
            name=edition_name(edition),
            address=edition_address(asked.place, edition),
            counts=_counts(before, edition) if before else {},
            difference=_difference(asked, before, edition) if before else "",
        )


def _counts(before: ShownEdition, after: ShownEdition) -> dict[str, int]:
    found = changes_between(entries_on(before, before.stands_from), entries_on(after, after.stands_from))
    return {kind.value: sum(one.kind == kind for one in found) for kind in ChangeKind}


def _difference(asked: Asked, before: ShownEdition, after: ShownEdition) -> str:
    numbers: dict[str, Any] = {"before": str(before.number), "after": str(after.number)}
    return difference_address(asked.place, after.kind, **numbers)
