"""The queue of a reviewer: the items of the units that his group reviews, the most urgent first.

One query however many items there are: a group has some thousands. Urgent is what is due first; on one day items go
by unit and by their place in its register, so that a unit is worked through in one go.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from qingdan.base.actor import Actor
from qingdan.reviews.models import BegunOpinion, GroupUnit, Review
from qingdan.reviews.queries.facts import homes_of, seats_of
from qingdan.reviews.queries.in_hand import reviewed_campaign
from qingdan.reviews.queries.seats import review_groups
from qingdan.rules.review import ItemState, ListKind

RETURNED = frozenset({ItemState.ANSWERING, ItemState.AMENDING, ItemState.SENT_BACK})
WAITING, BACK, DISPUTED, DONE = "waiting", "returned", "disputed", "done"
"""How far the group is with an item."""
FRESH = 1  # the version of an item that nobody has acted on yet
_COLUMNS = (
    "number", "name", "category", "disposition", "state", "since", "due_on", "version", "problems", "unit__code",
    "unit__name", "unit__order", "filing__unit__code", "filing__unit__name", "order", "partners",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An item in a queue. `waits`: one of waiting, returned, disputed, done; `parties`: units whose own
    matter it is; `own`: the reader's is one of them, so that it is not for him to judge; `again`: it was here before.
    """

    number: str
    name: str
    category: str
    disposition: str
    state: str
    unit: str
    unit_name: str
    filer: str
    filer_name: str
    due_on: date | None
    problems: int
    waits: str
    parties: frozenset[str]
    own: bool
    again: bool
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many items are where."""

    total: int
    waiting: int
    returned: int
    disputed: int
    done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """All items that are somebody's to see at the first layer: `lines` by urgency, those that wait first.

    `groups`: keys and names of the groups that the reader sits in; `all_units` when he reads the units of every group.
    `begun`: numbers of the items on which he has begun an opinion.
    """

    campaign: str
    campaign_name: str
    kind: ListKind
    groups: tuple[tuple[str, str], ...]
    all_units: bool
    lines: tuple[Line, ...]
    begun: frozenset[str]

    @property
    def waiting(self) -> tuple[Line, ...]:
        """Those that wait for the group and may be judged by the reader."""
        return tuple(one for one in self.lines if one.waits == WAITING and not one.own)

    @property
    def due_on(self) -> date | None:
        """The first of the last days."""
        return min((one.due_on for one in self.waiting if one.due_on), default=None)

    @property
    def units(self) -> tuple[tuple[str, str, Tally], ...]:
        """Each unit that filed (code, name), with how many of its items are where, in the order of units."""
        filers = dict(sorted({one.filer: one.filer_name for one in self.lines}.items()))
        return tuple((code, name, tally(self.of_unit(code))) for code, name in filers.items())

    def of_unit(self, unit: str) -> tuple[Line, ...]:
        """The items that a unit filed; "" for all."""
        return tuple(one for one in self.lines if unit in {"", one.filer})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an item stands in its unit's register: `position` from 1; numbers around it, "" where there is none.

    `next_problem`: the next that waits with open problems; `then`: the next that waits, by urgency.
    """

    position: int
    tally: Tally
    previous: str
    next: str
    next_problem: str
    then: str


def queue_of(actor: Actor, campaign: str = "", kind: ListKind = ListKind.POWER) -> Queue:
    """The queue of the first layer. Who sits in no group but leads the work reads all units. Raises Missing."""
    found = reviewed_campaign(actor, campaign)
    seats = seats_of(actor, found.pk)
    groups = {group for group, _ in seats}
    return Queue(
        campaign=found.code,
        campaign_name=found.name,
        kind=kind,
        groups=tuple(one for one in review_groups(found.template) if one[0] in groups),
        all_units=actor.leads and not groups,
        lines=group_lines(actor, found.code, kind, seats),
        begun=begun_by(actor, "group", found.pk),
    )


