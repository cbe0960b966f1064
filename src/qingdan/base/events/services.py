"""Writing the event log. Called inside the transaction of the act itself.

Modules that must change their own state at once when an earlier one has acted mark a function of their `reactions`
with `on_events`: it is called at the end of the same transaction with all events of it (docs/adr/0020).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from qingdan.base.actor import Actor
from qingdan.base.events.models import DaySheet, Event
from qingdan.base.events.queries import NO_SEAL, event_digest, seal_of
from qingdan.base.rows import add
from qingdan.base.transactions import before_commit


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An event with who acted and when, as reactions get it."""

    event: Event
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """An event to be: what, on which thing, of which unit, with what facts."""

    kind: str
    subject: str
    unit: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


_COLUMNS = ("kind", "subject", "region", "unit", "at", "by", "by_name", "data", "digest")
Reaction = Callable[[Sequence[Happened]], None]
REACTIONS: list[Reaction] = []


def on_events(reaction: Reaction) -> Reaction:
    """Makes a function a reaction: it is given the events of each transaction, its own too; done twice it does no more.

    It may refuse: then the act that it reacts to is not done.
    """
    REACTIONS.append(reaction)
    return reaction


def append(
    kind: str, subject: str, *, by: Actor, at: datetime, unit: str = "", data: Mapping[str, Any] | None = None
) -> Event:
    """Adds one event, which is returned without its number.

    Raises AssertionError outside a transaction: an act and its event are kept together.
    """
    assert transaction.get_connection().in_atomic_block
    event = _made(NewEvent(kind=kind, subject=subject, unit=unit, data=data or {}), by, at)
    add(Event, {name: getattr(event, name) for name in _COLUMNS})
    before_commit(_react, Happened(event=event, by=by, at=at))
    return event


def append_many(events: Iterable[NewEvent], *, by: Actor, at: datetime) -> None:
    """Adds many events of one act, in their order and in few statements; else as `append`."""
    assert transaction.get_connection().in_atomic_block
    for event in Event.objects.bulk_create([_made(one, by, at) for one in events], batch_size=500):
        before_commit(_react, Happened(event=event, by=by, at=at))


def seal_until(until: date) -> DaySheet | None:
    """Writes the sheet of the day before `until` over all events that no sheet has yet; None when there is none.

    Acts in hand are waited for and new ones wait: an event is in the order of its number, whatever day it tells of,
    and none can slip in behind a seal.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE events_event IN SHARE MODE")
        last = DaySheet.objects.order_by("-day").first()
        if last and last.day >= until - timedelta(days=1):
            return None
        rows = list(Event.objects.filter(pk__gt=last.last_event if last else 0).order_by("pk"))
        return _seal(until - timedelta(days=1), rows, last) if rows else None


def _made(new: NewEvent, by: Actor, at: datetime) -> Event:
    event = Event(
        kind=new.kind,
        subject=new.subject,
        region=by.region,
        unit=new.unit or by.unit,
        at=at,
        by=by.username,
        by_name=by.name,
        data=dict(new.data),
    )
    event.digest = event_digest(event)
    return event


def _react(happened: list[Happened]) -> None:
    for reaction in REACTIONS:
        reaction(happened)


def _seal(day: date, rows: list[Event], last: DaySheet | None) -> DaySheet:
    previous = last.seal if last else NO_SEAL
    return DaySheet.objects.create(
        day=day,
        events=len(rows),
        last_event=rows[-1].pk,
        previous=previous,
        seal=seal_of(day, previous, [one.digest for one in rows]),
    )
