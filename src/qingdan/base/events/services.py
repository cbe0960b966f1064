"""Writing the event log. Called inside the transaction of the act itself.

Modules that must change their own state at once when an earlier one has acted mark a function of their `reactions`
with `on_events`: it is called at the end of the same transaction with all events of it (docs/adr/0020).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from qingdan.base.actor import Actor
from qingdan.base.clock import SHANGHAI
from qingdan.base.events.models import DaySheet, Event
from qingdan.base.events.queries import NO_SEAL, event_digest, midnight
from qingdan.base.seal import sealed
from qingdan.base.transactions import before_commit
from qingdan.rules.canonical import canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An event with who acted and when, as reactions get it."""

    event: Event
    by: Actor
    at: datetime


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
    """Adds one event. Raises AssertionError outside a transaction: an act and its event are kept together."""
    assert transaction.get_connection().in_atomic_block
    event = Event(
        kind=kind,
        subject=subject,
        region=by.region,
        unit=unit or by.unit,
        at=at,
        by=by.username,
        by_name=by.name,
        data=dict(data or {}),
    )
    event.digest = event_digest(event)
    event.save(force_insert=True)
    before_commit(_react, Happened(event=event, by=by, at=at))
    return event


def seal_days(until: date) -> list[DaySheet]:
    """Writes the sheets of all days before `until` that have none yet, in order; days without events have none."""
    with transaction.atomic():
        last = DaySheet.objects.order_by("-day").select_for_update().first()
        sheets = []
        for day in _open_days(last, until):
            last = _seal(day, last)
            sheets.append(last)
        return sheets


def _react(happened: list[Happened]) -> None:
    for reaction in REACTIONS:
        reaction(happened)


def _open_days(last: DaySheet | None, until: date) -> list[date]:
    begin = last.day + timedelta(days=1) if last else date(2000, 1, 1)
    found = Event.objects.filter(at__gte=midnight(begin), at__lt=midnight(until)).order_by("at")
    return sorted({at.astimezone(SHANGHAI).date() for at in found.values_list("at", flat=True)})


def _seal(day: date, last: DaySheet | None) -> DaySheet:
    rows = list(
        Event.objects.filter(at__gte=midnight(day), at__lt=midnight(day + timedelta(days=1)))
        .order_by("id")
        .values_list("id", "digest")
    )
    previous = last.seal if last else NO_SEAL
    seal = sealed(canonical({"day": day, "previous": previous, "events": [one for _, one in rows]}))
    return DaySheet.objects.create(
        day=day, events=len(rows), last_event=rows[-1][0], previous=previous, seal=seal
    )
