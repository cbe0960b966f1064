"""Reading the event log, and proving it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from qingdan.base.events.models import DaySheet, Event
from qingdan.base.seal import sealed
from qingdan.base.worded import Worded
from qingdan.rules.canonical import canonical, digest

NO_SEAL = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event as pages show it."""

    kind: str
    subject: str
    at: datetime
    by_name: str
    data: dict[str, Any]
    digest: str


def history_of(subject: str) -> list[Happening]:
    """What happened to a thing, newest first: the last hundred."""
    return [_shown(one) for one in _HISTORY.ask(subject=subject)]


_HISTORY = Worded(
    lambda: Event.objects.filter(subject="?subject").order_by("-id")[:100], {"?subject": "subject"}
)


def histories_of(subjects: Collection[str]) -> dict[str, list[Happening]]:
    """The same of several things, by subject, in one statement."""
    found: dict[str, list[Happening]] = {one: [] for one in subjects}
    for one in Event.objects.filter(subject__in=subjects).order_by("-id"):
        found[one.subject].append(_shown(one))
    return {subject: some[:100] for subject, some in found.items()}


def recent_of_unit(unit: str, limit: int = 10) -> list[Happening]:
    """What the people of a unit did last, newest first."""
    return [_shown(one) for one in Event.objects.filter(unit=unit).order_by("-id")[:limit]]


def faults() -> list[str]:
    """Every difference between the log and its digests and seals; empty when it is whole.

    What lies after the last sheet is checked by its digests alone: it is not anchored yet.
    """
    found = [
        f"event {one.pk}"
        for one in Event.objects.order_by("pk").iterator()
        if one.digest != event_digest(one)
    ]
    previous, after = NO_SEAL, 0
    for sheet in DaySheet.objects.order_by("day"):
        sealed_events = Event.objects.filter(pk__gt=after, pk__lte=sheet.last_event).order_by("pk")
        digests = list(sealed_events.values_list("digest", flat=True))
        if sheet.previous != previous or sheet.seal != seal_of(sheet.day, previous, digests):
            found.append(f"day {sheet.day}")
        previous, after = sheet.seal, sheet.last_event
    return found


def seal_of(day: date, previous: str, digests: list[str]) -> str:
    """The seal of a sheet: SM3 over its day, the previous seal and the digests of its events in order."""
    return sealed(canonical({"day": day, "previous": previous, "events": digests}))


def event_digest(event: Event) -> str:
    """SHA-256 of everything the row says but its number."""
    return digest(event_content(event))


def event_content(event: Event) -> dict[str, Any]:
    """Everything the row says but its number: the digest is of its canonical form."""
    return {
        "kind": event.kind,
        "subject": event.subject,
        "region": event.region,
        "unit": event.unit,
        "at": event.at.astimezone(UTC).isoformat(),
        "by": event.by,
        "by_name": event.by_name,
        "data": event.data,
    }


def _shown(event: Event) -> Happening:
    return Happening(
        kind=event.kind,
        subject=event.subject,
        at=event.at,
        by_name=event.by_name,
        data=event.data,
        digest=event.digest,
    )
