"""Reading the event log, and proving it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from qingdan.base.clock import SHANGHAI
from qingdan.base.events.models import DaySheet, Event
from qingdan.base.seal import sealed
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


def history_of(subject: str, limit: int = 100) -> list[Happening]:
    """What happened to a thing, newest first."""
    return [_shown(one) for one in Event.objects.filter(subject=subject).order_by("-id")[:limit]]


def recent_of_unit(unit: str, limit: int = 10) -> list[Happening]:
    """What the people of a unit did last, newest first."""
    return [_shown(one) for one in Event.objects.filter(unit=unit).order_by("-id")[:limit]]


def faults() -> list[str]:
    """Every difference between the log and its digests and seals; empty when it is whole.

    What lies after the last sheet is checked by its digests alone: it is not anchored yet.
    """
    found = [
        f"event {one.pk}"
        for one in Event.objects.order_by("id").iterator()
        if one.digest != event_digest(one)
    ]
    previous = NO_SEAL
    for sheet in DaySheet.objects.order_by("day"):
        if sheet.previous != previous or sheet.seal != _seal_of(sheet):
            found.append(f"day {sheet.day}")
        previous = sheet.seal
    return found


def event_digest(event: Event) -> str:
    """SHA-256 of everything the row says but its number."""
    return digest(
        {
            "kind": event.kind,
            "subject": event.subject,
            "region": event.region,
            "unit": event.unit,
            "at": event.at.astimezone(UTC).isoformat(),
            "by": event.by,
            "by_name": event.by_name,
            "data": event.data,
        }
    )


def midnight(day: date) -> datetime:
    """The instant at which a day begins in Shanghai."""
    return datetime.combine(day, time(), SHANGHAI)


def _seal_of(sheet: DaySheet) -> str:
    begin, end = midnight(sheet.day), midnight(sheet.day + timedelta(days=1))
    digests = Event.objects.filter(at__gte=begin, at__lt=end).order_by("id").values_list("digest", flat=True)
    return sealed(canonical({"day": sheet.day, "previous": sheet.previous, "events": list(digests)}))


def _shown(event: Event) -> Happening:
    return Happening(
        kind=event.kind,
        subject=event.subject,
        at=event.at,
        by_name=event.by_name,
        data=event.data,
        digest=event.digest,
    )