def group_lines(
    actor: Actor, campaign: str, kind: ListKind, seats: Sequence[tuple[str, str | None]]
) -> tuple[Line, ...]:
    """The items of somebody's groups (`seats`), or all for who leads the work and sits in none: one query."""
    rows = Review.objects.visible_to(actor).filter(campaign__code=campaign, list_kind=kind)
    if seats or not actor.leads:
        groups = {group for group, _ in seats}
        units = GroupUnit.objects.filter(campaign__code=campaign, group__in=groups).values("unit")
        rows = rows.filter(filing__unit__in=units)
    return lines_of(rows, homes_of(actor, seats), _waits)


def begun_by(actor: Actor, layer: str, campaign: int) -> frozenset[str]:
    """The items on which somebody has begun an opinion and not given it."""
    found = BegunOpinion.objects.filter(username=actor.username, layer=layer, review__campaign=campaign)
    return frozenset(found.values_list("review__number", flat=True))


def lines_of(rows: QuerySet[Review], homes: frozenset[str], waits: Callable[[str], str]) -> tuple[Line, ...]:
    """Rows as lines by urgency: those that wait first, then by last day, unit, place in the register."""
    read = [dict(zip(_COLUMNS, one, strict=True)) for one in rows.values_list(*_COLUMNS)]
    far = date.max

    def urgency(row: dict[str, Any]) -> tuple[Any, ...]:
        waiting = waits(row["state"]) == WAITING
        due = row["due_on"] or far if waiting else far
        return (
            not waiting,
            due,
            row["filing__unit__code"],
            row["unit__order"],
            row["unit__code"],
            row["order"],
        )

    return tuple(_line(one, homes, waits) for one in sorted(read, key=urgency))


def tally(lines: Iterable[Line]) -> Tally:
    """How many are where."""
    counts = Counter(one.waits for one in lines)
    return Tally(
        total=counts.total(),
        waiting=counts[WAITING],
        returned=counts[BACK],
        disputed=counts[DISPUTED],
        done=counts[DONE],
    )


def place_of(lines: Sequence[Line], number: str) -> Place | None:
    """Where an item stands among its unit's, and what comes next; None where it is not among the lines."""
    here = next((one for one in lines if one.number == number), None)
    if here is None:
        return None
    register = sorted(
        (one for one in lines if one.filer == here.filer), key=lambda one: (one.unit, one.order)
    )
    at = register.index(here)
    open_lines = [one for one in lines if one.waits == WAITING and not one.own]
    return Place(
        position=at + 1,
        tally=tally(register),
        previous=register[at - 1].number if at else "",
        next=register[at + 1].number if at + 1 < len(register) else "",
        next_problem=_after([one for one in open_lines if one.problems], lines, here),
        then=_after(open_lines, lines, here),
    )


def _after(wanted: Sequence[Line], lines: Sequence[Line], here: Line) -> str:
    """The first of these behind an item in the order of all lines, else the first of them; never the item itself."""
    places = {one.number: place for place, one in enumerate(lines)}
    others = [one for one in wanted if one.number != here.number]
    behind = (one for one in others if places[one.number] > places[here.number])
    found = next(behind, others[0] if others else None)
    return found.number if found else ""


def _waits(state: str) -> str:
    if state == ItemState.GROUP_REVIEW:
        return WAITING
    if state in RETURNED:
        return BACK
    return DISPUTED if state == ItemState.DISPUTED else DONE


def _line(row: dict[str, Any], homes: frozenset[str], waits: Callable[[str], str]) -> Line:
    parties = frozenset({row["unit__code"], row["filing__unit__code"], *row["partners"]})
    return Line(
        number=row["number"],
        name=row["name"],
        category=row["category"],
        disposition=row["disposition"],
        state=row["state"],
        unit=row["unit__code"],
        unit_name=row["unit__name"],
        filer=row["filing__unit__code"],
        filer_name=row["filing__unit__name"],
        due_on=row["due_on"],
        problems=row["problems"],
        waits=waits(row["state"]),
        parties=parties,
        own=bool(homes & parties),
        again=row["version"] > FRESH,
        order=row["order"],
    )
